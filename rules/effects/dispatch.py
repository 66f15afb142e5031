"""Giving a case to units: rounds, lead and helper legs, their clocks; and taking it back."""

from typing import NamedTuple

from rules.assignment import LIVE, Assignment, LegRole, LegStage
from rules.case import Case, Milestone, Stage
from rules.clock import Clock, Limit, Still
from rules.commands import NotAllowed
from rules.deed import Deed
from rules.effects.clocks import rest_of, stopped
from rules.effects.stages import enter, withdraw_requests
from rules.frozen import changed
from rules.responsibility import ruling_at, why


class Given(NamedTuple):
    """The clock that a unit gets with a leg, how it came about, and whether it is rework."""

    clock: Clock
    rule: str
    rework: bool = False


def dispatch(deed: Deed) -> None:
    """A new round: the lead leg, helper legs, their clocks by what came before."""
    unit, helpers = deed.said("unit"), tuple(deed.said("helpers", ()))
    _check_units(deed, unit, helpers)
    case, grounds = deed.case, why(deed.case, unit, deed.city, deed.now)
    given = _given(deed, unit)
    number = case.round + 1
    lead = changed(_leg(deed, 0, number, unit, given), why=grounds)
    deed.set(
        **_decided(deed, unit),
        legs=(*deed.legs, lead, *(_helper(deed, n, number, each) for n, each in enumerate(helpers, 1))),
        milestones=_milestones(deed, lead),
        round=number,
        first_dispatched_at=case.first_dispatched_at or deed.at,
        rework_sent=case.rework_sent + given.rework,
        dispatchers=case.dispatchers if deed.actor.id in case.dispatchers else (*case.dispatchers, deed.actor.id),
        proposed="",
    )
    enter(deed, Stage.WITH_UNITS)
    deed.facts |= {"unit": unit, "round": str(number), "rule": given.rule, **_told(grounds)}
    if helpers:
        deed.facts["helpers"] = " ".join(helpers)


def _decided(deed: Deed, unit: str) -> dict[str, str | int]:
    """Sent by a ruling it stays ruled; sent at all, nobody looks for an owner any more."""
    case, ruling = deed.case, ruling_at(deed.case, deed.city, deed.now)
    found: dict[str, str | int] = {}
    if ruling is not None and ruling.unit == unit and not case.ruled_unit:
        found |= {"ruling": ruling.no, "ruled_unit": unit}
    if case.ownership == "sought":
        found |= {"ownership": "settled", "ownership_since": deed.at}
    return found


