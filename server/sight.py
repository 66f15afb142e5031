"""Who sees which case. A foreign case does not exist for a person: in no list, by no id, for no command.

The table of rights stands in `rules.powers`; here is what it comes to as a condition of the database.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Select, false, or_, select, true

from rules.city import City
from rules.commands import Actor, Role
from rules.jurisdiction import Reach, in_force
from server import tables


def held(actor: Actor, now: int) -> tuple[tuple[Role, str], ...]:
    """The duties in force with their units; a unit's duty without a unit is meant for the actor's own."""
    return tuple((g.role, g.unit or (actor.unit if g.role is Role.UNIT else "")) for g in in_force(actor, now))


def units_of(actor: Actor, now: int) -> frozenset[str]:
    """The units for which the person acts at a terminal."""
    return frozenset(unit for role, unit in held(actor, now) if role is Role.UNIT and unit)


def grids_of(actor: Actor, now: int) -> frozenset[str]:
    """The responsibility grids of a collector."""
    return frozenset(unit for role, unit in held(actor, now) if role is Role.COLLECTOR and unit)


def reached(reach: Reach, city: City) -> ColumnElement[bool]:
    """The same as `reach.covers`, as a condition on `cases`.

    Not for places bound by who leads, of which the tables know too little: no right to see is (`server.city.rights`).
    """
    if reach.everything:
        return true()
    table, legs, checks = tables.cases, tables.assignments, tables.checks
    ways: list[ColumnElement[bool]] = []
    if reach.own:
        ways.append(table.c.reported_by == reach.own)
    if reach.districts:
        ways.append(table.c.district.in_(sorted(reach.districts)))
    if reach.trees:
        ways.append(table.c.id.in_(_with_legs(legs, _tree(reach.trees, city))))
    if reach.grids:
        ways.append(table.c.duty_grid.in_(sorted(reach.grids)))
    if reach.checks:
        mine = select(checks.c.case_id).where(checks.c.collector.in_(sorted(reach.checks)))
        ways.append(table.c.id.in_(mine))
    return or_(false(), *ways)


def _tree(units: Iterable[str], city: City) -> list[str]:
    """The units and all below them."""
    tops = frozenset(units)
    return sorted(tops | {code for code in city.units if tops & set(city.above(code))})


def _with_legs(legs: Any, units: list[str]) -> Select[Any]:
    return select(legs.c.case_id).where(legs.c.unit.in_(units))
