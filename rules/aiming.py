"""Which cell of the three tables a command means: of the case, of one of its legs, or of one of its checks."""

from rules.assignment import Assignment, LegRole
from rules.case import Case
from rules.commands import NotAllowed, Role
from rules.deed import Deed
from rules.step import Step
from rules.tables.assignment import TABLE as ASSIGNMENT
from rules.tables.case import TABLE as CASE
from rules.tables.check import TABLE as CHECK

_OF_CASE = frozenset(verb for _, verb in CASE)
_OF_LEG = frozenset(verb for _, verb in ASSIGNMENT)
_OF_CHECK = frozenset(verb for _, verb in CHECK)
# What a unit decides of a leg that it gave on.
_DECISIONS = frozenset({"pass_up", "refuse_up", "grant_return", "refuse_return", "recall"})
_RULES = {"stage": "rule.stage", "leg": "rule.leg_stage", "check_stage": "rule.check_stage"}  # what is elsewhere


def aim(deed: Deed, target: str) -> Step:
    """The cell that a command means; sets what it is about. An empty target means the only thing that fits.

    `NotAllowed` when there is no such cell, or the target is not of this case.
    """
    verb, case = deed.command.verb, deed.before
    if case is None:
        return _cell(CASE.get(("", verb)), deed, stage="")
    if target:
        return _aim_at(deed, case, target)
    if verb in _OF_CASE:
        return _cell(CASE.get((case.stage, verb)), deed, stage=case.stage)
    return _aim_alone(deed, case)


def _aim_at(deed: Deed, case: Case, target: str) -> Step:
    verb = deed.command.verb
    asked = {request.id: request.assignment for request in case.requests}.get(target, target)
    for leg in case.legs:
        if leg.id == asked and verb in _OF_LEG:
            deed.leg_id = leg.id
            return _cell(ASSIGNMENT.get((leg.stage, verb)), deed, leg=leg.stage)
    for each in case.checks:
        if each.id == target and verb in _OF_CHECK:
            deed.check_id = each.id
            return _cell(CHECK.get((each.stage, verb)), deed, check_stage=each.stage)
    if verb in _OF_CASE and (target == case.id or asked != target or any(leg.id == target for leg in case.legs)):
        return _cell(CASE.get((case.stage, verb)), deed, stage=case.stage)
    raise NotAllowed("rule.target")


def _aim_alone(deed: Deed, case: Case) -> Step:
    """The lead leg where it fits, else the one leg or check that does."""
    verb = deed.command.verb
    legs = [leg for leg in case.legs if (leg.stage, verb) in ASSIGNMENT and _meant(deed, leg)]
    lead = [leg for leg in legs if leg.role is LegRole.LEAD]
    if verb in _OF_LEG and (len(lead) == 1 or len(legs) == 1):
        deed.leg_id = (lead if len(lead) == 1 else legs)[0].id
        return ASSIGNMENT[deed.leg.stage, verb]
    checks = [each for each in case.checks if (each.stage, verb) in CHECK]
    if not legs and len(checks) == 1:
        deed.check_id = checks[0].id
        return CHECK[checks[0].stage, verb]
    raise NotAllowed("rule.target" if legs or checks else "rule.stage", verb=verb, stage=case.stage)


def _meant(deed: Deed, leg: Assignment) -> bool:
    """A unit that names no leg means its own, or for a decision one that it gave on."""
    if deed.role is not Role.UNIT:
        return not leg.parent
    units = {grant.unit or deed.actor.unit for grant in deed.actor.grants if grant.role is Role.UNIT}
    if deed.command.verb in _DECISIONS:
        return bool(leg.parent) and not units.isdisjoint(deed.city.above(deed.leg_of(leg.parent).unit))
    return leg.unit in units


def _cell(step: Step | None, deed: Deed, **stage: str) -> Step:
    """The cell, or a refusal that names the stage of what it is about: `stage`, `leg` or `check_stage`."""
    if step is None:
        rule = _RULES[next(iter(stage))] if any(stage.values()) else "rule.unknown_case"
        raise NotAllowed(rule, verb=deed.command.verb, **stage)
    return step
