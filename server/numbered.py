"""How far each console has come: the number and the id of the last of its commands that was settled."""

from sqlalchemy import Connection, select

from server import tables


def last_settled(connection: Connection, console_id: str) -> tuple[int, str]:
    """The number, 0 for none, and the id, "" where that command was refused without a row."""
    consoles, commands = tables.consoles.c, tables.commands.c
    same = (commands.console_id == consoles.id) & (commands.n == consoles.last_n)
    query = select(consoles.last_n, commands.id).select_from(tables.consoles.outerjoin(tables.commands, same))
    row = connection.execute(query.where(consoles.id == console_id)).first()
    return (0, "") if row is None else (row.last_n, row.id or "")
