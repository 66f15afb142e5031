"""What happens by itself: commands of the server's own console, cases leaving the live scope, what is forgotten."""

import uuid

from sqlalchemy import delete, insert, select, update

from rules import wire
from rules.case import ENDED
from rules.commands import Command, Role
from server import tables
from server.access.accounts import SYSTEM
from server.casebook.book import Casebook
from server.cities import Cities
from server.clock import Clock
from server.database import Database
from server.feeds.service import FeedLine, Feeds
from server.feeds.writer import FeedWriter

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
KEPT_MS = 30 * DAY_MS
RETIRED_AT_ONCE = 500
FORGOTTEN_AT_ONCE = 500


class Timers:
    """`tick` is called every second; each deed is one transaction."""

    def __init__(self, database: Database, clock: Clock, cities: Cities, feeds: Feeds, casebook: Casebook) -> None:
        self._database = database
        self._clock = clock
        self._cities = cities
        self._feeds = feeds
        self._casebook = casebook
        self._forgotten_at = 0

    def tick(self) -> None:
        """Do what is due, and see what other processes committed."""
        self._cities.refresh()
        self.resume_suspended()
        self.retire()
        if self._clock.now() - self._forgotten_at > HOUR_MS:
            self._forgotten_at = self._clock.now()
            self.forget_old_rows()
            while self.forget_personal() == FORGOTTEN_AT_ONCE:
                pass
        self._feeds.refresh()

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
        """Take out of the live scope what ended longer ago than the city says, by `retired` rows; how many."""
        now = self._clock.now()
        table, before = tables.cases, now - self._cities.current.policies.live_hours * HOUR_MS
        old = (
            table.c.live.is_(True)
            & table.c.stage.in_([stage.value for stage in ENDED])
            & (table.c.stage_since < before)
        )
        wanted = select(table.c.id, table.c.version, table.c.feed, table.c.copies).where(old).limit(RETIRED_AT_ONCE)
        with self._database.read() as connection:
            if connection.execute(wanted.limit(1)).first() is None:
                return 0
        lines: list[FeedLine] = []
        with self._database.write(then=lambda: self._feeds.publish(lines)) as connection:
            writer = FeedWriter(connection)
            leaving = connection.execute(wanted).all()
            connection.execute(update(table).where(table.c.id.in_([row.id for row in leaving])).values(live=False))
            for row in leaving:
                for feed in sorted({row.feed, *row.copies.split()}):
                    writer.append(wire.Row(feed, 0, "retired", now, row.id, row.version))
            writer.flush()
            lines.extend(writer.lines)
        return len(leaving)

    def forget_old_rows(self) -> int:
        """Delete feed rows older than thirty days, but never a feed's last; how many. Cursors below get a snapshot."""
        table, heads, before = tables.feed, tables.feed_heads, self._clock.now() - KEPT_MS
        gone = 0
        with self._database.write() as connection:
            for head in connection.execute(select(heads)).all():
                old = (table.c.feed_id == head.feed_id) & (table.c.at < before) & (table.c.seq < head.seq)
                last = connection.scalar(select(table.c.seq).where(old).order_by(table.c.seq.desc()).limit(1))
                if last:
                    connection.execute(update(heads).where(heads.c.feed_id == head.feed_id).values(floor=last + 1))
                    gone += connection.execute(
                        delete(table).where(table.c.feed_id == head.feed_id, table.c.seq <= last)
                    ).rowcount
        return gone

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
