"""What edits would change: the cases filed of late, answered by the city as it is and as it would be.

Each case is asked for its own hour and kind of day, and for the rows that will be in force when the edits are. Only
cases that a changed row can touch are looked at; of those at most so many, the latest first.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, or_, select

from rules.case import Case
from rules.city import City, Duty
from rules.duties import ROAD
from rules.duty_edits import Move, Trial
from rules.duty_index import DutyIndex, Place
from rules.frozen import changed
from rules.responsibility import Proposal, standing
from rules.wire import WireError, decode_case
from server import tables

DAY_MS = 86_400_000
DAYS = 30
MOST_LOOKED, MOST_SHOWN = 60_000, 500
_AT_ONCE = 500
_table = tables.cases.c


def try_out(connection: Connection, before: City, after: City, now: int) -> Trial:
    """The moves of the last DAYS days."""
    since, valid = now - DAYS * DAY_MS, _when_in_force(before, after, now)
    touched = _touched(before, after)
    found = Trial(before.version, since=since, until=now)
    total = looked = count = 0
    moves: list[Move] = []
    index = DutyIndex(touched)
    for row in _rows(connection, since, now, touched):
        place = _place(row, before, after)
        if not any(True for _ in index.near(row.category, place)):
            continue
        total += 1
        if looked == MOST_LOOKED:
            continue
        looked += 1
        move = _move(row, before, after, valid)
        if move is not None:
            count += 1
            moves += [move] if len(moves) < MOST_SHOWN else []
    return replace(found, total=total, looked=looked, changed=count, moves=tuple(moves))


def _when_in_force(before: City, after: City, now: int) -> int:
    """Now, or the latest beginning among changed rows and layers that begin later."""
    rows, layers = {*after.duties} - {*before.duties}, {*after.layers} - {*before.layers}
    return max([now, *(row.since for row in rows), *(layer.since for layer in layers)])


def _touched(before: City, after: City) -> tuple[Duty, ...]:
    """Rows that differ, and rows of layers and places that do."""
    layers = {each.number for each in {*before.layers} ^ {*after.layers}}
    areas = {each.code for each in {*before.areas} ^ {*after.areas}}
    changed_rows = {*before.duties} ^ {*after.duties}
    rulings = {*before.rulings} ^ {*after.rulings}
    rows = {
        row
        for row in {*before.duties, *after.duties}
        if row in changed_rows or row.layer in layers or row.place in areas or (row.road and ROAD + row.road in areas)
    }
    return *rows, *(Duty(each.no, each.unit, each.category, place=each.no) for each in rulings)


def _rows(connection: Connection, since: int, until: int, touched: tuple[Duty, ...]) -> Iterator[Any]:
    """Cases filed meanwhile whose category a touched row may mean, the latest first."""
    patterns = {row.category for row in touched}
    if not patterns:
        return
    filed = (_table.filed_at >= since) & (_table.filed_at <= until)
    if not patterns & {"", "*"}:
        filed &= or_(*(_like(pattern) for pattern in sorted(patterns)))
    columns = (_table.id, _table.number, _table.category, _table.lon, _table.lat)
    places = (_table.district, _table.street, _table.community, _table.duty_grid, _table.unit_grid)
    wanted = select(*columns, *places, _table.image).where(filed).order_by(_table.filed_at.desc(), _table.id)
    yield from connection.execute(wanted, execution_options={"yield_per": _AT_ONCE})


def _like(pattern: str) -> Any:
    if pattern.endswith("*"):
        return _table.category.startswith(pattern[:-1], autoescape=True)
    return _table.category == pattern


def _place(row: Any, before: City, after: City) -> Place:
    codes = tuple(filter(None, (row.district, row.street, row.community, row.duty_grid, row.unit_grid)))
    if not row.lon:
        return Place(codes)
    at = row.lon, row.lat
    indexes = (before.area_index, after.area_index, before.ruling_index, after.ruling_index)
    return Place(codes, before.zones_at(*at) or (), tuple(name for index in indexes for name in index.at(*at)))


def _move(row: Any, before: City, after: City, valid: int) -> Move | None:
    try:
        case = _as_filed(decode_case(bytes(row.image)))
    except WireError:
        return None  # a damaged case is told of elsewhere
    one, other = (standing(case, city, case.filed_at, valid) for city in (before, after))
    if one.unit == other.unit and (one.unit or _units(one) == _units(other)):
        return None
    return Move(row.id, row.number, row.category, one.unit, other.unit, one.ground, other.ground)


def _units(proposal: Proposal) -> frozenset[str]:
    return frozenset(proposal.candidates)


def _as_filed(case: Case) -> Case:
    """Before anybody had it: what was returned or ruled since is no part of the list."""
    return changed(case, legs=(), proposed="", ruling="", ruled_unit="")
