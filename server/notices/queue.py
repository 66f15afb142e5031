"""The one queue of notices: what waits, what went out, what was given up; what an administrator does with it."""

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, delete, func, select, update

from server import tables
from server.clock import Clock
from server.database import Database
from server.dialect import insert_missing, parts

STATES = ("waiting", "sent", "dead", "dropped")
KEPT_MS = 90 * 86_400_000
_OF_NOTICES = uuid.UUID("8d0f6d57-2c52-5d0f-9a3f-0b8f6f0a7c11")


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice to one receiver by one way. `of`: leg or answer; `mark`: which time; instants ms UTC, 0 = not.

    `address` "" = it is looked up when it goes out.
    """

    rule: str
    case_id: str
    of: str
    mark: str
    way: str
    receiver: str
    address: str = ""
    reply: str = ""
    at: int = 0
    tries: int = 0
    next_at: int = 0
    sent_at: int = 0
    dead_at: int = 0
    dropped_at: int = 0
    why: str = ""

    @property
    def id(self) -> str:
        """The same for the same news to the same receiver by the same way: it goes out once."""
        said = (self.rule, self.case_id, self.of, self.mark, self.way, self.receiver, self.address)
        return str(uuid.uuid5(_OF_NOTICES, json.dumps(said)))

    @property
    def state(self) -> str:
        """waiting | sent | dead | dropped."""
        if self.sent_at:
            return "sent"
        return "dead" if self.dead_at else "dropped" if self.dropped_at else "waiting"


class Notices:
    """Reads and writes the queue."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def add(self, notices: Iterable[Notice]) -> int:
        """Queue those that were never queued; how many."""
        wanted = {notice.id: notice for notice in notices}
        table, now = tables.notices, self._clock.now()
        with self._database.read() as connection:
            known = {id_ for part in parts(wanted) for id_ in connection.scalars(_known(part))}
        fresh = [notice for id_, notice in wanted.items() if id_ not in known]
        if fresh:
            with self._database.note() as connection:
                for each in fresh:
                    insert_missing(connection, table.name, _row(each) | {"at": now, "next_at": now or 1})
        return len(fresh)

    def due(self, most: int) -> list[Notice]:
        """Those whose time has come, the oldest first."""
        table, now = tables.notices, self._clock.now()
        wanted = select(table).where(table.c.next_at > 0, table.c.next_at <= now)
        with self._database.read() as connection:
            rows = connection.execute(wanted.order_by(table.c.next_at, table.c.at, table.c.id).limit(most)).all()
        return [_notice(row) for row in rows]

    def change(self, notice: Notice, **values: object) -> None:
        """Write what became of one."""
        with self._database.note() as connection:
            connection.execute(update(tables.notices).where(tables.notices.c.id == notice.id).values(**values))

    def all(self, state: str = "", most: int = 500) -> list[Notice]:
        """The newest first; of one state, or all."""
        table = tables.notices
        wanted = select(table).order_by(table.c.at.desc(), table.c.id).limit(most)
        if state:
            wanted = wanted.where(_of_state(state))
        with self._database.read() as connection:
            return [_notice(row) for row in connection.execute(wanted)]

    def counts(self) -> dict[str, int]:
        """How many there are of each state."""
        table = tables.notices
        with self._database.read() as connection:
            counted = (select(func.count()).select_from(table).where(_of_state(each)) for each in STATES)
            return {each: connection.scalar(one) or 0 for each, one in zip(STATES, counted, strict=True)}

    def send_again(self, start: str) -> int:
        """Dead letters are tried anew; how many. "all", or the beginning of an id. LookupError when there is none."""
        now = self._clock.now()
        return self._settle(start, "dead", dead_at=0, tries=0, next_at=now or 1)

    def discard(self, start: str) -> int:
        """Dead letters that nobody is to be told of any more; how many. As `send_again`."""
        return self._settle(start, "dead", dead_at=0, dropped_at=self._clock.now() or 1)

    def forget(self) -> None:
        """What was done with long ago."""
        table, before = tables.notices, self._clock.now() - KEPT_MS
        with self._database.note() as connection:
            connection.execute(delete(table).where(table.c.next_at == 0, table.c.at < before))

    def _settle(self, start: str, state: str, **values: object) -> int:
        table = tables.notices
        with self._database.note() as connection:
            mine = connection.scalars(select(table.c.id).where(_of_state(state)))
            found = [id_ for id_ in mine if start == "all" or (start and id_.startswith(start))]
            if not found:
                raise LookupError(start)
            _change(connection, found, values)
        return len(found)


def _change(connection: Connection, ids: list[str], values: dict[str, object]) -> None:
    for part in parts(ids):
        connection.execute(update(tables.notices).where(tables.notices.c.id.in_(part)).values(**values))


def _known(ids: list[str]) -> Select[str]:
    return select(tables.notices.c.id).where(tables.notices.c.id.in_(ids))


def _of_state(state: str) -> Any:
    table = tables.notices
    done = {"sent": table.c.sent_at > 0, "dead": table.c.dead_at > 0, "dropped": table.c.dropped_at > 0}
    return done.get(state, table.c.next_at > 0)


_NAMES = (
    "rule", "case_id", "of", "mark", "way", "receiver", "address", "reply", "at", "tries", "next_at", "sent_at",
    "dead_at", "dropped_at", "why",
)  # fmt: skip


def _row(notice: Notice) -> dict[str, object]:
    return {"id": notice.id} | {name: getattr(notice, name) for name in _NAMES}


def _notice(row: Any) -> Notice:
    return Notice(**{name: getattr(row, name) for name in _NAMES})
