"""A console's push: known ids answer as before, `n` is dense, a gap stops, an unknown id under a used n is a fork."""

import hashlib
import logging
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from sqlalchemy import select, update

from rules import protocol, wire
from rules.commands import Command, NotAllowed, Outcome, Role
from rules.paper_deeds import unit_of
from rules.vouching import Vouch, as_vouch
from server import tables
from server.access import sessions
from server.casebook.alarms import REUSED, note_reused
from server.casebook.envelope import check_envelope, check_key, is_key
from server.casebook.errors import ForkFound
from server.casebook.people import People
from server.casebook.settle import Asked, Settlement
from server.dialect import insert_missing

# Final answers that leave no row under the command's id.
_NOT_KEPT = frozenset({REUSED, "rule.form", "rule.unreadable", "rule.too_large"})
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A pushed command of which only the place can be read: refused for good, so that the queue moves on."""

    n: int
    id: str
    hash: str = ""
    rule: str = "rule.unreadable"
    details: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class ConsoleLine:
    """One console in one push: its last n and the command that had it, and the results so far."""

    settlement: Settlement
    people: People
    console_id: str
    last_n: int
    last_id: str  # "" = not known
    results: list[protocol.Result] = field(default_factory=list)

    def goes_on(self, first: int, after: str) -> bool:
        """False: `after`, said to be before the number `first`, is not: another console has lived under this name."""
        return not (after and self.last_id and first == self.last_n + 1 and after != self.last_id)

    def take(self, offered: protocol.Pushed | Unreadable) -> bool:
        """Settle one command; False at a gap. Raises ForkFound."""
        if isinstance(offered, Unreadable):
            return self._answer(protocol.Result(offered.id, offered.n, self._unreadable(offered)))
        pushed = _as_stub(offered)
        known = _misfit(pushed, self.settlement.now) or self.settlement.known(pushed.command, pushed.hash)
        if known is not None:
            return self._answer(self._result(pushed, known)) and self._noted(pushed, known)
        if pushed.n <= self.last_n and not pushed.withdrawn:
            raise ForkFound(self.last_n)
        if pushed.n > self.last_n + 1:
            return False
        self.results.append(self._result(pushed, self._settle(pushed)))
        if pushed.n > self.last_n:
            self._counted(pushed.n, pushed.command.id)
        return True

    def _counted(self, n: int, command_id: str) -> None:
        self.last_n, self.last_id = n, command_id if is_key(command_id) else ""

    def _answer(self, result: protocol.Result) -> bool:
        """Tell what needs no settling; the queue must not stand still behind it. False at a gap."""
        if result.n == self.last_n + 1:
            self._counted(result.n, result.id)
        elif result.n > self.last_n and result.outcome.rule in _NOT_KEPT:
            return False  # told when its turn comes: its number would be missing for ever
        self.results.append(result)
        return True

    def _noted(self, pushed: protocol.Pushed, known: Outcome) -> bool:
        """An answer that tells the administrator, too; True."""
        if known.rule == REUSED:
            settlement = self.settlement
            note_reused(settlement.connection, pushed.command, pushed.hash, self.console_id, settlement.now)
        return True

    def _unreadable(self, offered: Unreadable) -> Outcome:
        """What was settled under the same id and hash before stays its outcome."""
        stored = self.settlement.draft.stored(offered.id) if offered.hash and is_key(offered.id) else None
        if stored is not None and stored.hash == offered.hash:
            return stored.outcome
        return Outcome(offered.id, "refused", rule=offered.rule, details=offered.details, at=self.settlement.now)

    def _settle(self, pushed: protocol.Pushed) -> Outcome:
        settlement, command = self.settlement, pushed.command
        try:
            body = wire.encode_command(command)
        except wire.WireError:  # a fraction, for one: it was never what its hash says
            return Outcome(command.id, "refused", rule="rule.unreadable", at=settlement.now)
        # Refused without a row, the answer lost, and then taken back: its number is used.
        number = pushed.n if pushed.n > self.last_n else None
        stands = _vouch(pushed)
        asked = Asked(
            command, body, pushed.hash, self.console_id, number, pushed.personal, stands.session if stands else ""
        )
        actor = self.people.actor(command.actor)
        early = self._early(pushed, body)
        if early is None and actor is not None:
            return settlement.settle(asked, actor)
        outcome = early or Outcome(command.id, "refused", rule="rule.actor_revoked", at=settlement.now)
        settlement.store_outcome(asked, outcome)
        return outcome

    def _early(self, pushed: protocol.Pushed, body: bytes) -> Outcome | None:
        command, now = pushed.command, self.settlement.now
        if pushed.withdrawn:
            return Outcome(command.id, "withdrawn", at=now)
        rule = "" if hashlib.sha256(body).hexdigest() == pushed.hash else "rule.hash_wrong"
        rule = rule or self._signature(pushed)
        return Outcome(command.id, "refused", rule=rule, at=now) if rule else None

    def _signature(self, pushed: protocol.Pushed) -> str:
        """The rule that refuses, "" when who issued it signed it; for a unit's paper, when who imported it did."""
        command = pushed.command
        if unit := unit_of(command.actor):
            city, now = self.settlement.city, self.settlement.now
            return self.people.vouch_refusal(_vouch(pushed), pushed.hash, unit, city, now)
        session = self.people.session(command.session)
        issued_at = min(command.issued_at, self.settlement.now)  # a clock that is ahead ends no session
        return sessions.signature_refusal(session, command.actor, issued_at, pushed.hash, pushed.mac)

    def _result(self, pushed: protocol.Pushed, outcome: Outcome) -> protocol.Result:
        if outcome.state != "superseded":
            return protocol.Result(pushed.command.id, pushed.n, outcome)
        draft, command = self.settlement.draft, pushed.command
        try:
            kept = draft.case(command.case_id)
            since = draft.events_since(command.case_id, command.base_version)
        except wire.WireError:  # a row that was damaged since must not hold up the outcome, nor the queue behind it
            log.exception("what command %s was overtaken by cannot be read", command.id)
            return protocol.Result(command.id, pushed.n, outcome)
        return protocol.Result(command.id, pushed.n, outcome, kept.case if kept else None, since)


