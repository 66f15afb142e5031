"""Commands that met an unexpected error of the server: set aside after the third try, or still to be sent again."""

from dataclasses import dataclass

from sqlalchemy import RowMapping, select

from server.database import Database
from server.tables.cases import cases
from server.tables.sync import command_failures, commands, consoles

LATEST = 500


@dataclass(frozen=True, slots=True)
class SetAside:
    """One of them; `at` the last try, ms UTC. Of one that is not settled yet only tries and error are known."""

    id: str
    at: int
    tries: int
    error: str
    settled: bool = False
    verb: str = ""
    actor: str = ""
    workstation: str = ""
    number: str = ""  # of the case, "" when it has none


class Quarantine:
    """Reads what was set aside; nobody changes it: what must still be done is done by a new command."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> tuple[SetAside, ...]:
        """The latest first; what was taken at a later try is none."""
        failed = command_failures
        told = (commands.c.state, commands.c.verb, commands.c.actor, consoles.c.workstation, cases.c.number)
        found = (
            select(failed.c.id, failed.c.at, failed.c.count.label("tries"), failed.c.error, *told)
            .join(commands, commands.c.id == failed.c.id, isouter=True)
            .join(consoles, consoles.c.id == commands.c.console_id, isouter=True)
            .join(cases, cases.c.id == commands.c.case_id, isouter=True)
            .where(commands.c.state.is_(None) | (commands.c.state == "quarantined"))
            .order_by(failed.c.at.desc(), failed.c.id)
            .limit(LATEST)
        )
        with self._database.read() as connection:
            return tuple(_read(row) for row in connection.execute(found).mappings())


def _read(row: RowMapping) -> SetAside:
    told = (row[name] or "" for name in ("verb", "actor", "workstation", "number"))
    return SetAside(row["id"], row["at"], row["tries"], row["error"], row["state"] is not None, *told)
