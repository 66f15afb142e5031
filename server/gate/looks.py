"""How a gate stands, for who looks after it."""

from dataclasses import dataclass

from sqlalchemy import func, select

from server import tables
from server.database import Database


@dataclass(frozen=True, slots=True)
class Seen:
    """`heard_at`: when a batch came last; `oldest`: since when the first of what is not acknowledged waits (ms UTC)."""

    heard_at: int
    waiting: int
    oldest: int
    cases: int
    troubles: int


def look(database: Database, gate: str) -> Seen:
    """The figures of one gate; instants 0 = never, none."""
    came, items, cases, amiss = tables.gate_in, tables.gate_items, tables.gate_cases, tables.gate_troubles
    mine = (items.c.gate == gate) & (items.c.acked_at == 0)
    with database.read() as connection:
        heard = connection.scalar(select(func.max(came.c.at)).where(came.c.gate == gate)) or 0
        waiting, oldest = connection.execute(select(func.count(), func.min(items.c.at)).where(mine)).one()
        reports = (cases.c.gate == gate) & (cases.c.kind == "report")
        count = connection.scalar(select(func.count()).select_from(cases).where(reports)) or 0
        troubles = connection.scalar(select(func.count()).select_from(amiss).where(amiss.c.gate == gate)) or 0
    return Seen(heard, waiting, oldest or 0, count, troubles)
