"""Sends what waits for units' own systems: each in its order, later again where it failed, dead letters in the end."""

import logging
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import requests
from sqlalchemy import select, update

from rules import paper_deeds
from rules.assignment import LegStage
from rules.commands import Command, Role
from rules.wire import decode_case
from server import tables
from server.casebook.book import Casebook
from server.clock import Clock
from server.database import Database
from server.pages.deeds import derived_id
from server.webhooks.signing import headers

FIRST_MS, LONGEST_MS = 5_000, 3_600_000
TRIES = 14  # about 6 hours
AT_ONCE = 20  # messages of one address in one tick
BESIDE = 8  # addresses that are tried at the same time
TIMEOUT_S = 10
log = logging.getLogger(__name__)
Post = Callable[[str, Mapping[str, str], bytes], str]


def post(url: str, said: Mapping[str, str], body: bytes) -> str:
    """ "" when it was taken (2xx), else why not; no redirect is followed."""
    try:
        with requests.Session() as http:
            http.trust_env = False
            answer = http.post(
                url, data=body, headers=dict(said), timeout=TIMEOUT_S, allow_redirects=False, stream=True
            )
            answer.close()
    except (requests.RequestException, ValueError) as error:
        return type(error).__name__
    return "" if 200 <= answer.status_code < 300 else f"status {answer.status_code}"


class Sending:
    """`tick` is called every second, on a thread of its own. An address that does not answer holds up no other."""

    def __init__(self, database: Database, casebook: Casebook, clock: Clock, post: Post = post) -> None:
        self._database, self._casebook, self._clock, self._post = database, casebook, clock, post

    def tick(self) -> int:
        """How many were taken."""
        table = tables.hooks
        with self._database.read() as connection:
            hooks = connection.execute(select(table).where(table.c.ended_at == 0)).all()
        if not hooks:
            return 0
        with ThreadPoolExecutor(min(BESIDE, len(hooks)), thread_name_prefix="hook") as beside:
            return sum(beside.map(self._send_all, hooks))

    def _send_all(self, hook: Any) -> int:
        """In order: a message that waits to be tried again holds up those behind it, until it is dead."""
        m, sent = tables.hook_messages, 0
        wanted = select(m).where(m.c.hook == hook.id, m.c.sent_at == 0, m.c.dead_at == 0).order_by(m.c.n)
        with self._database.read() as connection:
            waiting = connection.execute(wanted.limit(AT_ONCE)).all()
        for row in waiting:
            if row.next_at > self._clock.now() or not self._send(hook, row):
                break
            sent += 1
        return sent

    def _send(self, hook: Any, row: Any) -> bool:
        now, body = self._clock.now(), row.body.encode()
        why = self._post(hook.url, headers(hook.secret, row.id, now, body), body)
        if why:
            self._failed(row, why, now)
            return False
        self._change(row.id, sent_at=now, tries=row.tries + 1, why="", body="")  # its place stays, what it said goes
        self._fetched(hook.unit, row.case_id)
        return True

    def _failed(self, row: Any, why: str, now: int) -> None:
        tries = row.tries + 1
        wait = min(FIRST_MS * 2**row.tries, LONGEST_MS)
        dead = tries >= TRIES
        if dead:
            log.warning("a message to a unit's system is given up: %s", why)
        self._change(row.id, tries=tries, why=why, next_at=0 if dead else now + wait, dead_at=now if dead else 0)

    def _change(self, message_id: str, **values: object) -> None:
        m = tables.hook_messages
        with self._database.note() as connection:
            connection.execute(update(m).where(m.c.id == message_id).values(**values))

    def _fetched(self, unit: str, case_id: str) -> None:
        """What the unit's system has taken, the unit has fetched; the unit itself acts, as on paper."""
        cases = tables.cases
        with self._database.read() as connection:
            image = connection.scalar(select(cases.c.image).where(cases.c.id == case_id))
        actor = paper_deeds.actor_of(unit)
        for leg in decode_case(bytes(image)).legs if image is not None else ():
            if leg.unit == unit and leg.stage is LegStage.DELIVERED and not leg.fetched_at:
                command_id, now = derived_id("hook", leg.id), self._clock.now()
                command = Command(command_id, "fetched", case_id, actor.id, Role.UNIT, now, leg.id, quality="server")
                self._casebook.do(command, actor)
