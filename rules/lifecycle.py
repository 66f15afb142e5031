"""What may happen to a case: `apply` does one command, `allowed` offers what can be done, `delivered` hands legs over.

Pure: the same case, command, actor, city and `now` give the same result on console and server.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from rules.aiming import aim
from rules.assignment import LIVE, Assignment, LegStage
from rules.case import Case, Event, Stage
from rules.check import CheckStage
from rules.city import City
from rules.commands import Actor, Command, NotAllowed, Role
from rules.deed import OPEN_CHECKS, Deed
from rules.effects.dispatch import needs_no_reason
from rules.effects.legs import deliver
from rules.effects.stages import enter
from rules.forms import Field, check, form_of
from rules.frozen import changed
from rules.rights import SUPERVISION, holds_role, separate_duties
from rules.step import Step
from rules.tables.assignment import TABLE as ASSIGNMENT
from rules.tables.case import TABLE as CASE
from rules.tables.check import TABLE as CHECK

VERBS: frozenset[str] = frozenset(verb for table in (CASE, ASSIGNMENT, CHECK) for _, verb in table)


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
    step = aim(deed, command.target)
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
    if deed.role in SUPERVISION and deed.actor.id not in deed.case.hands:
        deed.set(hands=(*deed.case.hands, deed.actor.id))  # 经办
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
        _may(deed, aim(deed, target))
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
