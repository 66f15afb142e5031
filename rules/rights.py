"""Who may do a verb: duties held, places reached, units and collectors on their own, and the duty rule per case."""

from dataclasses import replace

from rules.commands import NotAllowed, Role
from rules.deed import Deed
from rules.jurisdiction import reach, roles_of
from rules.powers import Data
from rules.powers import Deed as Deeds

SUPERVISION = (Role.ACCEPTOR, Role.SHIFT_LEADER)
COMMAND = (Role.DISPATCHER,)
OWN_GUARDS = frozenset({Role.UNIT, Role.COLLECTOR, Role.PUBLIC})


def holds_role(deed: Deed, roles: tuple[Role, ...]) -> None:
    """The command's role is one that may, the actor holds it now and for this place, and it may be combined."""
    role, actor, now = deed.role, deed.actor, deed.now
    if role not in roles:
        raise NotAllowed("rule.role", role=role, allowed=" | ".join(roles))
    if not actor.holds(role, now):
        raise NotAllowed("rule.grant", role=role)
    if not in_scope(deed):
        raise NotAllowed("rule.scope", role=role)
    _may_combine(deed)


def in_scope(deed: Deed) -> bool:
    """Whether a grant in force reaches this case; units, collectors and citizens are bound by guards of their own."""
    case, role, city, now = deed.before, deed.role, deed.city, deed.now
    if case is None or role is Role.SYSTEM:
        return True
    if role in OWN_GUARDS:
        return role in roles_of(city, Data.MATTER, Deeds.CHANGE, now)
    in_this_role = replace(deed.actor, grants=tuple(g for g in deed.actor.grants if g.role == role))
    return reach(in_this_role, Data.MATTER, Deeds.CHANGE, city, now).covers(case, city)


def _may_combine(deed: Deed) -> None:
    role = deed.role
    others = SUPERVISION if role in COMMAND else COMMAND if role in SUPERVISION else ()
    for other in others:
        if deed.actor.holds(other, deed.now) and not _combinable(deed, role, other):
            raise NotAllowed("rule.roles_combined", role=role, other=other)


def _combinable(deed: Deed, role: Role, other: Role) -> bool:
    """The city lets one person hold both, or one of them is held for a time only (a night's second duty)."""
    pairs = deed.city.policies.combinable
    if (role, other) in pairs or (other, role) in pairs:
        return True
    now = deed.now
    return any(g.role in {role, other} and g.until and g.since <= now < g.until for g in deed.actor.grants)


def separate_duties(deed: Deed) -> None:
    """Nobody verifies or closes a case that they dispatched in any round."""
    if deed.before and deed.actor.id in deed.before.dispatchers:
        raise NotAllowed("rule.duty_separation", verb=deed.command.verb)


def closing_by_day(deed: Deed) -> None:
    """Who holds both duties at night leaves what is not urgent to the morning."""
    both = any(deed.actor.holds(role, deed.now) for role in COMMAND)
    if both and not deed.case.urgent and deed.city.calendar.next_start(deed.now) != deed.now:
        raise NotAllowed("rule.closing_waits")


def acts_for(deed: Deed, unit: str) -> bool:
    """Whether the actor acts for this unit: a grant names it, or leaves it to the unit of the sign-in."""
    now, actor = deed.now, deed.actor
    return any(
        g.role is Role.UNIT and (g.unit or actor.unit) == unit and g.since <= now and (not g.until or now < g.until)
        for g in actor.grants
    )


def own_leg(deed: Deed) -> None:
    """A unit acts on its own legs only."""
    if deed.role is Role.UNIT and not acts_for(deed, deed.leg.unit):
        raise NotAllowed("rule.own_leg")


def giver(deed: Deed) -> None:
    """What climbs is decided one level up: by the command centre for its own legs, by the giving unit for sub-legs."""
    leg = deed.leg
    if not leg.parent:
        if deed.role is not Role.DISPATCHER:
            raise NotAllowed("rule.giver")
        return
    above = deed.city.above(deed.leg_of(leg.parent).unit)
    if deed.role is not Role.UNIT or not any(acts_for(deed, unit) for unit in above):
        raise NotAllowed("rule.giver")


def takes_part(deed: Deed) -> None:
    """A unit speaks on cases that it has, or had, a leg of; a collector on those of the own grid or report."""
    case = deed.case
    if deed.role is Role.UNIT and not any(acts_for(deed, leg.unit) for leg in case.legs):
        raise NotAllowed("rule.own_leg")
    if deed.role is Role.PUBLIC and case.reported_by != deed.actor.id:
        raise NotAllowed("rule.unknown_case")
    if deed.role is Role.COLLECTOR and case.reported_by != deed.actor.id and not _walks(deed, case.duty_grid):
        raise NotAllowed("rule.own_grid")


def own_check(deed: Deed) -> None:
    """A check is for the collector that it names, or for who walks its responsibility grid now."""
    if deed.role is Role.SYSTEM:
        return
    collector = deed.check.collector
    if collector != deed.actor.id and not _walks(deed, collector) and not _walks(deed, deed.case.duty_grid):
        raise NotAllowed("rule.own_grid")


def _walks(deed: Deed, grid: str) -> bool:
    now = deed.now
    return any(
        g.role is Role.COLLECTOR and g.unit in {"", grid} and g.since <= now and (not g.until or now < g.until)
        for g in deed.actor.grants
    )


def lead_unit(deed: Deed) -> None:
    """Only the unit that led may appeal."""
    lead = deed.lead()
    if lead is None or not acts_for(deed, lead.unit):
        raise NotAllowed("rule.own_leg")
