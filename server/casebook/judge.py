"""Judges one command against the case as it stands: sight, chain, staleness, claims, rules. It writes nothing."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from rules import lifecycle
from rules.assignment import LIVE
from rules.case import Case, Event
from rules.city import City
from rules.claims import TAKE_OVER, Claimed, fence, is_fenced
from rules.commands import Actor, Command, NotAllowed, Outcome
from rules.corrections import FIELD_EDITS, is_done, met
from rules.jurisdiction import sees
from rules.upcast import upcast
from server.casebook.rows import lead_leg
from server.casebook.store import Kept

Apply = Callable[[Case | None, Command, Actor, City, int], lifecycle.Applied]
ACCEPTED = frozenset({"accepted", "already_done"})
# What only adds to a case: it never comes too late, and nothing comes too late because of it.
APPEND = frozenset(
    {
        "note", "told", "fetched", "delivered", "milestone", "answer_urge", TAKE_OVER,
        "open_ledger", "ledger_entry", "close_ledger", "recur", "name_cause", "own_number",
        "answer_reporter", "follow_up", "alarm_again",
    }
)  # fmt: skip
IN_NO_WAY = APPEND | FIELD_EDITS  # nothing comes too late because of these
UNKNOWN = "rule.unknown_case"
CREATING = frozenset({"report", "record", "self_handled", "alarm"})
NUMBERED = (CREATING - {"alarm"}) | {"accept_alarm"}  # by which a case usually gets its number


@dataclass(frozen=True, slots=True)
class Stored:
    """What is kept under a command's id."""

    hash: str
    outcome: Outcome


class Past(Protocol):
    """What was settled before, in this transaction too."""

    def stored(self, command_id: str) -> Stored | None:
        """What came of a command; None for one that was never settled."""
        ...

    def events_since(self, case_id: str, version: int) -> tuple[Event, ...]:
        """The events that came after that version of a case, in order."""
        ...

    def claim(self, case_id: str) -> Claimed | None:
        """The last claim on a case, live or not; None when nobody ever claimed it."""
        ...


@dataclass(frozen=True, slots=True)
class Judged:
    """The outcome, and the case and events to store when it was accepted."""

    outcome: Outcome
    case: Case | None = None
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges by these rules; another `apply` is given in tests of what must not happen."""

    apply: Apply = lifecycle.apply

    def judge(self, past: Past, command: Command, kept: Kept | None, actor: Actor, city: City, now: int) -> Judged:
        """One command on one case. Unexpected errors pass through."""
        try:
            stale = self._stale(past, command, kept, actor, city, now)
            if stale is not None:
                return Judged(stale)
            if is_fenced(command):
                fence(command, past.claim(command.case_id), now)
            return self._applied(_on_their_leg(past, upcast(command), kept), kept, actor, city, now)
        except NotAllowed as refusal:
            why = _in_vain(past, command, refusal)
            return Judged(refused(command, why.rule, why.details, now, kept))

    def _stale(
        self, past: Past, command: Command, kept: Kept | None, actor: Actor, city: City, now: int
    ) -> Outcome | None:
        if kept is None:
            if command.verb not in CREATING:
                raise NotAllowed(UNKNOWN)
            return None
        if not sees(actor, kept.case, city, now):
            raise NotAllowed(UNKNOWN)
        if command.verb in FIELD_EDITS:
            return _corrected_meanwhile(past, command, kept.case, now)
        if command.verb in APPEND:
            return None  # a fact, whatever came of what was done before it: somebody was called, something was seen
        base = base_of(past, command)
        if not base or base >= kept.case.version:
            return None
        since = [event for event in past.events_since(command.case_id, base) if event.verb not in IN_NO_WAY]
        return _overtaken(command, since, kept.case, now) if since else None

    def _applied(self, command: Command, kept: Kept | None, actor: Actor, city: City, now: int) -> Judged:
        applied = self.apply(kept.case if kept else None, command, actor, city, now)
        handed = lifecycle.delivered(applied.case, lifecycle.undelivered(applied.case), city, now)
        case, events = handed.case, applied.events + handed.events
        due = _due(case)
        given = due if due != (_due(kept.case) if kept else 0) else 0
        outcome = Outcome(command.id, "accepted", version=case.version, at=now, due=given)
        return Judged(outcome, case, events)


def refused(command: Command, rule: str, details: dict[str, str], now: int, kept: Kept | None) -> Outcome:
    """A refusal that names its rule. Of what does not exist for who asks not even the version is told."""
    version = kept.case.version if kept and rule != UNKNOWN else 0
    return Outcome(command.id, "refused", rule=rule, details=details, version=version, at=now)


def base_of(past: Past, command: Command) -> int:
    """The version that the command was made on; in a chain, the one that its predecessor made. Raises NotAllowed."""
    if not command.after_id:
        return command.base_version
    before = past.stored(command.after_id)
    if before is None or before.outcome.state not in ACCEPTED:
        raise NotAllowed("rule.predecessor")
    return before.outcome.version


def _on_their_leg(past: Past, command: Command, kept: Kept | None) -> Command:
    """Who was told by phone of a dispatch that somebody else had made already was told of that one's leg."""
    before = past.stored(command.after_id) if command.after_id and command.verb in APPEND else None
    if kept is None or before is None or before.outcome.state != "already_done":
        return command
    legs = kept.case.legs
    if not command.target or any(leg.id == command.target for leg in legs):
        return command
    theirs = [leg for leg in legs if leg.unit == before.outcome.details.get("unit") and leg.stage in LIVE]
    return replace(command, target=theirs[-1].id) if theirs else command


def _in_vain(past: Past, command: Command, refusal: NotAllowed) -> NotAllowed:
    """Who was told by phone of a dispatch that took no effect must be called again: that has words of its own."""
    if command.verb != "told" or refusal.rule != "rule.target" or not command.after_id:
        return refusal
    before = past.stored(command.after_id)
    if before is not None and before.outcome.state in ACCEPTED:
        return refusal
    return NotAllowed("rule.told_nobody", to=command.body.get("to", ""), phone=command.body.get("phone", ""))


def _overtaken(command: Command, since: list[Event], case: Case, now: int) -> Outcome:
    last = since[-1]
    same_unit = command.body.get("unit", last.unit) == last.unit
    if last.verb == command.verb and last.target == command.target and same_unit:
        details = {"by": last.actor, "at": str(last.at), "unit": last.unit}
        return Outcome(command.id, "already_done", details=details, version=case.version, at=now)
    details = {"by": last.actor, "verb": last.verb, "at": str(last.at)}
    return Outcome(command.id, "superseded", rule="rule.superseded", details=details, version=case.version, at=now)


def _corrected_meanwhile(past: Past, command: Command, case: Case, now: int) -> Outcome | None:
    """A correction is judged by its fields alone: by whom one of them was changed since, None when nobody did."""
    fields = met(case, command.body)
    if not fields and not is_done(case, command.body):
        return None
    since = past.events_since(command.case_id, command.base_version)
    touched = [event for event in since if dict(event.data).keys() & set(fields or command.body)]
    last = (touched or since or (None,))[-1]
    who = {"by": last.actor, "at": str(last.at)} if last else {}
    if not fields:
        return Outcome(command.id, "already_done", details=who, version=case.version, at=now)
    details = who | {"verb": last.verb if last else "", "field": fields[0]}
    return Outcome(command.id, "superseded", rule="rule.superseded", details=details, version=case.version, at=now)


def _due(case: Case) -> int:
    lead = lead_leg(case)
    return lead.due if lead else 0
