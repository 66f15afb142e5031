"""Puts a message into the queue of each unit's system for each change of a case that is the unit's.

What is told is what the unit sees at its terminal. The queue follows the feeds from the row that it took last: what was
done while the server was down is told afterwards, and whoever did it never waits for a system of somebody else.
"""

import json
import uuid
from typing import Any

from sqlalchemy import Connection, func, select, update

from rules.case import Case, Event
from rules.commands import Actor, Grant, Role
from rules.showing import Showing
from rules.wire import decode_case, decode_event
from server import tables
from server.cities import Cities
from server.clock import Clock
from server.database import Database
from server.dialect import insert_missing
from server.feeds.following import changed_since
from server.webhooks.telling import body_of

_OF_HOOKS = uuid.UUID("0d0c9a34-5f0b-5c8f-8a0c-3a1b9d1c5e77")


class Queueing:
    """`tick` is called every second."""

    def __init__(self, database: Database, cities: Cities, clock: Clock) -> None:
        self._database, self._cities, self._clock = database, cities, clock

    def tick(self) -> int:
        """How many messages were made."""
        table = tables.hooks
        with self._database.read() as connection:
            hooks = connection.execute(select(table).where(table.c.ended_at == 0)).all()
        return sum(self._follow(hook) for hook in hooks)

    def _follow(self, hook: Any) -> int:
        cursor: dict[str, int] = json.loads(hook.cursor)
        with self._database.read() as connection:
            moved, cases = changed_since(connection, cursor)
        if moved == cursor:
            return 0
        with self._database.note() as connection:
            made = sum(self._tell(connection, hook, case_id) for case_id in cases)
            connection.execute(
                update(tables.hooks).where(tables.hooks.c.id == hook.id).values(cursor=json.dumps(moved))
            )
        return made

    def _tell(self, connection: Connection, hook: Any, case_id: str) -> int:
        """One message for the case as it stands now, with the events that were not told yet."""
        kept, city, now, m = _case(connection, case_id), self._cities.current, self._clock.now(), tables.hook_messages
        showing = Showing.of(Actor(hook.id, grants=(Grant(Role.UNIT, hook.unit),)), city, now)
        case = showing.case(kept) if kept is not None else None
        if kept is None or case is None:
            return 0
        mine = m.c.hook == hook.id
        told = connection.scalar(select(func.max(m.c.events)).where(mine, m.c.case_id == case_id)) or 0
        if case.events <= told:
            return 0
        message_id = str(uuid.uuid5(_OF_HOOKS, f"{hook.id} {case_id} {case.version}"))
        n = (connection.scalar(select(func.max(m.c.n)).where(mine)) or 0) + 1
        happened = showing.events(kept, _events(connection, case_id, told))
        body = body_of(message_id, hook.unit, case, happened, city, now)
        facts = {"hook": hook.id, "n": n, "case_id": case_id, "version": case.version, "events": case.events}
        insert_missing(connection, m.name, {"id": message_id} | facts | {"body": body, "at": now, "next_at": now})
        return 1


def _case(connection: Connection, case_id: str) -> Case | None:
    image = connection.scalar(select(tables.cases.c.image).where(tables.cases.c.id == case_id))
    return decode_case(bytes(image)) if image is not None else None


def _events(connection: Connection, case_id: str, told: int) -> list[Event]:
    table = tables.events
    wanted = select(table.c.body).where(table.c.case_id == case_id, table.c.n > told).order_by(table.c.n)
    return [decode_event(bytes(body)) for body in connection.scalars(wanted)]
