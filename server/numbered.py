"""How far a console has come: the number of its last settled command, and which one that was."""

from sqlalchemy import Connection, select

from server import tables


def last_settled(connection: Connection, console_id: str) -> tuple[int, str]:
    """The number, 0 for none, and the id, "" where that is not known."""
    consoles = tables.consoles.c
    query = select(consoles.last_n, consoles.last_id).where(consoles.id == console_id)
    row = connection.execute(query).first()
    return (0, "") if row is None else (row.last_n, row.last_id)
