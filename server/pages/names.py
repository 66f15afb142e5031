"""The names of staff by their sign-ins, for histories. Reporters have no account: their data is never here."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select

from server import tables
from server.database import Database


class Names:
    """Reads names of accounts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, logins: Iterable[str]) -> Mapping[str, tuple[str, str]]:
        """(name, English name) by login, for those that exist."""
        table = tables.accounts
        wanted = select(table.c.id, table.c.name, table.c.name_en).where(table.c.id.in_(sorted(set(logins))))
        with self._database.read() as connection:
            return {row.id: (row.name, row.name_en) for row in connection.execute(wanted)}
