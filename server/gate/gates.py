"""The intakes beyond a gate: what an administrator adds, looks at and ends."""

import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select, update

from server import tables
from server.clock import Clock
from server.database import Database
from server.gate.seal import GateKey, key_text, new_key, read_key


class NameTaken(ValueError):
    """A gate of that name is in use."""


@dataclass(frozen=True, slots=True)
class Gate:
    """One of them; instants ms UTC, 0 = never."""

    id: str
    name: str
    folder: Path
    key: GateKey
    since: int
    ended: int
    units: tuple[str, ...] = ()  # whose terminals stand there; none: it is an intake


class Gates:
    """All of them. Changes take effect within a second, also of a server that runs meanwhile."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def add(self, name: str, folder: Path, units: tuple[str, ...] = ()) -> Gate:
        """A new one with a key of its own. Raises NameTaken."""
        if any(each.name == name and not each.ended for each in self.all()):
            raise NameTaken(name)
        made = Gate(str(uuid.uuid4()), name, folder.absolute(), new_key(), self._clock.now(), 0, units)
        values = {"id": made.id, "name": name, "folder": str(made.folder), "created_at": made.since}
        values |= {"units": " ".join(units), "key": key_text(made.key), "cursor": "{}"}
        with self._database.note() as connection:
            connection.execute(insert(tables.gates).values(**values))
        return made

    def all(self) -> tuple[Gate, ...]:
        """Those in use, then those that ended; each in the order in which they were made."""
        with self._database.read() as connection:
            rows = connection.execute(select(tables.gates)).all()
        found = [_gate(row) for row in rows]
        return tuple(sorted(found, key=lambda each: (bool(each.ended), each.since, each.id)))

    def end(self, name: str) -> Gate:
        """Nothing more is taken from there, nor told. Raises LookupError when none of that name is in use."""
        found = [each for each in self.all() if each.name == name and not each.ended]
        if not found:
            raise LookupError(name)
        table = tables.gates
        with self._database.note() as connection:
            connection.execute(update(table).where(table.c.id == found[0].id).values(ended_at=self._clock.now()))
        return found[0]


def _gate(row: Any) -> Gate:
    folder, units = Path(row.folder), tuple(row.units.split())
    return Gate(row.id, row.name, folder, read_key(row.key), row.created_at, row.ended_at, units)
