"""Checks in the street, verdicts of supervision, closing, and what may still be said of a case."""

from rules.assignment import LegStage
from rules.case import ENDED, PhotoKind, Stage
from rules.charge import checker
from rules.check import Check, CheckKind
from rules.clock import judge
from rules.commands import NotAllowed
from rules.deadlines import stage_clock
from rules.deed import Also, Deed
from rules.effects.photos import need_photos, take_photos
from rules.effects.requests import mark_urged
from rules.effects.stages import enter, go_on_with_stage_clock, hold_stage_clock

_RESULTS = {CheckKind.PRE: ("true", "false"), CheckKind.VERIFY: ("solved", "unsolved")}


def send_check(deed: Deed) -> None:
    """核实 before filing, 核查 after handling: a task for the collector of the grid; the acceptor's clock waits."""
    case = deed.case
    proposed = checker(case, deed.city, deed.at)
    collector = deed.said("collector") or proposed.login or case.duty_grid
    if not collector:
        raise NotAllowed("rule.field", field="collector", expected="person")
    kind = CheckKind.VERIFY if case.stage is Stage.TO_VERIFY else CheckKind.PRE
    clock = stage_clock(deed.city.policies.stage_limits, "pre" if kind is CheckKind.PRE else "check", deed.at)
    check = Check(
        deed.command.id, kind, collector, case.round, sent_at=deed.at, sent_by=deed.actor.id, clock=clock,
        due=deed.due(clock), text=deed.said("text"),
    )  # fmt: skip
    deed.set(checks=(*case.checks, check))
    hold_stage_clock(deed)
    if kind is CheckKind.PRE:
        deed.set(stage=Stage.PRE_CHECK, stage_since=deed.at)
    deed.facts |= {"kind": kind.value, "collector": collector, "check": check.id}
    if proposed.login:  # a city that knows no shifts says nothing of them
        deed.facts["why"] = proposed.ground if collector == proposed.login else "chosen"


def answer_check(deed: Deed) -> None:
    """The collector answers; the acceptor's clock goes on."""
    check, result = deed.check, deed.said("result")
    if result not in _RESULTS[check.kind]:
        raise NotAllowed("rule.field", field="result", expected=" | ".join(_RESULTS[check.kind]))
    deed.change_check(
        result=result,
        answered_at=deed.at,
        text=deed.said("text"),
        clock=judge(check.clock, deed.at) if check.clock else None,
    )
    take_photos(deed, check.id, PhotoKind.CHECK)
    deed.facts |= {"kind": check.kind.value, "result": result, "due": str(check.due)}
    _back_to_acceptor(deed)


def recall_check(deed: Deed) -> None:
    """The acceptor takes a check back."""
    deed.facts["kind"] = deed.check.kind.value
    _back_to_acceptor(deed)


def _back_to_acceptor(deed: Deed) -> None:
    if deed.case.stage is Stage.PRE_CHECK:
        deed.set(stage=Stage.REPORTED, stage_since=deed.at)
    go_on_with_stage_clock(deed)


def verify_pass(deed: Deed) -> None:
    """Solved; against a check that says otherwise only with a reason."""
    last = next((c for c in reversed(deed.case.checks) if c.kind is CheckKind.VERIFY and c.result), None)
    if last and last.round == deed.case.round and last.result == "unsolved" and not deed.said("reason"):
        raise NotAllowed("rule.against_check", field="reason", expected="reason")


def verify_fail(deed: Deed) -> None:
    """Not solved: back for re-dispatch to the same unit, rework + 1; 督办 by itself from the second verdict on."""
    case, lead = deed.case, deed.lead()
    _known_reason(deed)
    take_photos(deed, deed.command.id, PhotoKind.MARKED)
    words = deed.said("text") or _reason_words(deed)
    if lead is None or case.self_handled:
        deed.set(self_handled=False, verdict=words)
        enter(deed, Stage.REPORTED)
        return
    rework, policies = case.rework + 1, deed.city.policies
    deed.change_leg(lead, stage=LegStage.ENDED, ended_at=deed.now, failed_at=deed.now, judged_at=0)
    deed.set(rework=rework, proposed=lead.unit, verdict=words)
    deed.facts |= {"rework": str(rework), "unit": lead.unit}
    enter(deed, Stage.TO_DISPATCH)
    if rework >= policies.rework_urge:
        mark_urged(deed, "system", "rework")
        deed.follow(Also("urge", unit=lead.unit, reason="rework", data=(("rework", str(rework)),)))
    if rework >= policies.rework_leader:
        deed.set(leader_list=True)


def _known_reason(deed: Deed) -> None:
    reasons = deed.city.policies.reject_reasons
    if reasons and deed.said("reason") not in reasons:
        raise NotAllowed("rule.field", field="reason", expected=" | ".join(reasons))


def _reason_words(deed: Deed) -> str:
    reason: str = deed.said("reason")
    return deed.city.policies.reject_reasons.get(reason, (reason, reason))[0]


def close(deed: Deed) -> None:
    """Closed with the closing conditions of its filing condition ticked, every one."""
    condition = deed.city.conditions.get(deed.case.condition)
    ticked = tuple(deed.said("closing", ()))
    missing = [words for words in (condition.closing if condition else ()) if words not in ticked]
    if missing:
        raise NotAllowed("rule.closing", missing="；".join(missing), field="closing", expected="；".join(missing))
    deed.set(closing=ticked)


def end_with_reason(deed: Deed) -> None:
    """Ended otherwise than by a solved matter: void or forced, each its own class in the counts."""
    deed.set(ended_reason=deed.said("text") or deed.said("reason"))


def reopen(deed: Deed) -> None:
    """Open again; a case that had been filed waits for dispatch with its last unit proposed, others for acceptance."""
    case, lead = deed.case, deed.lead()
    deed.set(closed_at=0, ended_reason="", closing=(), duplicate_of="", passed_to="", acknowledged_at=0, answer="")
    deed.set(proposed=lead.unit if lead else "", verdict=deed.said("text") or deed.said("reason"))
    enter(deed, Stage.TO_DISPATCH if case.filed_at else Stage.REPORTED)


def note(deed: Deed) -> None:
    """Words, always possible; on an ended case they are marked as late."""
    take_photos(deed, deed.command.id, PhotoKind.REFERENCE)
    if deed.case.stage in ENDED:
        deed.facts["late"] = "1"


def photos_of_work(deed: Deed) -> None:
    """A matter handled on the spot is shown by a photo."""
    need_photos(deed, deed.city.policies.feedback_required_photos)
