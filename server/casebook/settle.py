"""Settles commands in one transaction: known? → judge → case, child rows, events, feed rows, outcome."""

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import DBAPIError

from rules import wire
from rules.alarms import is_no_report
from rules.case import Case
from rules.city import City
from rules.commands import Actor, Command, NotAllowed, Outcome
from rules.forms import check_personal
from rules.frozen import changed
from server import tables
from server.casebook.draft import Draft
from server.casebook.errors import ApplyFailed, NotTogether
from server.casebook.judge import Judge, Judged, Stored, refused
from server.casebook.numbers import Numbers
from server.casebook.reach import OutOfReach
from server.casebook.ruling import RULING, keep_ruling
from server.casebook.store import Kept
from server.dialect import cannot_keep
from server.feeds.digests import weight
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
    vouched: str = ""  # the sign-in of who stands for it, where its own actor has none


def asked(command: Command, hash_: str = "", personal: Mapping[str, str] | None = None) -> Asked:
    """A command of no console; its hash is that of its bytes unless another is given. Raises WireError."""
    body = wire.encode_command(command)
    return Asked(command, body, hash_ or hashlib.sha256(body).hexdigest(), personal=personal or {})


class Settlement:
    """One writing transaction of the casebook: `settle` each command, then `finish` once.

    `together`: the database sees all at `finish`, which is much quicker. What it then does not keep cannot be laid to
    one command: `NotTogether`, and the same must be settled again in a new transaction, each command by itself.

    `held`: the feeds whose lanes the transaction holds, None = all; a command that would write elsewhere raises
    `OutOfReach`, and nothing of the transaction is kept. `aside`: case numbers set aside for it.
    """

    def __init__(
        self,
        connection: Connection,
        judge: Judge,
        city: City,
        now: int,
        *,
        together: bool = False,
        held: frozenset[str] | None = None,
        aside: Mapping[str, list[int]] | None = None,
    ) -> None:
        self.connection = connection
        self.now = now
        self.city = city
        self.feeds = FeedWriter(connection, held)
        self.draft = Draft(connection, city, Numbers(connection, aside))
        self._judge = judge
        self._held = held
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
        """Judge and store one command. Raises ApplyFailed, twice at most, NotTogether and OutOfReach."""
        rows, kept = self.feeds.mark(), self.draft.mark()
        try:
            outcome = self._settle(asked, actor) if self._together else self._settle_alone(asked, actor)
        except OutOfReach:
            raise  # nothing is wrong with it: all is settled once more, with the lanes that were missing
        except Exception as error:  # whatever a rule or the database raises must not stop the queue for ever
            if cannot_keep(error):
                raise  # not the command's fault: it is not counted, and comes again when there is room
            if self._together and isinstance(error, DBAPIError):
                raise NotTogether from error  # the transaction is over
            self.feeds.back_to(rows)
            self.draft.back_to(kept)
            outcome = self._failed(asked.command, error)
        self.store_outcome(asked, outcome)
        return outcome

    def _settle_alone(self, asked: Asked, actor: Actor) -> Outcome:
        """The database sees this command before the next one; what it does not keep is undone alone."""
        with self.connection.begin_nested():
            outcome = self._settle(asked, actor)
            self.draft.flush()
        return outcome

    def _settle(self, asked: Asked, actor: Actor) -> Outcome:
        command, personal = asked.command, asked.personal
        kept = self.draft.case(command.case_id)
        judged = self._judge.judge(self.draft, command, kept, actor, self.city, self.now)
        if judged.case is None:
            return judged.outcome
        case = judged.case
        if personal and (amiss := self._amiss(case.personal, personal)) is not None:
            return refused(command, amiss.rule, amiss.details, self.now, kept)
        if not case.number and not is_no_report(case):
            case = changed(case, number=self.draft.numbers.next(self.city, self.now))
        outcome = self.write(kept, case, judged, command)
        if command.verb == RULING:
            keep_ruling(self.connection, case, command, self.city, self.now)
        if personal:
            self.draft.keep_personal(case.personal, case.id, personal, self.now)
        self.draft.note_deed(command, self.now)
        return outcome

    def _amiss(self, record: str, personal: Mapping[str, str]) -> NotAllowed | None:
        """Why a personal record cannot be kept under this id."""
        if not self.draft.is_free(record):
            return NotAllowed("rule.field", field="personal", expected="text")
        try:
            check_personal(personal)
        except NotAllowed as refusal:
            return refusal
        return None

    def write(self, kept: Kept | None, case: Case, judged: Judged, command: Command) -> Outcome:
        """Keep a case as it is after a command, and tell its feeds; the outcome with its place. Raises OutOfReach."""
        image, told = wire.encode_case(case), tuple(map(wire.encode_event, judged.events))
        weighs = weight(hashlib.sha256(image).digest())
        after = Kept(case, home(case, self.city), copies(case, self.city), live=True, weight=weighs)
        row = wire.Row("", 0, "case", self.now, case.id, case.version, cmd=command.id)
        numbered = self._tell(row, kept, after, image, told)
        self.draft.keep(after, image, judged.events, told)
        return replace(judged.outcome, feed=after.feed, seq=numbered[after.feed], version=case.version)

    def _tell(
        self, row: wire.Row, kept: Kept | None, after: Kept, image: bytes, told: tuple[bytes, ...]
    ) -> dict[str, int]:
        """Append a row to each feed in which the case stands or stood; the numbers by feed. Raises OutOfReach."""
        here, before = _places(after), _places(kept)
        if self._held is not None and not here | before <= self._held:
            raise OutOfReach(here | before)
        gone = dict.fromkeys(before, kept.weight) if kept else {}
        numbered = {
            feed: self.feeds.append(replace(row, feed=feed), image, told, gone=gone.get(feed, 0), come=after.weight)
            for feed in sorted(here)
        }
        for feed in sorted(before - here):
            self.feeds.append(replace(row, feed=feed, kind="left"), gone=gone[feed])
        return numbered

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
        place = (asked.console, asked.n, command.session or asked.vouched, outcome.seq)
        self.draft.settle(Stored(asked.hash, outcome), (*told, *kept, *place))

    def finish(self) -> None:
        """Write what was settled, then the feed rows; the last thing in the transaction. Raises NotTogether."""
        try:
            self.draft.flush()
        except Exception as error:
            if not self._together or cannot_keep(error):
                raise
            raise NotTogether from error
        self.draft.note_deeds(self.now)
        self.feeds.flush()


def _places(kept: Kept | None) -> frozenset[str]:
    """The feeds in which a case stands."""
    return kept.copies | {kept.feed} if kept else frozenset()
