"""What may happen to a case: `apply` does one command, `allowed` offers what can be done, `delivered` hands legs over.

Pure: the same case, command, actor, city and `now` give the same result on console and server.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from rules.assignment import LIVE, Assignment, LegRole, LegStage
from rules.case import Case, Event, Stage
from rules.change import changed
from rules.check import CheckStage
from rules.city import City
from rules.commands import Actor, Command, NotAllowed, Role
from rules.deed import OPEN_CHECKS, Deed
from rules.effects.dispatch import needs_no_reason
from rules.effects.legs import deliver
from rules.effects.stages import enter
from rules.forms import Field, check, form_of
from rules.rights import holds_role, separate_duties
from rules.step import Step
from rules.tables.assignment import TABLE as ASSIGNMENT
from rules.tables.case import TABLE as CASE
from rules.tables.check import TABLE as CHECK

VERBS: frozenset[str] = frozenset(verb for table in (CASE, ASSIGNMENT, CHECK) for _, verb in table)
_OF_CASE = frozenset(verb for _, verb in CASE)
_OF_LEG = frozenset(verb for _, verb in ASSIGNMENT)
_OF_CHECK = frozenset(verb for _, verb in CHECK)


@dataclass(frozen=True, slots=True)
class Applied:
    """The case after a command, and the events that it left behind."""

    case: Case
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that this actor may do now, in which role, on what; `form` is what may be said with it."""

    verb: str
    target: str
    form: tuple[Field, ...]
    role: Role


def apply(case: Case | None, command: Command, actor: Actor, city: City, now: int) -> Applied:
    """The case and its events after a command, or `NotAllowed` with the key of the rule and its details.

    `case` None: the command makes a new one. `now`: ms UTC, the server's time there, the corrected clock on a console.
    """
    if command.verb not in VERBS:
        raise NotAllowed("rule.unknown_verb", verb=command.verb)
    if command.actor != actor.id:
        raise NotAllowed("rule.actor")
    deed = Deed(case, command, actor, city, now)
    step = _aim(deed, command.target)
    _may(deed, step)
    check(command.verb, command.body, city, needs_reason=step.reason == "yes")
    _do(deed, step)
    return _result(deed)


def delivered(case: Case, leg_ids: Iterable[str], city: City, now: int) -> Applied:
    """Sent legs stand on their units' lists from `now`: clocks run from the earlier of this and the phone call.

    Part of the transaction that accepted the dispatch: the version stays, one event "delivered" a leg is added.
    """
    wanted = set(leg_ids)
    command = Command("", "delivered", case.id, "system", Role.SYSTEM, now, quality="server")
    events: list[Event] = []
    deed = Deed(case, command, Actor("system"), city, now)
    for leg in case.legs:
        if leg.id in wanted and leg.stage is LegStage.SENT:
            deliver(deed, leg)
            events.append(_delivery(case, deed.leg_of(leg.id), case.events + len(events) + 1, now))
    return Applied(changed(deed.case, events=case.events + len(events)), tuple(events))


def undelivered(case: Case) -> tuple[str, ...]:
    """The legs that the server has still to hand over, by id."""
    return tuple(leg.id for leg in case.legs if leg.stage is LegStage.SENT)


def allowed(case: Case | None, actor: Actor, city: City, now: int) -> tuple[Offer, ...]:
    """What the actor may do now, in the order of the tables; what a form then says is checked by `apply`."""
    found: dict[tuple[str, str], Offer] = {}
    for role in dict.fromkeys(grant.role for grant in actor.grants):
        for verb, target, step in _cells(case, role):
            if (verb, target) not in found and _offered(case, verb, target, role, actor, city, now):
                found[verb, target] = Offer(verb, target, _form(case, verb, target, step, city, now), role)
    return tuple(found.values())


# --- aiming at a cell


def _aim(deed: Deed, target: str) -> Step:
    """The cell that a command means; sets what it is about. An empty target means the only thing that fits."""
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


_DECISIONS = frozenset({"pass_up", "refuse_up", "grant_return", "refuse_return", "recall"})


def _cell(step: Step | None, deed: Deed, **stage: str) -> Step:
    """The cell, or a refusal that names the stage of what it is about: `stage`, `leg` or `check_stage`."""
    if step is None:
        rule = _RULES[next(iter(stage))] if any(stage.values()) else "rule.unknown_case"
        raise NotAllowed(rule, verb=deed.command.verb, **stage)
    return step


_RULES = {"stage": "rule.stage", "leg": "rule.leg_stage", "check_stage": "rule.check_stage"}


# --- doing a step


def _may(deed: Deed, step: Step) -> None:
    if separate_duties in step.guards:
        separate_duties(deed)  # first: it says more than "not your role"
    holds_role(deed, step.by)
    for guard in step.guards:
        guard(deed)


def _do(deed: Deed, step: Step) -> None:
    """Effects first, then the stage that the step leads to, unless an effect has led elsewhere."""
    stage_before = deed.before.stage if deed.before else ""
    leg_before = deed.leg.stage if deed.leg_id else None
    for effect in step.effects:
        effect(deed)
    if not step.leads_to:
        return
    if deed.leg_id:
        if deed.leg.stage is leg_before:
            deed.change_leg(deed.leg, stage=LegStage(step.leads_to))
    elif deed.check_id:
        deed.change_check(stage=CheckStage(step.leads_to))
    elif deed.case.stage == stage_before:
        enter(deed, Stage(step.leads_to))


def _result(deed: Deed) -> Applied:
    version, count = (deed.before.version, deed.before.events) if deed.before else (0, 0)
    deed.set(version=version + 1, events=count + 1 + len(deed.also))
    return Applied(deed.case, deed.events())


def _delivery(case: Case, leg: Assignment, n: int, now: int) -> Event:
    return Event(
        case.id, n, "delivered", now, now, "system", Role.SYSTEM, leg.id, leg.unit, case.stage, case.stage,
        data=(("due", str(leg.due)), ("rule", leg.rule)),
    )  # fmt: skip


# --- offering


def _cells(case: Case | None, role: Role) -> Iterator[tuple[str, str, Step]]:
    """The cells of the tables that a role may do at the stages of the case, its live legs and its open checks."""
    stage = case.stage if case else ""
    yield from ((verb, "", step) for (at, verb), step in CASE.items() if at == stage and role in step.by)
    for leg in case.legs if case else ():
        if leg.stage in LIVE:
            yield from ((verb, leg.id, s) for (at, verb), s in ASSIGNMENT.items() if at == leg.stage and role in s.by)
    for each in case.checks if case else ():
        if each.stage in OPEN_CHECKS:
            yield from ((verb, each.id, s) for (at, verb), s in CHECK.items() if at == each.stage and role in s.by)


def _offered(case: Case | None, verb: str, target: str, role: Role, actor: Actor, city: City, now: int) -> bool:
    command = Command("", verb, case.id if case else "", actor.id, role, now, target)
    deed = Deed(case, command, actor, city, now)
    deed.body = None
    try:
        _may(deed, _aim(deed, target))
    except NotAllowed:
        return False
    return True


def _form(case: Case | None, verb: str, target: str, step: Step, city: City, now: int) -> tuple[Field, ...]:
    needs = step.reason == "yes"
    if step.reason == "late" and case:
        command: Any = Command("", verb, case.id, "", Role.DISPATCHER, now, target)
        deed = Deed(case, command, Actor(""), city, now)
        needs = not needs_no_reason(deed, deed.leg_of(target))
    return form_of(verb, needs_reason=needs)
