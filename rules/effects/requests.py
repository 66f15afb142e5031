"""What a unit asks for on its leg (return, extension, suspension, appeal), how it is decided; 挂账 and 督办."""

from rules.approvals import LONGEST, days_of, in_unit, level_of, suspends_within, until_days
from rules.assignment import LIVE, LegRole, LegStage, Request, RequestKind
from rules.calendar import DAY
from rules.case import PhotoKind, Stage
from rules.clock import Clock, Limit, LimitUnit, Still, extend, judge, pause, resume, start
from rules.commands import NotAllowed, Role
from rules.deadlines import stage_limit
from rules.deed import Deed
from rules.effects.clocks import end_pause, pause_for
from rules.effects.dispatch import drop
from rules.effects.photos import take_photos
from rules.effects.stages import enter, go_on_with_stage_clock, hold_stage_clock

_DECIDE = Limit(15, LimitUnit.MINUTE)


def _ask(
    deed: Deed, kind: RequestKind, leg_id: str, clock: Clock | None, until: int = 0, days: int = 0, level: str = ""
) -> None:
    request = Request(
        id=deed.command.id,
        kind=kind,
        assignment=leg_id,
        by=deed.actor.id,
        unit=deed.leg_of(leg_id).unit,
        at=deed.now,
        reason=deed.said("text") or deed.said("reason"),
        until=until,
        clock=clock,
        days=days,
        level=level,
    )
    deed.facts |= {"level": level} if level else {}
    deed.set(requests=(*deed.case.requests, request))
    take_photos(deed, request.id, PhotoKind.PROOF)


def _decision_clock(deed: Deed) -> Clock:
    limit = stage_limit(deed.city.policies.stage_limits, "decide") or _DECIDE
    return start(Clock(limit), deed.now)


def ask_return(deed: Deed) -> None:
    """退单: the leg's clock stands still for the decision, at most for the decision's own limit."""
    leg, decision = deed.leg, _decision_clock(deed)
    if leg.clock:
        deed.change_leg(leg, clock=pause_for(leg.clock, deed.now, Still.RETURNED, decision.limit, deed))
    _ask(deed, RequestKind.RETURN, leg.id, decision)


def ask_extension(deed: Deed) -> None:
    """延期: asked for while it is not overdue; so many days, or without a number once more the limit."""
    days: int = deed.said("days", 0)
    if not 0 <= days <= LONGEST:
        raise NotAllowed("rule.field", field="days", expected="number")
    asked = days or days_of(deed.leg.limit, deed.city.calendar)
    level = level_of(deed.city, RequestKind.EXTENSION, asked, deed.case.extensions + 1)
    _ask(deed, RequestKind.EXTENSION, deed.leg_id, _decision_clock(deed), days=days, level=level)


def ask_suspension(deed: Deed) -> None:
    """挂账: asked for until a day."""
    until: int = deed.said("until", 0)
    _check_until(deed, until)
    days = until_days(deed.now, until)
    level = level_of(deed.city, RequestKind.SUSPENSION, days, deed.case.suspensions + 1)
    _ask(deed, RequestKind.SUSPENSION, deed.leg_id, _decision_clock(deed), until, days, level)


def _decide(deed: Deed, state: str) -> Request:
    request = deed.request
    deed.change_request(
        request,
        state=state,
        decided_at=deed.now,
        decided_by=deed.actor.id,
        answer=deed.said("text") or deed.said("reason"),
        clock=judge(request.clock, deed.at) if request.clock else None,
    )
    deed.facts["request"] = request.id
    return request


def grant(deed: Deed) -> None:
    """Note the decision."""
    _decide(deed, "granted")


def refuse(deed: Deed) -> None:
    """Note the decision; the leg's stage stays as it is."""
    _decide(deed, "refused")