def _vouch(pushed: protocol.Pushed) -> Vouch | None:
    return as_vouch(pushed.mac) if unit_of(pushed.command.actor) else None


def _as_stub(pushed: protocol.Pushed) -> protocol.Pushed:
    """What was taken back may be told by its id alone, and does nothing: all else of it is left out where it is odd."""
    if not pushed.withdrawn:
        return pushed
    try:
        check_envelope(pushed.command)
    except NotAllowed:
        return replace(pushed, command=Command(pushed.command.id, "", "", "", Role.SYSTEM, 0))
    return pushed


def _misfit(pushed: protocol.Pushed, now: int) -> Outcome | None:
    command = pushed.command
    try:
        check_key("id", command.id)
        check_key("hash", pushed.hash)
        if not pushed.withdrawn:
            check_envelope(command)
    except NotAllowed as refusal:
        return Outcome(command.id, "refused", rule=refusal.rule, details=refusal.details, at=now)
    return None


def open_line(settlement: Settlement, push: protocol.Push, workstation: str) -> ConsoleLine:
    """The console of a push. Raises ForkFound when an older incarnation speaks: the console was cloned."""
    commands = fitting(push, settlement.now)
    last_n, last_id = _last(settlement, push, workstation)
    settlement.draft.expect(commands)  # only now: who pushed for the same console just before has been waited for
    people = People(settlement.connection, commands, filter(None, map(_vouch, push.cmds)))
    return ConsoleLine(settlement, people, push.console_id, last_n, last_id)


def fitting(push: protocol.Push, now: int) -> list[Command]:
    """The commands of a push that the tables could keep."""
    return [each.command for each in map(_as_stub, push.cmds) if _misfit(each, now) is None]


def _last(settlement: Settlement, push: protocol.Push, workstation: str) -> tuple[int, str]:
    """Lock the console's row, a new one where there is none; its last settled command. Raises ForkFound."""
    connection, table = settlement.connection, tables.consoles
    mine = select(table).where(table.c.id == push.console_id).with_for_update()
    row = connection.execute(mine).first()
    if row is None:
        begun = {"id": push.console_id, "workstation": workstation, "incarnation": push.incarnation}
        insert_missing(connection, "consoles", begun)
        row = connection.execute(mine).one()
    if push.incarnation < row.incarnation:
        raise ForkFound(row.last_n)
    return row.last_n, row.last_id


def take_all(line: ConsoleLine, offered: Iterable[protocol.Pushed | Unreadable], after: str = "") -> None:
    """Settle them in the order of their numbers, up to the first gap; nothing where they do not go on behind `after`.

    Raises ForkFound and ApplyFailed.
    """
    todo = sorted(offered, key=lambda one: one.n)
    if todo and not line.goes_on(todo[0].n, after):
        return
    for each in todo:
        if not line.take(each):
            return


def close_line(line: ConsoleLine, incarnation: int) -> None:
    """Remember how far the console has come."""
    table, settlement = tables.consoles, line.settlement
    values = {"last_n": line.last_n, "last_id": line.last_id, "incarnation": incarnation, "last_seen": settlement.now}
    settlement.connection.execute(update(table).where(table.c.id == line.console_id).values(values))
