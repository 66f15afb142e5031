"""What happens by itself: commands of the server's own console, cases leaving the live scope, what is forgotten."""

import time
import uuid
from collections.abc import Callable, Sequence

from sqlalchemy import delete, func, insert, select

from rules.case import ENDED
from rules.commands import Command, Role
from server import tables
from server.access.accounts import SYSTEM
from server.casebook.book import Casebook
from server.cities import Cities
from server.clock import Clock
from server.database import Database
from server.doubt import Doubt
from server.feeds.forgetting import forget_rows
from server.feeds.retiring import retire
from server.feeds.service import Feeds

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
KEPT_MS = 30 * DAY_MS
FORGOTTEN_AT_ONCE = 500


class Timers:
    """`tick` is called every second; each deed is one transaction. `sweeps` are called once an hour.

    `follow` puts in force what was laid down on who is responsible, as a ruling on a case.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        cities: Cities,
        feeds: Feeds,
        casebook: Casebook,
        mono: Callable[[], float] = time.monotonic,
        sweeps: Sequence[Callable[[], object]] = (),
        follow: Callable[[], object] = lambda: None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._cities = cities
        self._feeds = feeds
        self._casebook = casebook
        self._sweeps = sweeps
        self._follow = follow
        self._doubt = Doubt(mono)
        self._forgotten_at = 0

    def tick(self) -> None:
        """Do what is due."""
        self._cities.refresh()
        self._follow()
        self.resume_suspended()
        self.retire()
        now = self._clock.now()
        is_doubted = self._is_doubted(now)
        if abs(now - self._forgotten_at) > HOUR_MS and not is_doubted:
            self._forgotten_at = now
            self.forget_old_rows()
            while self.forget_personal() == FORGOTTEN_AT_ONCE:
                pass
            for sweep in self._sweeps:
                sweep()

    def _is_doubted(self, now: int) -> bool:
        """Whether nothing is to be deleted by this clock. A synthetic city's clock is set at will: so is its past."""
        if self._cities.current.synthetic:
            return False
        return self._doubt.doubts(now, self._newest() if self._doubt.is_new else 0)

    def _newest(self) -> int:
        with self._database.read() as connection:
            return connection.scalar(select(func.max(tables.events.c.at))) or 0

    def resume_suspended(self) -> int:
        """Let the clocks of cases go on whose suspension has run out; how many."""
        table, now = tables.cases, self._clock.now()
        over = (table.c.suspended_until > 0) & (table.c.suspended_until <= now) & table.c.live.is_(True)
        with self._database.read() as connection:
            due = connection.execute(select(table.c.id, table.c.version).where(over)).all()
        for row in due:
            # One id per version: a refusal is answered from the books, not judged anew each second.
            command_id = str(uuid.uuid5(uuid.NAMESPACE_OID, f"resume {row.id} {row.version}"))
            command = Command(command_id, "resume", row.id, SYSTEM.id, Role.SYSTEM, now, quality="server")
            self._casebook.do(command, SYSTEM)
        return len(due)

    def retire(self) -> int:
        """Take out of the live scope what ended longer ago than the city says; how many."""
        return retire(self._database, self._cities, self._feeds, self._clock.now())

    def forget_old_rows(self) -> int:
        """Delete feed rows older than thirty days, but never a feed's last; how many. Cursors below get a snapshot."""
        return forget_rows(self._database, self._clock.now() - KEPT_MS)

    def forget_personal(self) -> int:
        """Delete personal records of cases that ended longer ago than the city says, each audited; how many.

        At most FORGOTTEN_AT_ONCE in one transaction, so that commands need not wait for a long one.
        """
        cases, records, now = tables.cases, tables.personal, self._clock.now()
        days = self._cities.current.policies.personal_days
        before = max(0, now - days * DAY_MS)
        ended = cases.c.stage.in_([stage.value for stage in ENDED]) & (cases.c.stage_since < before)
        wanted = select(records.c.id, records.c.case_id).join(cases, cases.c.id == records.c.case_id).where(ended)
        with self._database.write() as connection:
            leaving = connection.execute(wanted.limit(FORGOTTEN_AT_ONCE)).all()
            for row in leaving:
                values = {"id": str(uuid.uuid4()), "personal": row.id, "case_id": row.case_id, "actor": SYSTEM.id}
                kept = values | {"at": now, "reason": f"personal_days {days}"}
                connection.execute(insert(tables.personal_audit).values(**kept))
            connection.execute(delete(records).where(records.c.id.in_([row.id for row in leaving])))
        return len(leaving)
