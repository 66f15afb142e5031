"""What machines report, and what the acceptor says of it: see `rules.alarms`."""

from rules.alarm import Alarm
from rules.alarms import ACCEPTED, MOST, PENDING, REJECTED, awaits_review
from rules.case import PhotoKind
from rules.commands import NotAllowed
from rules.deadlines import stage_clock
from rules.deed import Deed
from rules.effects.intake import report
from rules.effects.photos import take_photos
from rules.frozen import changed


def alarm(deed: Deed) -> None:
    """A new alarm in the grids in which its point lies; it waits to be looked at unless it says that it is sure."""
    report(deed)
    seen_at = min(deed.said("at", 0) or deed.at, deed.now)
    state = ACCEPTED if deed.said("sure", default=False) else PENDING
    deed.set(
        alarm=Alarm(
            kind=deed.said("kind"),
            source=deed.said("sender"),
            device=deed.said("device"),
            model=deed.said("model"),
            confidence=_confidence(deed),
            first_at=seen_at,
            last_at=seen_at,
            state=state,
        )
    )
    if state == PENDING:
        limits, urgent = deed.city.policies.stage_limits, deed.case.urgent
        deed.set(stage_clock=stage_clock(limits, "review", deed.at, urgent=urgent))
    deed.facts["alarm"] = deed.said("kind")


def _confidence(deed: Deed) -> int:
    said: int = deed.said("confidence", 0)
    if not 0 <= said <= MOST:
        raise NotAllowed("rule.field", field="confidence", expected=f"0–{MOST}")
    return said


def is_to_be_reviewed(deed: Deed) -> None:
    """An alarm that nobody has said anything of yet."""
    if not awaits_review(deed.case):
        raise NotAllowed("rule.no_alarm")


def was_reviewed(deed: Deed) -> None:
    """What a machine says is looked at before anything is done with it."""
    if awaits_review(deed.case):
        raise NotAllowed("rule.alarm_unseen")


def is_an_alarm(deed: Deed) -> None:
    """Only what began as an alarm is seen again."""
    if deed.case.alarm is None:
        raise NotAllowed("rule.no_alarm")


def again(deed: Deed) -> None:
    """The same alarm again: how often up to now, and how likely at most. What comes late takes nothing back."""
    known, count, at = deed.case.alarm, deed.said("count", 0), min(deed.said("at", 0), deed.now)
    if known is None or count < 1:
        raise NotAllowed("rule.field", field="count", expected="1…")
    best = max(known.confidence, _confidence(deed))
    deed.set(alarm=changed(known, count=max(known.count, count), last_at=max(known.last_at, at), confidence=best))
    take_photos(deed, "", PhotoKind.OVERVIEW)
    deed.facts["count"] = str(count)


def accept_alarm(deed: Deed) -> None:
    """There is something in it: a report like any other from now on."""
    _judge(deed, ACCEPTED)
    limits, case = deed.city.policies.stage_limits, deed.case
    category = deed.said("category", case.category)
    deed.set(category=category, stage_clock=stage_clock(limits, "accept", deed.at, urgent=case.urgent))
    deed.set(stage_since=deed.at)


def reject_alarm(deed: Deed) -> None:
    """A false alarm, with a reason of the city's list where it keeps one."""
    reasons = deed.city.machines.reject_reasons
    if reasons and deed.said("reason") not in reasons:
        raise NotAllowed("rule.field", field="reason", expected=" | ".join(reasons))
    _judge(deed, REJECTED)
    deed.set(ended_reason=deed.said("reason"))


def after_all(deed: Deed) -> None:
    """A case that was opened again is a report: a rejected alarm was none after all."""
    if deed.case.alarm is not None:
        _judge(deed, ACCEPTED)


def _judge(deed: Deed, state: str) -> None:
    known = deed.case.alarm
    if known is not None:
        deed.set(alarm=changed(known, state=state))
        deed.facts["seen"] = str(known.count)