def end_returned_leg(deed: Deed) -> None:
    """An upheld return ends the leg; the lead's brings the case back, and the first dispatch counts as wrong."""
    leg = deed.leg
    asked = deed.request.reason
    drop(deed, leg, LegStage.RETURNED)
    if leg.role is LegRole.LEAD:
        deed.set(wrong_dispatches=deed.case.wrong_dispatches + 1, verdict=asked)
        enter(deed, Stage.TO_DISPATCH)


def go_on_after_return(deed: Deed) -> None:
    """A refused return: the pause stays out, the same clock goes on; counted as 推诿 when it came to the city."""
    leg = deed.leg
    if leg.clock:
        deed.change_leg(leg, clock=end_pause(leg.clock, deed.now))
    if not leg.parent:
        deed.set(shirked=deed.case.shirked + 1)


def extend_leg(deed: Deed) -> None:
    """The days asked for, or once more the original limit, on the present deadline; for all that it gave on, too."""
    days, calendar = deed.request.days, deed.city.calendar
    deed.set(extensions=deed.case.extensions + 1)
    for leg in deed.legs:
        if leg.clock and leg.stage in LIVE and deed.leg_id in _chain(deed, leg.id):
            deed.change_leg(leg, clock=extend(leg.clock, in_unit(days, leg.clock.limit.unit, calendar) or None))
    deed.facts["due"] = str(deed.leg.due)


def _chain(deed: Deed, leg_id: str) -> list[str]:
    chain = [leg_id]
    while parent := deed.leg_of(chain[-1]).parent:
        chain.append(parent)
    return chain


# --- 挂账, 督办, appeal


def _check_until(deed: Deed, until: int) -> None:
    days = deed.city.policies.suspension_max_days
    if not deed.now < until <= deed.now + days * DAY:
        raise NotAllowed("rule.suspension_days", days=days, field="until", expected="instant")


def suspend(deed: Deed) -> None:
    """挂账: all clocks stand still until a day; it resumes by itself then."""
    until = deed.said("until", 0) or (deed.request.until if deed.request_id else 0)
    _check_until(deed, until)
    suspends_within(deed, until)
    deed.set(
        suspended_at=deed.now,
        suspended_until=until,
        suspended_reason=deed.said("reason") or (deed.request.reason if deed.request_id else ""),
        suspensions=deed.case.suspensions + 1,
    )
    for leg in tuple(deed.live()):
        if leg.clock and leg.clock.running:
            deed.change_leg(leg, clock=pause(leg.clock, deed.now, Still.SUSPENDED))
    hold_stage_clock(deed, Still.SUSPENDED)
    deed.facts["until"] = str(until)


def end_suspension(deed: Deed) -> None:
    """The clocks go on: now, or from the end of the time when the system wakes it."""
    at = min(deed.now, deed.case.suspended_until) if deed.role is Role.SYSTEM else deed.now
    for leg in tuple(deed.live()):
        if leg.clock and leg.clock.paused and leg.clock.stills[-1] is Still.SUSPENDED:
            deed.change_leg(leg, clock=resume(leg.clock, at))
    go_on_with_stage_clock(deed)
    deed.set(suspended_at=0, suspended_until=0)


def urge(deed: Deed) -> None:
    """督办: on top everywhere until it is answered for and done."""
    mark_urged(deed, deed.actor.id, deed.said("reason"))


def mark_urged(deed: Deed, by: str, reason: str) -> None:
    """Set the mark."""
    deed.set(urged_at=deed.at, urged_by=by, urged_reason=reason, urge_answered_at=0)


def answer_urge(deed: Deed) -> None:
    """The unit has answered for it; the mark stays."""
    deed.set(urge_answered_at=deed.at)


def appeal(deed: Deed) -> None:
    """申诉 after closing, by the unit that led."""
    lead = deed.lead()
    if lead is None:
        raise NotAllowed("rule.own_leg")
    _ask(deed, RequestKind.APPEAL, lead.id, None)
    deed.set(appeal="pending")


def note_appeal(deed: Deed) -> None:
    """The case keeps how its appeal was decided: a granted one is taken out of the overdue counts."""
    deed.set(appeal=deed.request.state)
