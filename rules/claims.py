"""Claims, 认领: who has a case in hand just now. A lease beside the case, never a fact of it; offline nobody holds one.

The holder's commands carry the claim's token, a fencing number that grows whenever the claim passes to somebody else.
"""

from dataclasses import dataclass

from rules.case import Case, Event
from rules.commands import Actor, Command, NotAllowed, Role
from rules.corrections import FIELD_EDITS
from rules.frozen import changed

TTL_MS = 45_000  # a claim that nobody renews ends after so long
GRACE_MS = 10_000  # for which one lives again when the server starts: nobody could renew it meanwhile
STALE_MS = 600_000  # so long without a deed of its holder it may be taken over without a reason
WITHOUT_LINE = frozenset({"offline", "doubtful", "recorded"})  # qualities of what was issued where no claim is seen
CENTRE = frozenset({Role.ACCEPTOR, Role.SHIFT_LEADER, Role.DISPATCHER})  # whose duties are claimed from one another
# What only adds to a case or corrects a word of it, or makes one: it is in nobody's way.
UNFENCED = FIELD_EDITS | {
    "report", "record", "self_handled", "note", "told", "fetched", "delivered", "milestone", "answer_urge",
    "open_ledger", "ledger_entry", "close_ledger", "recur", "name_cause", "own_number",
    "answer_reporter", "follow_up", "alarm", "alarm_again",
}  # fmt: skip
TAKE_OVER = "take_over"  # the event of a claim that was taken from somebody
REASON_MAX = 400  # characters


@dataclass(frozen=True, slots=True)
class Claimed:
    """A claim as it is told; instants ms UTC of the server's clock. `actor` "" = given back or lapsed.

    `since`: when its holder took it; `until`: when it ends unless it is renewed, as known when this was told;
    `seen`: the holder's last deed on the case, at first `since`.
    """

    case_id: str
    actor: str
    console_id: str
    token: int
    since: int
    until: int
    seen: int

    def is_live(self, now: int) -> bool:
        """Whether somebody holds it at `now`."""
        return bool(self.actor) and now < self.until <= now + TTL_MS

    def is_stale(self, now: int) -> bool:
        """Whether its holder has done nothing on the case for so long that it may be taken without a reason."""
        return is_stale(self.seen, now)


def is_stale(seen: int, now: int) -> bool:
    """Whether a claim whose holder did something on the case last at `seen` has been left lying."""
    return now - seen >= STALE_MS


def claiming_role(actor: Actor, now: int) -> Role:
    """The duty in which a person claims cases. Raises NotAllowed "rule.role" without one."""
    for grant in actor.grants:
        if grant.role in CENTRE and actor.holds(grant.role, now):
            return grant.role
    held = " | ".join(dict.fromkeys(grant.role for grant in actor.grants))
    raise NotAllowed("rule.role", role=held, allowed=" | ".join(sorted(CENTRE)))


def is_fenced(command: Command) -> bool:
    """Whether a claim can be in the way of this command: one of the centre, issued where claims are seen."""
    return command.role in CENTRE and command.verb not in UNFENCED and command.quality not in WITHOUT_LINE


def fence(command: Command, claim: Claimed | None, now: int) -> None:
    """Raises NotAllowed "rule.claimed_by" (by, since) or "rule.claim_lost" (by, since) where a claim is in its way.

    What was issued before another's claim was taken is not: there the version of the case decides. `command.over` says
    that it is meant in spite of another's claim; a token that is no longer the newest refuses also then.
    """
    if claim is None or not is_fenced(command):
        return
    if command.claim and command.claim < claim.token:
        raise NotAllowed("rule.claim_lost", by=claim.actor, since=claim.since)
    is_anothers = claim.is_live(now) and claim.actor != command.actor
    if is_anothers and not command.over and claim.since <= command.issued_at:
        raise NotAllowed("rule.claimed_by", by=claim.actor, since=claim.since)


def taken_over(case: Case, command: Command, holder: str, now: int) -> tuple[Case, Event]:
    """The case with one event more, and that: a claim went from `holder`, by name, to who gives the command.

    A verb of no table: nobody is offered it, and what is pushed as such is refused as unknown.
    """
    event = Event(
        case.id, case.events + 1, TAKE_OVER, now, now, command.actor, command.role, before=case.stage, after=case.stage,
        reason=str(command.body.get("reason", "")), text=holder, quality=command.quality, command=command.id,
        data=(("from", str(command.body.get("from", ""))),),
    )  # fmt: skip
    return changed(case, version=case.version + 1, events=case.events + 1), event
