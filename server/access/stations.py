"""The workstations as an administrator sees them: which there are, a code for one more, and the end of one."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Row, select, update

from server import tables
from server.access.sessions import Access
from server.clock import Clock
from server.database import Database

_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is read for another one
_GROUPS, _EACH = 4, 4  # 79 bits, good for one try


@dataclass(frozen=True, slots=True)
class Station:
    """One workstation; instants in ms UTC, 0 = never. `pushed`: when its last command came."""

    id: str
    name: str
    since: int
    pushed: int
    ended: int


class Stations:
    """All of them. Changes take effect with the next request, also of a server that runs meanwhile."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def all(self) -> tuple[Station, ...]:
        """Those that are in use, then those that ended; each in the order of their enrolment."""
        table, consoles = tables.workstations, tables.consoles
        wanted = select(table, consoles.c.last_seen.label("pushed")).outerjoin(
            consoles, consoles.c.id == table.c.console_id
        )
        with self._database.read() as connection:
            found = [_station(row) for row in connection.execute(wanted)]
        return tuple(sorted(found, key=lambda each: (bool(each.ended), each.since, each.id)))

    def code(self, feeds: Iterable[str] | None = None) -> str:
        """A new one-time code with which one console may enrol; it shows these feeds, None = all there are."""
        groups = ("".join(secrets.choice(_LETTERS) for _ in range(_EACH)) for _ in range(_GROUPS))
        code = "-".join(groups)
        scope = "*" if feeds is None else " ".join(feeds)
        Access(self._database, self._clock).offer_enrolment(code, scope)
        return code

    def end(self, start: str) -> Station:
        """Nothing of this workstation counts any more; its desk keeps what it has and may enrol again.

        `start`: the beginning of its id. LookupError when no workstation in use, or more than one, begins so.
        """
        found = [each for each in self.all() if each.id.startswith(start) and not each.ended]
        if not start or len(found) != 1:
            raise LookupError(start)
        table = tables.workstations
        with self._database.note() as connection:
            connection.execute(update(table).where(table.c.id == found[0].id).values(ended_at=self._clock.now()))
        return found[0]


def _station(row: Row[tuple[object, ...]]) -> Station:
    return Station(row.id, row.name, row.created_at, row.pushed or 0, row.ended_at)
