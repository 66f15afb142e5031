"""What a unit does with its leg: sign, work, report done one level up; and what the level above makes of the report."""

from rules.assignment import Assignment, LegRole, LegStage
from rules.calendar import DAY
from rules.case import PhotoKind, Stage
from rules.clock import Still, judge, resume
from rules.commands import NotAllowed
from rules.deed import EARLY, Also, Deed
from rules.effects.clocks import begin, stopped
from rules.effects.photos import need_photos, take_photos
from rules.effects.stages import enter, withdraw_requests
from rules.frozen import changed

CALL_BACK_WITHIN = 7 * DAY


def deliver(deed: Deed, leg: Assignment) -> None:
    """The leg stands on the unit's list: its clock runs from the earlier of this and the recorded phone call."""
    clock = begin(leg.clock, leg.told_at or deed.now) if leg.clock else None
    deed.change_leg(leg, stage=LegStage.DELIVERED, delivered_at=deed.now, clock=clock)
    _begin_milestones(deed, leg.id, leg.told_at or deed.now)


def _begin_milestones(deed: Deed, leg_id: str, at: int) -> None:
    if any(m.assignment == leg_id for m in deed.case.milestones):
        deed.set(
            milestones=tuple(
                changed(m, clock=begin(m.clock, at)) if m.assignment == leg_id else m for m in deed.case.milestones
            )
        )


def told(deed: Deed) -> None:
    """Told by phone: who, when, and when to call again; the unit's clock runs from the earlier of this and delivery."""
    leg, at = deed.leg, deed.said("at", deed.at)
    if not deed.case.reported_at <= at <= deed.now + EARLY:
        raise NotAllowed("rule.field", field="at", expected="instant")
    at = min(at, deed.now)
    clock = begin(leg.clock, at) if leg.clock else None
    said_by, again = deed.actor.id, _call_back(deed)
    deed.change_leg(leg, told_at=at, told_to=deed.said("to"), told_by=said_by, call_back_at=again, clock=clock)
    _begin_milestones(deed, leg.id, at)
    deed.facts |= {"told_at": str(at), "text": deed.said("to")}
    deed.facts |= {name: str(deed.said(name)) for name in ("phone", "call_back") if deed.said(name)}


def _call_back(deed: Deed) -> int:
    """The promised next call: after this one and within a week of it; 0 = none. Counted from when it was promised, so
    that a call noted without a line is still taken when the line is back."""
    again: int = deed.said("call_back", 0)
    if again and not deed.at < again <= deed.at + CALL_BACK_WITHIN:
        raise NotAllowed("rule.field", field="call_back", expected="instant")
    return again


def fetched(deed: Deed) -> None:
    """A terminal or adapter of the unit has it."""
    deed.change_leg(deed.leg, fetched_at=deed.now)


def sign(deed: Deed) -> None:
    """The unit takes it on."""
    leg = deed.leg
    deed.change_leg(leg, fetched_at=leg.fetched_at or deed.now, signed_at=deed.now, signed_by=deed.actor.id)


def refuse_sign(deed: Deed) -> None:
    """The unit does not take it on: the lead's refusal brings the case back."""
    leg = deed.leg
    clock = stopped(leg.clock, deed.now, Still.RETURNED)
    deed.change_leg(leg, ended_at=deed.now, clock=clock)
    if leg.role is LegRole.LEAD:
        deed.set(verdict=deed.said("text") or deed.said("reason"))
        enter(deed, Stage.TO_DISPATCH)


def feedback(deed: Deed) -> None:
    """Reported done, with photos, to the level that gave the leg."""
    need_photos(deed, deed.city.policies.feedback_required_photos)
    take_photos(deed, deed.leg_id, PhotoKind.AFTER)
    withdraw_requests(deed, deed.leg_id)
    _report_done(deed, deed.leg, deed.said("text"))


