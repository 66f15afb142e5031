"""Sends what waits: later and later again where it failed, dead letters in the end, nothing that is not so any more."""

import json
import logging
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import insert, select

from rules.assignment import Assignment
from rules.case import Case
from rules.city import City
from rules.notices import REPORTER, NoticeRule, On
from rules.noticing import stands
from rules.wire import decode_case
from server import tables
from server.access.accounts import SYSTEM
from server.cities import Cities
from server.clock import Clock
from server.database import Database
from server.notices.adapter import Adapter, CannotSend, Message
from server.notices.places import Place, place_of
from server.notices.queue import Notice, Notices
from server.notices.words import filled
from server.speech import Speech

FIRST_MS, LONGEST_MS = 30_000, 3_600_000
TRIES = 12  # about 6 hours
AT_ONCE = 50
CONTACT = {"sms": "phone", "voice": "phone", "mail": "email"}  # of a personal record; other ways: under their own name
log = logging.getLogger(__name__)


class _Moot(Exception):
    """Nobody need be told any more."""


class Sending:
    """`tick` is called every second, on a thread of its own; a way that fails is left alone until the next tick."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        cities: Cities,
        speech: Speech,
        notices: Notices,
        adapters: Callable[[], Mapping[str, Adapter]],
    ) -> None:
        self._database, self._clock, self._cities, self._speech = database, clock, cities, speech
        self._notices, self._adapters = notices, adapters

    def tick(self) -> int:
        """How many went out."""
        adapters, failing, sent = self._adapters(), set[str](), 0
        for notice in self._notices.due(AT_ONCE):
            if notice.way not in failing and not self._is_kept_back(notice):
                if self._try(notice, adapters.get(notice.way)):
                    sent += 1
                else:
                    failing.add(notice.way)
        return sent

    def _is_kept_back(self, notice: Notice) -> bool:
        """Until the quiet hours end, if its rule keeps them."""
        told, now = self._cities.current, self._clock.now()
        rule, until = told.notices.rule(notice.rule), told.notices.quiet_until(now, told.zone)
        if rule is None or not rule.quiet or not until:
            return False
        self._notices.change(notice, next_at=until)
        return True

    def _try(self, notice: Notice, adapter: Adapter | None) -> bool:
        """False when the way itself seems to fail."""
        now = self._clock.now()
        try:
            message = self._message(notice, now)
            if adapter is None:
                raise CannotSend(f"no adapter for {notice.way}")
            adapter.send(message)
        except _Moot as moot:
            self._notices.change(notice, next_at=0, dropped_at=now or 1, why=str(moot))
        except CannotSend as error:
            self._failed(notice, str(error), is_final=error.is_final)
            return error.is_final
        except Exception as error:  # an adapter of somebody else's must not hold up the others
            log.exception("the adapter for %s failed", notice.way)
            self._failed(notice, f"{type(error).__name__}: {error}", is_final=False)
            return False
        else:
            self._notices.change(notice, next_at=0, sent_at=now or 1, tries=notice.tries + 1, why="")
        return True

    def _failed(self, notice: Notice, why: str, *, is_final: bool) -> None:
        tries, now = notice.tries + 1, self._clock.now()
        if is_final or tries >= TRIES:
            log.warning("a notice by %s is given up: %s", notice.way, why)
            self._notices.change(notice, tries=tries, next_at=0, dead_at=now or 1, why=why[:500])
            return
        wait = min(FIRST_MS * 2**notice.tries, LONGEST_MS)
        self._notices.change(notice, tries=tries, next_at=now + wait, why=why[:500])

    # --- what is said, and where

    def _message(self, notice: Notice, now: int) -> Message:
        city = self._cities.current
        rule, case = city.notices.rule(notice.rule), self._case(notice.case_id)
        template = city.notices.templates.get(rule.template) if rule else None
        if rule is None or template is None or case is None:
            raise _Moot("no such rule any more")
        leg = next((each for each in case.legs if each.id == notice.of), None)
        self._insist(rule, case, leg, now)
        place = self._place(notice, case, city, now)
        answer = next((reply.text for reply in case.replies if reply.id == notice.reply), "")
        texts = self._speech.texts(place.language)
        return Message(notice.id, place.address, *filled(template, case, leg, city, texts, now, answer), place.language)

    def _insist(self, rule: NoticeRule, case: Case, leg: Assignment | None, now: int) -> None:
        if rule.on is not On.ANSWER and not stands(rule, case, leg, now):
            raise _Moot("it is not so any more")

    def _place(self, notice: Notice, case: Case, city: City, now: int) -> Place:
        if notice.receiver == REPORTER:
            return self._reporter(notice, case, now)
        place = place_of(city, notice.receiver, notice.way, notice.address, now)
        if place is None:
            raise CannotSend("no address", is_final=True)
        return place

    def _reporter(self, notice: Notice, case: Case, now: int) -> Place:
        """The reporter's own address, from the personal record; each look is on record."""
        told = personal_of(self._database, case)
        address = told.get(CONTACT.get(notice.way, notice.way), "")
        if not address:
            raise CannotSend("no address", is_final=True)
        values = {"id": str(uuid.uuid4()), "personal": case.personal, "case_id": case.id, "actor": SYSTEM.id}
        with self._database.note() as connection:
            connection.execute(insert(tables.personal_audit).values(**values, at=now, reason=f"notice {notice.id}"))
        return Place(address, "zh_CN", "")

    def _case(self, case_id: str) -> Case | None:
        table = tables.cases
        with self._database.read() as connection:
            image = connection.scalar(select(table.c.image).where(table.c.id == case_id))
        return decode_case(bytes(image)) if image is not None else None


def personal_of(database: Database, case: Case) -> dict[str, Any]:
    """The personal record of a case's reporter; empty when there is none."""
    table = tables.personal
    own = (table.c.id == case.personal) & (table.c.case_id == case.id)
    with database.read() as connection:
        body = connection.scalar(select(table.c.body).where(own)) if case.personal else None
    found = json.loads(bytes(body)) if body is not None else {}
    return found if isinstance(found, dict) else {}
