"""Settles commands in one transaction: known? → judge → case, child rows, events, feed rows, outcome."""

import json
import logging
from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import Connection, insert, select, update

from rules import wire
from rules.case import Case
from rules.change import changed
from rules.city import City
from rules.commands import Actor, Command, Outcome
from server import tables
from server.casebook import numbers, store
from server.casebook.errors import ApplyFailed
from server.casebook.judge import Judge, Judged, refused
from server.dialect import cannot_keep
from server.feeds.homes import copies, home
from server.feeds.writer import FeedWriter

FAILURES_MAX = 3
Personal = Mapping[str, str] | None
log = logging.getLogger(__name__)


class Settlement:
    """One writing transaction of the casebook: `settle` each command, then `finish` once."""

    def __init__(self, connection: Connection, judge: Judge, city: City, now: int) -> None:
        self.connection = connection
        self.now = now
        self.city = city
        self.feeds = FeedWriter(connection)
        self._judge = judge

    def known(self, command: Command, hash_: str) -> Outcome | None:
        """The stored outcome of this id; another content under a used id is refused and leaves no trace."""
        table = tables.commands
        row = self.connection.execute(select(table.c.hash, table.c.outcome).where(table.c.id == command.id)).first()
        if row is None:
            return None
        if row.hash != hash_:
            return Outcome(command.id, "refused", rule="rule.id_reused", at=self.now)
        return wire.decode_outcome(bytes(row.outcome))

    def settle(
        self,
        command: Command,
        hash_: str,
        actor: Actor,
        place: tuple[str, int] | None = None,
        personal: Personal = None,
    ) -> Outcome:
        """Judge and store one command. `place` = (console id, n) of a pushed one. Raises ApplyFailed, twice at most."""
        mark = self.feeds.mark()
        try:
            with self.connection.begin_nested():
                outcome = self._settle(command, actor, personal)
        except Exception as error:  # whatever a rule or the database raises must not stop the queue for ever
            if cannot_keep(error):
                raise  # not the command's fault: it is not counted, and comes again when there is room
            self.feeds.back_to(mark)
            outcome = self._failed(command, error)
        self.store_outcome(command, hash_, outcome, place)
        return outcome

    def _settle(self, command: Command, actor: Actor, personal: Personal) -> Outcome:
        kept = store.load(self.connection, command.case_id)
        judged = self._judge.judge(self.connection, command, kept, actor, self.city, self.now)
        if judged.case is None:
            return judged.outcome
        case = judged.case
        if personal and not self._is_free(case.personal):
            return refused(command, "rule.field", {"field": "personal", "expected": "text"}, self.now, kept)
        if not case.number:
            case = changed(case, number=numbers.next_number(self.connection, self.city, self.now))
        if personal:
            self._keep_personal(case, personal)
        return self._write(kept, case, judged, command)

    def _write(self, kept: store.Kept | None, case: Case, judged: Judged, command: Command) -> Outcome:
        after = store.Kept(case, home(case, self.city), copies(case, self.city), live=True)
        store.save(self.connection, kept, after, self.city)
        store.add_events(self.connection, judged.events, case.version)
        seq = self._announce(kept, after, judged, command)
        return replace(judged.outcome, feed=after.feed, seq=seq, version=case.version)

    def _announce(self, kept: store.Kept | None, after: store.Kept, judged: Judged, command: Command) -> int:
        case, here = after.case, {after.feed} | after.copies
        row = wire.Row("", 0, "case", self.now, case.id, case.version, case, judged.events, command.id)
        numbered = {feed: self.feeds.append(replace(row, feed=feed)) for feed in sorted(here)}
        before = {kept.feed} | kept.copies if kept else set()
        for feed in sorted(before - here):
            self.feeds.append(wire.Row(feed, 0, "left", self.now, case.id, case.version, cmd=command.id))
        return numbered[after.feed]

    def _is_free(self, record: str) -> bool:
        """Whether a personal record may get this id: nobody's record is ever replaced or shown with another case."""
        table = tables.personal
        taken = self.connection.scalar(select(table.c.id).where(table.c.id == record))
        return bool(record) and taken is None

    def _keep_personal(self, case: Case, personal: Mapping[str, str]) -> None:
        values = {
            "id": case.personal,
            "case_id": case.id,
            "created_at": self.now,
            "body": json.dumps(personal).encode(),
        }
        self.connection.execute(insert(tables.personal).values(values))

    def _failed(self, command: Command, error: Exception) -> Outcome:
        table = tables.command_failures
        count = 1 + (self.connection.scalar(select(table.c.count).where(table.c.id == command.id)) or 0)
        values = {"count": count, "at": self.now, "error": f"{type(error).__name__}: {error}"}
        if count == 1:
            self.connection.execute(insert(table).values(**values, id=command.id))
        else:
            self.connection.execute(update(table).where(table.c.id == command.id).values(values))
        log.error("command %s (%s) failed, %d of %d", command.id, command.verb, count, FAILURES_MAX, exc_info=error)
        if count < FAILURES_MAX:
            raise ApplyFailed(command.id) from error
        return Outcome(command.id, "quarantined", rule="rule.quarantined", at=self.now)

    def store_outcome(self, command: Command, hash_: str, outcome: Outcome, place: tuple[str, int] | None) -> None:
        """Keep the one final outcome with the command's id."""
        console, n = place or (None, None)
        values = {
            "id": command.id,
            "console_id": console,
            "n": n,
            "hash": hash_,
            "case_id": command.case_id,
            "verb": command.verb,
            "actor": command.actor,
            "session": command.session,
            "state": outcome.state,
            "feed": outcome.feed,
            "seq": outcome.seq,
            "version": outcome.version,
            "at": self.now,
            "body": wire.encode_command(command),
            "outcome": wire.encode_outcome(outcome),
        }
        self.connection.execute(insert(tables.commands).values(values))

    def finish(self) -> None:
        """Write the feed rows; the last thing in the transaction."""
        self.feeds.flush()
