"""Who sees which case. A foreign case does not exist for a person: in no list, by no id, for no command."""

from rules.case import Case
from rules.city import City
from rules.commands import Actor, Role

CITY_DUTIES = frozenset({Role.ACCEPTOR, Role.SHIFT_LEADER, Role.DISPATCHER, Role.INSPECTOR, Role.LEADER})


def sees_all(actor: Actor, now: int) -> bool:
    """Whether the person holds a duty for the whole city (or is the server itself)."""
    return any(role is Role.SYSTEM or (role in CITY_DUTIES and not unit) for role, unit in held(actor, now))


def held(actor: Actor, now: int) -> tuple[tuple[Role, str], ...]:
    """The duties in force with their units; a unit's duty without a unit is meant for the actor's own."""
    in_force = [grant for grant in actor.grants if grant.since <= now and (not grant.until or now < grant.until)]
    return tuple((g.role, g.unit or (actor.unit if g.role is Role.UNIT else "")) for g in in_force)


def units_of(actor: Actor, now: int) -> frozenset[str]:
    """The units for which the person acts at a terminal."""
    return frozenset(unit for role, unit in held(actor, now) if role is Role.UNIT and unit)


def grids_of(actor: Actor, now: int) -> frozenset[str]:
    """The responsibility grids of a collector."""
    return frozenset(unit for role, unit in held(actor, now) if role is Role.COLLECTOR and unit)


def districts_of(actor: Actor, now: int) -> frozenset[str]:
    """The districts for which the person holds a duty of the centre."""
    return frozenset(unit for role, unit in held(actor, now) if role in CITY_DUTIES and unit)


def sees(actor: Actor, case: Case, city: City, now: int) -> bool:
    """Whether the case exists for this person."""
    if sees_all(actor, now) or case.reported_by == actor.id:
        return True
    districts = districts_of(actor, now)
    if districts and (case.district in districts or any(city.top_unit(leg.unit) in districts for leg in case.legs)):
        return True
    units = units_of(actor, now)
    if units and any(units & set(city.above(leg.unit)) for leg in case.legs):
        return True
    grids = grids_of(actor, now)
    return case.duty_grid in grids or any(check.collector in {actor.id, *grids} for check in case.checks)