def _told(grounds: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """Of the grounds what an event keeps: it names the unit itself."""
    known = dict(grounds)
    return {"ground": known["ground"]} | ({"no": known["no"]} if "no" in known else {})


def _check_units(deed: Deed, unit: str, helpers: tuple[str, ...]) -> None:
    if len({unit, *helpers}) <= len(helpers):
        raise NotAllowed("rule.field", field="helpers", expected="units")
    for each in (unit, *helpers):
        in_force(deed, each)
    last = deed.lead()
    if last and last.stage is LegStage.RETURNED and last.unit == unit and not is_ruled(deed, unit):
        raise NotAllowed("rule.returned_unit", unit=unit)


def is_ruled(deed: Deed, unit: str) -> bool:
    """Whether a ruling names this unit, for the case or for its place."""
    ruling = ruling_at(deed.case, deed.city, deed.now)
    return unit in {deed.case.ruled_unit, ruling.unit if ruling and not deed.case.ruled_unit else ""}


def in_force(deed: Deed, unit: str) -> None:
    """Refuse a unit that does not exist yet or any more."""
    known = deed.city.units[unit]
    if known.since > deed.now or (known.until and known.until <= deed.now):
        raise NotAllowed("rule.unit_ended", unit=unit)


def _given(deed: Deed, unit: str) -> Given:
    """Same unit again: the rest of its clock (or a new one, by the city's choice); another unit: a new full limit."""
    last, limit = deed.lead(), deed.case.limit or deed.city.policies.default_limit
    if last is None or last.unit != unit or not last.clock or _over_with(last):
        return Given(Clock(limit), "new" if deed.case.round else "full")
    failed = last.failed_at > 0
    if failed and deed.city.policies.rework_limit == "new":
        return Given(Clock(limit), "new", rework=True)
    return Given(rest_of(last.clock), "rest", failed)


def _over_with(leg: Assignment) -> bool:
    """Its case had ended and was opened again: that is no rework."""
    return leg.stage is LegStage.ACCEPTED or (leg.stage is LegStage.ENDED and not leg.failed_at)


def _leg(deed: Deed, n: int, number: int, unit: str, given: Given, role: LegRole = LegRole.LEAD) -> Assignment:
    return Assignment(
        id=deed.command.id if not n else f"{deed.command.id}-{n}",
        round=number,
        unit=unit,
        role=role,
        limit=given.clock.limit,
        clock=given.clock,
        rule=given.rule,
        rework=given.rework,
        sent_at=deed.at,
        sent_by=deed.actor.id,
        note=deed.said("note"),
    )


def _helper(deed: Deed, n: int, number: int, unit: str) -> Assignment:
    limit = deed.case.limit or deed.city.policies.default_limit
    return _leg(deed, n, number, unit, Given(Clock(limit), "full"), LegRole.HELPER)


def _milestones(deed: Deed, lead: Assignment) -> tuple[Milestone, ...]:
    """What was reached stays; what is still to be reached goes over to the new leg, with a new clock."""
    case = deed.case
    condition = deed.city.conditions.get(case.condition)
    reached = tuple(m for m in case.milestones if m.reached_at)
    done = {m.key for m in reached}
    limits = condition.milestones if condition else ()
    return reached + tuple(Milestone(m.key, lead.id, m.limit, Clock(m.limit)) for m in limits if m.key not in done)


def add_helper(deed: Deed) -> None:
    """A helper, or the 兜底 unit that makes it safe while the responsible one is still sought."""
    unit, role = deed.said("unit"), LegRole(deed.said("role", "helper"))
    if role is LegRole.HELPER and deed.case.stage is Stage.TO_DISPATCH:
        raise NotAllowed("rule.make_safe_first")
    if any(leg.unit == unit for leg in deed.live("")):
        raise NotAllowed("rule.unit_busy", unit=unit)
    in_force(deed, unit)
    give_beside(deed, unit, role)


def give_beside(deed: Deed, unit: str, role: LegRole) -> None:
    """A leg beside the lead's; who gives it has dispatched the case."""
    limit = _safe_limit(deed) if role is LegRole.MAKE_SAFE else deed.case.limit or deed.city.policies.default_limit
    deed.put(_leg(deed, 0, deed.case.round, unit, Given(Clock(limit), "full"), role))
    deed.set(
        dispatchers=deed.case.dispatchers
        if deed.actor.id in deed.case.dispatchers
        else (*deed.case.dispatchers, deed.actor.id)
    )
    deed.facts |= {"unit": unit, "role": role.value}


def _safe_limit(deed: Deed) -> Limit:
    """The condition's own limit for 排险, else the limit of the case."""
    condition = deed.city.conditions.get(deed.case.condition)
    for each in condition.milestones if condition else ():
        if each.key == LegRole.MAKE_SAFE:
            return each.limit
    return deed.case.limit or deed.city.policies.default_limit


def sub_dispatch(deed: Deed) -> None:
    """A unit gives its part on; the sub-leg shares the clock of the leg that gave it."""
    parent, unit = deed.leg, deed.said("unit")
    in_force(deed, unit)
    if parent.unit not in deed.city.above(unit)[1:]:
        raise NotAllowed("rule.sub_unit", unit=unit)
    if any(leg.unit == unit for leg in deed.live(parent.id)):
        raise NotAllowed("rule.unit_busy", unit=unit)
    leg = _leg(
        deed, 0, parent.round, unit, Given(parent.clock or Clock(_limit(deed.case, deed)), "shared"), LegRole.SUB
    )
    deed.put(changed(leg, parent=parent.id, due=parent.due))
    deed.facts["unit"] = unit


def _limit(case: Case, deed: Deed) -> Limit:
    return case.limit or deed.city.policies.default_limit


def needs_no_reason(deed: Deed, leg: Assignment) -> bool:
    """Whether a recall is just a slip taken back: within seconds, and nobody signed."""
    return not leg.signed_at and deed.at - leg.sent_at <= deed.city.policies.recall_seconds * 1000


def recall(deed: Deed) -> None:
    """Take a leg back with all below it; the lead's recall brings the case back, and its dispatch never counted."""
    leg = deed.leg
    if not needs_no_reason(deed, leg) and not deed.said("reason"):
        raise NotAllowed("rule.recall_reason", field="reason", expected="reason")
    drop(deed, leg, LegStage.RECALLED)
    if leg.role is LegRole.LEAD:
        undo_round(deed, leg)


def undo_round(deed: Deed, lead: Assignment) -> None:
    """The case is to be dispatched as it was before this round; helpers of the round are recalled with it."""
    for other in tuple(each for each in deed.live("") if each.round == lead.round and each.role is LegRole.HELPER):
        drop(deed, other, LegStage.RECALLED)
    case = deed.case
    deed.set(
        round=case.round - 1,
        rework_sent=case.rework_sent - lead.rework,
        proposed=lead.unit,
        first_dispatched_at=0 if case.round == 1 else case.first_dispatched_at,
    )
    enter(deed, Stage.TO_DISPATCH)


def drop(deed: Deed, leg: Assignment, stage: LegStage) -> None:
    """End a leg and everything below it; its clock stops, and what was asked for on it is void."""
    for below in tuple(each for each in deed.legs if each.parent == leg.id and each.stage in LIVE):
        drop(deed, below, LegStage.RECALLED)
    clock = stopped(leg.clock, deed.now, Still.RETURNED)
    deed.change_leg(deed.leg_of(leg.id), stage=stage, ended_at=deed.now, clock=clock)
    withdraw_requests(deed, leg.id)


def reassign(deed: Deed) -> None:
    """改派: another unit leads, with a new full limit; an asked return counts as upheld."""
    leg = deed.leg
    if deed.said("unit") == leg.unit:
        raise NotAllowed("rule.same_unit", unit=leg.unit)
    asked = deed.pending(leg.id)
    if asked and asked.kind == "return":
        deed.change_request(asked, state="granted", decided_at=deed.now, decided_by=deed.actor.id)
        deed.set(wrong_dispatches=deed.case.wrong_dispatches + 1)
        drop(deed, leg, LegStage.RETURNED)
    else:
        drop(deed, leg, LegStage.RECALLED)
    deed.facts["from"] = leg.unit
    dispatch(deed)
