"""What went wrong at a gate, kept so that somebody reads it: in words, with the file and the time."""

import json
import logging
import uuid
from dataclasses import dataclass, field

from sqlalchemy import delete, insert, select

from rules.texts import Texts
from server import tables
from server.clock import Clock
from server.database import Database

KEPT = 500  # of one gate
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Trouble:
    """One of them; `at` in ms UTC."""

    at: int
    name: str
    why: str
    details: dict[str, str] = field(default_factory=dict)

    def text(self, texts: Texts) -> str:
        """What it was, what became of it."""
        return texts.say(f"gate.why.{self.why}", self.details)


class Troubles:
    """Of one gate."""

    def __init__(self, database: Database, clock: Clock, gate: str) -> None:
        self._database, self._clock, self._gate = database, clock, gate

    def note(self, name: str, why: str, **details: object) -> None:
        """Keep one; the oldest of many are forgotten."""
        told = {key: str(value)[:500] for key, value in details.items()}
        log.warning("gate: %s: %s %s", name, why, told)
        table = tables.gate_troubles
        row = {"id": str(uuid.uuid4()), "gate": self._gate, "name": name[:200], "why": why, "at": self._clock.now()}
        with self._database.note() as connection:
            connection.execute(insert(table).values(**row, details=json.dumps(told)))
            newest = select(table.c.id).where(table.c.gate == self._gate).order_by(table.c.at.desc()).limit(KEPT)
            kept = [found.id for found in connection.execute(newest)]
            if len(kept) == KEPT:
                connection.execute(delete(table).where(table.c.gate == self._gate, table.c.id.not_in(kept)))

    def all(self, most: int = 100) -> tuple[Trouble, ...]:
        """The newest, the last one first."""
        table = tables.gate_troubles
        wanted = select(table).where(table.c.gate == self._gate).order_by(table.c.at.desc(), table.c.id).limit(most)
        with self._database.read() as connection:
            rows = connection.execute(wanted).all()
        return tuple(Trouble(row.at, row.name, row.why, json.loads(row.details)) for row in rows)
