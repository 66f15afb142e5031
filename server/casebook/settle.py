"""Settles commands in one transaction: known? → judge → case, child rows, events, feed rows, outcome."""

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import DBAPIError

from rules import wire
from rules.case import Case
from rules.change import changed
from rules.city import City
from rules.commands import Actor, Command, Outcome
from server import tables
from server.casebook.draft import Draft
from server.casebook.errors import ApplyFailed, NotTogether
from server.casebook.judge import Judge, Judged, Stored, refused
from server.casebook.store import Kept
from server.dialect import cannot_keep
from server.feeds.homes import copies, home
from server.feeds.writer import FeedWriter

FAILURES_MAX = 3
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """A command as it came: `body` are its canonical bytes, `hash` what must be the same when its id comes again."""

    command: Command
    body: bytes
    hash: str
    console: str | None = None
    n: int | None = None
    personal: Mapping[str, str] = field(default_factory=dict)


def asked(command: Command, hash_: str = "", personal: Mapping[str, str] | None = None) -> Asked:
    """A command of no console; its hash is that of its bytes unless another is given. Raises WireError."""
    body = wire.encode_command(command)
    return Asked(command, body, hash_ or hashlib.sha256(body).hexdigest(), personal=personal or {})


class Settlement:
    """One writing transaction of the casebook: `settle` each command, then `finish` once.

    `together`: the database sees all at `finish`, which is much quicker. What it then does not keep cannot be laid to
    one command: `NotTogether`, and the same must be settled again in a new transaction, each command by itself.
    """

    def __init__(self, connection: Connection, judge: Judge, city: City, now: int, *, together: bool = False) -> None:
        self.connection = connection
        self.now = now
        self.city = city
        self.feeds = FeedWriter(connection)
        self.draft = Draft(connection, city)
        self._judge = judge
        self._together = together

    def known(self, command: Command, hash_: str) -> Outcome | None:
        """The stored outcome of this id; another content under a used id is refused and leaves no trace."""
        stored = self.draft.stored(command.id)
        if stored is None:
            return None
        if stored.hash != hash_:
            return Outcome(command.id, "refused", rule="rule.id_reused", at=self.now)
        return stored.outcome

    def settle(self, asked: Asked, actor: Actor) -> Outcome:
        """Judge and store one command. Raises ApplyFailed, twice at most, and NotTogether."""
        rows, numbers = self.feeds.mark(), self.draft.numbers.mark()
        try:
            outcome = self._settle(asked, actor) if self._together else self._settle_alone(asked, actor)
        except Exception as error:  # whatever a rule or the database raises must not stop the queue for ever
            if cannot_keep(error):
                raise  # not the command's fault: it is not counted, and comes again when there is room
            if self._together and isinstance(error, DBAPIError):
                raise NotTogether from error  # the transaction is over
            self.feeds.back_to(rows)
            self.draft.numbers.back_to(numbers)
            outcome = self._failed(asked.command, error)
        self.store_outcome(asked, outcome)
        return outcome

    def _settle_alone(self, asked: Asked, actor: Actor) -> Outcome:
        """The database sees this command before the next one; what it does not keep is undone alone."""
        try:
            with self.connection.begin_nested():
                outcome = self._settle(asked, actor)
                self.draft.flush()
        except Exception:
            self.draft.forget()
            raise
        return outcome

    def _settle(self, asked: Asked, actor: Actor) -> Outcome:
        command, personal = asked.command, asked.personal
        kept = self.draft.case(command.case_id)
        judged = self._judge.judge(self.draft, command, kept, actor, self.city, self.now)
        if judged.case is None:
            return judged.outcome
        case = judged.case
        if personal and not self.draft.is_free(case.personal):
            return refused(command, "rule.field", {"field": "personal", "expected": "text"}, self.now, kept)
        if not case.number:
            case = changed(case, number=self.draft.numbers.next(self.city, self.now))
        outcome = self._write(kept, case, judged, command)
        if personal:
            self.draft.keep_personal(case.personal, case.id, personal, self.now)
        return outcome

    def _write(self, kept: Kept | None, case: Case, judged: Judged, command: Command) -> Outcome:
        after = Kept(case, home(case, self.city), copies(case, self.city), live=True)
        image, told = wire.encode_case(case), tuple(map(wire.encode_event, judged.events))
        row = wire.Row("", 0, "case", self.now, case.id, case.version, cmd=command.id)
        here = {after.feed} | after.copies
        numbered = {feed: self.feeds.append(replace(row, feed=feed), image, told) for feed in sorted(here)}
        before = {kept.feed} | kept.copies if kept else set()
        for feed in sorted(before - here):
            self.feeds.append(replace(row, feed=feed, kind="left"))
        self.draft.keep(after, image, judged.events, told)
        return replace(judged.outcome, feed=after.feed, seq=numbered[after.feed], version=case.version)

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

    def store_outcome(self, asked: Asked, outcome: Outcome) -> None:
        """Keep the one final outcome with the command's id."""
        command = asked.command
        told = (command.id, asked.hash, command.case_id, command.verb, command.actor, outcome.state, outcome.feed)
        kept = (outcome.version, self.now, asked.body, wire.encode_outcome(outcome))
        place = (asked.console, asked.n, command.session, outcome.seq)
        self.draft.settle(Stored(asked.hash, outcome), (*told, *kept, *place))

    def finish(self) -> None:
        """Write what was settled, then the feed rows; the last thing in the transaction. Raises NotTogether."""
        try:
            self.draft.flush()
        except Exception as error:
            if not self._together or cannot_keep(error):
                raise
            raise NotTogether from error
        self.feeds.flush()
