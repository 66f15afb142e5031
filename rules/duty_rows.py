"""Rows of the duty list that fit a case, in the order of their right; and pairs of rows that contradict each other.

A row is stronger by its layer (coverage before duty, then the smaller number), by the closer matter, by the owner that
it names, by the kind of its place (drawn area, road, zone, code), and among codes by the narrower one.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import combinations
from typing import NamedTuple, Protocol

from rules.case import Case
from rules.city import City, Duty
from rules.duties import LocalTime, in_force, in_hours, local_time, within
from rules.duty_index import Place

_AREA, _ROAD, _ZONE = 300, 200, 100  # longer than any code
_LAST = 1231 + 1


class Strength(NamedTuple):
    """How a row is ranked against others: the smallest wins."""

    kind: int
    layer: int
    matter: int
    owner: int
    place: int


class Ranked(NamedTuple):
    """A row that fits, with its strength and its number in the city's order."""

    strength: Strength
    n: int
    row: Duty


def fitting(case: Case, place: Place, city: City, now: int, valid: int = 0) -> list[Ranked]:
    """Rows for this matter, place, owner and time whose unit exists, the strongest first.

    `valid`: the instant at which rows, layers and units must be in force, 0 = now. Hours and days are those of now.
    """
    at, valid = local_time(city.calendar, now), valid or now
    return sorted(
        Ranked(strength(row, city), n, row)
        for n, row in city.duty_index.near(case.category, place)
        if row.condition in {"", case.condition} and row.owner in {"", case.owner} and _holds(row, city, at, valid)
    )


def _holds(row: Duty, city: City, at: LocalTime, valid: int) -> bool:
    unit, layer = city.units.get(row.unit), city.layer_by_number.get(row.layer)
    return (
        unit is not None
        and in_force(unit.since, unit.until, valid)
        and in_force(row.since, row.until, valid)
        and (layer is None or in_force(layer.since, layer.until, valid))
        and in_hours(row.from_minute, row.to_minute, row.days, at)
        and (not row.from_day or within(row.from_day, row.to_day + 1, at.day))
    )


def is_coverage(row: Duty, city: City) -> bool:
    """Whether the row names who takes whole cases where no collector walks."""
    layer = city.layer_by_number.get(row.layer)
    return layer is not None and layer.kind == "coverage"


def strength(row: Duty, city: City) -> Strength:
    """The rank of a row."""
    matter = 0 if row.condition else 1 + (row.category.count("*") and 4 - row.category.count("-"))
    return Strength(not is_coverage(row, city), row.layer, matter, -bool(row.owner), -_narrowness(row, city))


def _narrowness(row: Duty, city: City) -> int:
    if row.place in city.area_codes:
        return _AREA
    if row.place in city.zone_codes:
        return _ZONE + (_ROAD if row.road else 0)
    return len(row.place) + (_ROAD if row.road else 0)


# --- contradictions


def contradictions(city: City, overlap: Callable[[str, str], bool]) -> Iterator[tuple[Duty, Duty]]:
    """Pairs of rows of equal right that name two lead units for the same matter, place, owner and time.

    `overlap` says whether two places (codes of zones or drawn areas) have ground in common.
    """
    groups: dict[tuple[object, ...], list[Duty]] = {}
    for row in city.duties:
        if row.lead:
            key = (strength(row, city), row.condition or row.category, row.owner, row.road)
            groups.setdefault(key, []).append(row)
    for rows in groups.values():
        for one, other in combinations(rows, 2):
            if one.unit != other.unit and _meet(one, other) and _share(one, other, city, overlap):
                yield one, other


def _share(one: Duty, other: Duty, city: City, overlap: Callable[[str, str], bool]) -> bool:
    """Whether both may hold at one point: equal codes, or areas with ground in common."""
    if one.place == other.place:
        return True
    drawn = city.area_codes | city.zone_codes
    return one.place in drawn and other.place in drawn and overlap(one.place, other.place)


class Timed(Protocol):
    """Anything that holds in hours of some days between two dates."""

    @property
    def since(self) -> int: ...
    @property
    def until(self) -> int: ...
    @property
    def days(self) -> tuple[str, ...]: ...
    @property
    def from_minute(self) -> int: ...
    @property
    def to_minute(self) -> int: ...


def _meet(one: Duty, other: Duty) -> bool:
    """Whether both may hold at one instant: dates, hours, days, seasons."""
    seasons = _spans(one.from_day, one.to_day + 1, _LAST), _spans(other.from_day, other.to_day + 1, _LAST)
    if one.from_day and other.from_day and not _cross(*seasons):
        return False
    return meet(one, other)


def meet(one: Timed, other: Timed) -> bool:
    """Whether dates, days and hours of both have an instant in common."""
    later = max(one.since, other.since)
    if any(until and until <= later for until in (one.until, other.until)):
        return False
    if one.days and other.days and not set(one.days) & set(other.days):
        return False
    hours = _spans(one.from_minute, one.to_minute, 1440), _spans(other.from_minute, other.to_minute, 1440)
    return _cross(*hours)


def _spans(first: int, end: int, last: int) -> tuple[tuple[int, int], ...]:
    """[first, end) on a ring of this length as plain spans; equal ends = all of it."""
    if first == end:
        return ((0, last),)
    return ((first, end),) if first < end else ((first, last), (0, end))


def _cross(ones: Iterable[tuple[int, int]], others: Iterable[tuple[int, int]]) -> bool:
    rest = tuple(others)
    return any(max(a, c) < min(b, d) for a, b in ones for c, d in rest)
