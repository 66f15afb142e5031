"""How far a person's rights reach: the table of rights joined with the person's grants, at one instant.

All of the server asks here, row by row; the same answer as a condition of the database stands in `server.sight`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from rules.case import Case
from rules.city import City
from rules.commands import Actor, Grant, Role
from rules.deed import lead_of
from rules.organisation import Staff
from rules.powers import Data, Deed, Place, Right

NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Reach:
    """What a right reaches for a person: everything, or what lies in these places. Empty: it is not held at all."""

    everything: bool = False
    districts: frozenset[str] = NONE  # codes: cases that lie there
    trees: frozenset[str] = NONE  # units: cases of which they, or units below them, have or had a leg
    leads: frozenset[str] = NONE  # units: cases that they, or units below them, lead
    grids: frozenset[str] = NONE  # responsibility grids
    checks: frozenset[str] = NONE  # whom a check names: the person, and the person's grids
    own: str = ""  # the person, whose reports are reached
    roles: frozenset[Role] = field(default=frozenset())  # by which it is held

    def __bool__(self) -> bool:
        """Whether it reaches anything."""
        return bool(self.roles)

    def covers(self, case: Case, city: City) -> bool:
        """Whether it reaches this case."""
        if self.everything or (self.own and case.reported_by == self.own) or case.district in self.districts:
            return True
        if case.duty_grid in self.grids or any(check.collector in self.checks for check in case.checks):
            return True
        if self.trees and any(not self.trees.isdisjoint(city.above(leg.unit)) for leg in case.legs):
            return True
        lead = lead_of(case.legs) if self.leads else None
        return lead is not None and not self.leads.isdisjoint(city.above(lead.unit))

    def covers_unit(self, unit: str, city: City) -> bool:
        """Whether it reaches a unit, or a district: that of the grant, what is below it, or what works there."""
        here = self.districts | self.trees | self.leads
        chain = city.above(unit)
        works_in = city.units[unit].district if unit in city.units else ""
        return self.everything or not here.isdisjoint(chain) or (bool(works_in) and works_in in here)

    def covers_staff(self, staff: Staff, city: City) -> bool:
        """Whether it reaches a member of staff: by the own unit, or by a place where there is a post."""
        posts = city.organisation.posts if not self.everything else ()
        places = {staff.unit, *(post.place for post in posts if post.staff == staff.code)}
        return any(self.covers_unit(place, city) for place in places)


EVERYTHING = Reach(everything=True, roles=frozenset({Role.SYSTEM}))


def roles_of(city: City, data: Data, deed: Deed, now: int) -> frozenset[Role]:
    """The roles that the table gives this right to, wherever."""
    return frozenset(role for row in city.rights_by.get((data, deed), ()) if row.holds(now) for role in row.roles)


def in_force(actor: Actor, now: int) -> tuple[Grant, ...]:
    """The person's grants that hold at `now`."""
    return tuple(g for g in actor.grants if g.since <= now and (not g.until or now < g.until))


def reach(actor: Actor, data: Data, deed: Deed, city: City, now: int) -> Reach:
    """How far this person may do this deed with these data at `now`, ms UTC."""
    held = in_force(actor, now)
    if any(grant.role is Role.SYSTEM for grant in held):
        return EVERYTHING
    rows = [row for row in city.rights_by.get((data, deed), ()) if row.holds(now)]
    return _joined(actor, _places(held, rows)) if rows else Reach()


def may(actor: Actor, data: Data, deed: Deed, city: City, now: int) -> bool:
    """Whether the person has this right anywhere."""
    return bool(reach(actor, data, deed, city, now))


def sees(actor: Actor, case: Case, city: City, now: int) -> bool:
    """Whether the case exists for this person: in no list, by no id and for no command otherwise."""
    return reach(actor, Data.MATTER, Deed.SEE, city, now).covers(case, city)


def _places(held: Iterable[Grant], rows: Iterable[Right]) -> list[tuple[Place, Grant]]:
    every = list(rows)
    return [(place, g) for g in held for row in every if g.role in row.roles for place in row.places]


def _joined(actor: Actor, found: list[tuple[Place, Grant]]) -> Reach:
    """The grants by how their places bind; a duty with no place where it needs one reaches nothing by it."""
    by: dict[Place, set[str]] = {place: set() for place in Place}
    roles: set[Role] = set()
    for place, grant in found:
        unit = _place_of(grant, actor)
        if place is Place.OWN or place is Place.GRID or bool(unit) is not (place is Place.CITY):
            by[place].add(unit)
            roles.add(grant.role)
    grids = by[Place.GRID] - {""}
    return Reach(
        everything=bool(by[Place.CITY]),
        districts=frozenset(by[Place.DISTRICT]),
        trees=frozenset(by[Place.TREE]),
        leads=frozenset(by[Place.LEAD]),
        grids=frozenset(grids),
        checks=frozenset({actor.id, *grids}) if by[Place.GRID] else NONE,
        own=actor.id if by[Place.OWN] else "",
        roles=frozenset(roles),
    )


def _place_of(grant: Grant, actor: Actor) -> str:
    """A unit's duty without a place is meant for the actor's own unit."""
    return grant.unit or (actor.unit if grant.role is Role.UNIT else "")
