"""Looks for what somebody is to be told of: the open legs and the 督办 that a rule of the city is about."""

import time
from collections.abc import Callable, Collection, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from rules.assignment import Assignment
from rules.case import Case
from rules.city import City
from rules.notices import OF_LEGS, NoticeRule, On, receivers
from rules.noticing import MINUTE, fits, lead_of_now, since, turn
from rules.wire import decode_case
from server import tables
from server.cities import Cities
from server.clock import Clock
from server.database import Database
from server.dialect import parts
from server.notices.places import places
from server.notices.queue import Notice, Notices

LOOK_S = 10.0
BACK_MS = 2 * 86_400_000  # what became due longer ago, while the server was down, is no news
MOST = 2000  # rows of one look


class Finding:
    """`tick` is called every second and looks now and then; `ways` are those that the server has."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        cities: Cities,
        notices: Notices,
        ways: Callable[[], Collection[str]],
        mono: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database, self._clock, self._cities, self._notices = database, clock, cities, notices
        self._ways, self._mono = ways, mono
        self._looked = -LOOK_S

    def tick(self) -> int:
        """How many were queued."""
        if self._mono() - self._looked < LOOK_S:
            return 0
        self._looked = self._mono()
        return self.look()

    def look(self) -> int:
        """Now. How many were queued."""
        ways, city = self._ways(), self._cities.current
        rules = [rule for rule in city.notices.rules if set(rule.by) & set(ways)]
        return sum(self._notices.add(self._of(rule, city, ways)) for rule in rules) if ways else 0

    def _of(self, rule: NoticeRule, city: City, ways: Collection[str]) -> Iterator[Notice]:
        now = self._clock.now()
        for case, leg, base in self._found(rule, now):
            begins = since(rule, case, leg)
            count = turn(rule, begins, now)
            if not count or not fits(rule, case) or begins < now - BACK_MS - rule.times * rule.every_minutes * MINUTE:
                continue
            answers = leg or lead_of_now(case)
            unit = answers.unit if answers else ""
            for receiver in receivers(rule, unit, city.above(unit) if unit else ()):
                for way in rule.by:
                    if way in ways:
                        for place in places(city, receiver, way, now):
                            of = leg.id if leg else "case"
                            mark = f"{base} {count}"
                            yield Notice(rule.key, case.id, of, mark, way, receiver, place.kept)

    def _found(self, rule: NoticeRule, now: int) -> Iterator[tuple[Case, Assignment | None, int]]:
        """Cases with the leg that it is about, and what tells this time from another one."""
        if rule.on in OF_LEGS:
            rows = self._rows(_legs(rule, now))
            cases = self._cases({row.case_id for row in rows})
            for row in rows:
                case = cases.get(row.case_id)
                leg = next((each for each in case.legs if each.id == row.id), None) if case else None
                if case and leg:
                    yield case, leg, leg.due if rule.on in {On.DEADLINE_NEAR, On.DEADLINE_OVER} else leg.sent_at
        elif rule.on is On.SUPERVISION:
            rows = self._rows(_urged(now))
            for case in self._cases({row.case_id for row in rows}).values():
                yield case, None, case.urged_at

    def _rows(self, wanted: Select[Any]) -> list[Any]:
        with self._database.read() as connection:
            return list(connection.execute(wanted.limit(MOST)))

    def _cases(self, ids: Collection[str]) -> dict[str, Case]:
        table = tables.cases
        with self._database.read() as connection:
            found = [
                row
                for part in parts(sorted(ids))
                for row in connection.execute(select(table.c.id, table.c.image).where(table.c.id.in_(part)))
            ]
        return {row.id: decode_case(bytes(row.image)) for row in found}


def _legs(rule: NoticeRule, now: int) -> Select[Any]:
    """Open legs whose time has come by their columns; the rules look at each once more."""
    legs, back = tables.assignments, now - BACK_MS
    reach = rule.times * rule.every_minutes * MINUTE
    after = now - rule.after_minutes * MINUTE
    due = legs.c.due - rule.before_minutes * MINUTE
    of: dict[On, tuple[ColumnElement[bool], ...]] = {
        On.UNDELIVERED: (legs.c.sent_at <= after, legs.c.sent_at > back - reach, legs.c.fetched_at == 0),
        On.UNSIGNED: (legs.c.sent_at <= after, legs.c.sent_at > back - reach, legs.c.signed_at == 0),
        On.DEADLINE_NEAR: (legs.c.due > now, due <= now),
        On.DEADLINE_OVER: (legs.c.due > back - reach - rule.after_minutes * MINUTE, legs.c.due <= after),
    }
    wanted = select(legs.c.case_id, legs.c.id).where(legs.c.live.is_(True), *of[rule.on])
    return wanted.order_by(legs.c.due, legs.c.id)


def _urged(now: int) -> Select[Any]:
    events = tables.events
    recent = (events.c.verb == "urge") & (events.c.at > now - BACK_MS)
    return select(events.c.case_id).where(recent).distinct()