def _report_done(deed: Deed, leg: Assignment, text: str) -> None:
    """The report reaches the next level; it climbs on by itself where that unit passes what its sub-units report."""
    done = deed.change_leg(
        leg,
        stage=LegStage.DONE,
        feedback_at=deed.now,
        feedback_by=deed.actor.id,
        feedback_text=text,
        call_back_at=0,  # the report is the answer
        clock=judge(leg.clock, deed.now) if leg.clock and leg.clock.runs else leg.clock,
    )
    if not leg.parent:
        _reach_city(deed, done)
    elif deed.city.units[deed.leg_of(leg.parent).unit].sub_reports == "pass":
        deed.follow(Also("pass_up", leg.id, leg.unit))
        _climb(deed, done)


def _reach_city(deed: Deed, leg: Assignment) -> None:
    """待核对 begins when the lead's feedback reaches the city; a city without 核对 goes on to verification."""
    lead, confirm = leg.role is LegRole.LEAD, deed.city.policies.confirm
    if lead:
        deed.set(feedback_at=deed.now)
        deed.facts["due"] = str(leg.due)
    if not confirm:
        _take(deed, leg)
    if lead:
        enter(deed, Stage.TO_CONFIRM if confirm else Stage.TO_VERIFY)


def _take(deed: Deed, leg: Assignment) -> None:
    """The level that gave the leg takes its report: the leg is judged by when that report was made."""
    deed.change_leg(leg, stage=LegStage.ACCEPTED, judged_at=leg.feedback_at)


def pass_up(deed: Deed) -> None:
    """The unit approves a sub-unit's report."""
    _climb(deed, deed.leg)


def _climb(deed: Deed, leg: Assignment) -> None:
    """Taken by the unit above; the last of its sub-legs carries the unit's own report one level up."""
    _take(deed, changed(leg, passed_up_at=deed.now))
    parent = deed.leg_of(leg.parent)
    if not any(deed.live(parent.id)):
        _report_done(deed, parent, deed.said("text") or leg.feedback_text)


def refuse_up(deed: Deed) -> None:
    """The unit sends a sub-unit's report back: the clock stood still from the report to this."""
    _back_to_work(deed, deed.leg)


def _back_to_work(deed: Deed, leg: Assignment) -> None:
    clock = resume(leg.clock, deed.now) if leg.clock and leg.clock.runs else leg.clock
    deed.change_leg(leg, clock=clock, judged_at=0)


def confirm_pass(deed: Deed) -> None:
    """核对 passed: the lead's report goes to supervision, and with it what helpers have reported."""
    leg = deed.leg
    _take(deed, leg)
    if leg.role is LegRole.LEAD:
        for other in tuple(each for each in deed.live("") if each.stage is LegStage.DONE):
            _take(deed, other)
        enter(deed, Stage.TO_VERIFY)


def confirm_refuse(deed: Deed) -> None:
    """反馈驳回: back to the unit, counted apart from rework; the clock goes on."""
    leg = deed.leg
    _back_to_work(deed, leg)
    deed.set(feedback_refused=deed.case.feedback_refused + 1)
    if leg.role is LegRole.LEAD:
        enter(deed, Stage.WITH_UNITS)


def own_number(deed: Deed) -> None:
    """单位自编号: under which number the unit keeps it in its own books; a later one takes its place."""
    number = deed.said("number")
    deed.change_leg(deed.leg, external_number=number)
    deed.facts["text"] = number


def milestone(deed: Deed) -> None:
    """A milestone (arrived, made safe, repaired) is reached, with a photo as proof; its own clock is judged."""
    key, leg_id = deed.said("key"), deed.leg_id
    if not any(m.key == key and m.assignment == leg_id and not m.reached_at for m in deed.case.milestones):
        raise NotAllowed("rule.milestone", field="key", expected="milestone")
    need_photos(deed, 1)
    proof = take_photos(deed, leg_id, PhotoKind.PROOF)[0]
    deed.set(
        milestones=tuple(
            changed(m, reached_at=deed.now, proof=proof.sha256, clock=judge(m.clock, deed.now))
            if m.key == key and m.assignment == leg_id
            else m
            for m in deed.case.milestones
        )
    )
    deed.facts["key"] = key
