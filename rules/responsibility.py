"""Who is responsible: the duty list read for category, condition, place, owner and time, and why it says so.

The list is an ordered set of layers that may overlap (committees, windows, rivers), each row with its validity.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from rules.assignment import LegStage
from rules.case import Case
from rules.city import City, Duty
from rules.deed import lead_of


@dataclass(frozen=True, slots=True)
class Proposal:
    """The proposed unit ("" = none: one must be chosen) and its ground, a key of the texts ("ground.duty_list").

    Grounds with a unit: duty_list · rework (the same unit again) · taken_back (as before the recall).
    Without: no_duty · overlap (two units of equal right) · border (nearer than the city's limit to another district) ·
    returned (who was responsible has returned it) · nowhere (outside every grid) · unread (only the geometry tells, and
    that is being read). `data` fills the placeholders of "proposal.<ground>"; `border_m` is 0 where no border is near.
    """

    unit: str
    ground: str
    lead: bool = True
    duty_no: str = ""
    layer: int = 0
    helpers: tuple[str, ...] = ()
    runners_up: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    border_m: int = 0
    data: tuple[tuple[str, str], ...] = ()


class Place(NamedTuple):
    """The codes under which a row may name a place, each after a line feed, and the named zones over the point."""

    codes: str
    zones: tuple[str, ...]


class Strength(NamedTuple):
    """How a row is ranked against others: the smallest wins."""

    layer: int
    matter: int
    place: int


def propose(case: Case, city: City, now: int) -> Proposal:
    """The unit for the next dispatch of a case, with its reason; `now` (ms UTC) gives time of day, season, validity."""
    again = _again(case, city)
    if again:
        return again
    if not case.unit_grid and not case.district:
        return Proposal("", "nowhere")
    place = place_of(case, city)
    if place is None:
        return Proposal("", "unread")
    found = _by_list(case, place, city, now)
    return _at_border(case, place, found, city, now)


def _again(case: Case, city: City) -> Proposal | None:
    """The unit that the case itself names: after a failed check the same one, after a recall the one before it."""
    if not case.proposed or case.proposed not in city.units:
        return None
    lead = lead_of(case.legs)
    failed = lead is not None and lead.failed_at > 0
    data = (("n", str(case.rework)), ("unit", case.proposed))
    return Proposal(case.proposed, "rework" if failed else "taken_back", data=data)


def waits_for_geometry(case: Case, city: City) -> bool:
    """Whether who is responsible cannot be said before the geometry of the city is read."""
    if not case.located or city.grids is not None or city.sketch is None:
        return False
    return city.zones_at(case.lon, case.lat) is None or not city.is_inner(case.lon, case.lat)


def place_of(case: Case, city: City) -> Place | None:
    """The codes of the place of a case, and the zones over its point; None = these only the geometry tells."""
    codes = f"\n{case.district}\n{case.street}\n{case.community}\n{case.duty_grid}\n{case.unit_grid}"
    zones = city.zones_at(case.lon, case.lat) if case.located else ()
    return Place(codes, zones) if zones is not None else None


def _by_list(case: Case, place: Place, city: City, now: int) -> Proposal:
    returned = {leg.unit for leg in case.legs if leg.stage is LegStage.RETURNED}
    rows = sorted((_strength(row), n, row) for n, row in enumerate(_fitting(case, place, city, now)))
    leads = [(strength, row) for strength, _, row in rows if row.lead and row.unit not in returned]
    if not leads:
        refused = any(row.lead for _, _, row in rows)
        return Proposal("", "returned" if refused else "no_duty", candidates=_distinct(u for u in returned))
    best = leads[0][0]
    equal = _distinct(row.unit for strength, row in leads if strength == best)
    others = _distinct(row.unit for _, row in leads if row.unit not in equal[:1])
    if len(equal) > 1:
        return Proposal("", "overlap", candidates=equal, runners_up=others, data=(("n", str(len(equal))),))
    row = leads[0][1]
    helpers = _distinct(each.unit for _, _, each in rows if not each.lead and each.unit != row.unit)
    return Proposal(
        row.unit, "duty_list", duty_no=row.no, layer=row.layer, helpers=helpers, runners_up=others, data=_why(row)
    )


def _why(row: Duty) -> tuple[tuple[str, str], ...]:
    """The reason as data: number of the row, its place, its hours and season where it has them."""
    hours = f"{_clock(row.from_minute)}–{_clock(row.to_minute)}" if row.from_minute != row.to_minute else ""
    season = f"{_day(row.from_day)}–{_day(row.to_day)}" if row.from_day else ""
    told = {"no": row.no, "unit": row.unit, "place": row.place, "hours": hours, "season": season, "owner": row.owner}
    return tuple((name, value) for name, value in told.items() if value)


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _day(day: int) -> str:
    return f"{day // 100:02d}-{day % 100:02d}"


def _distinct(units: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(units))


# --- which rows fit


def _fitting(case: Case, place: Place, city: City, now: int) -> Iterator[Duty]:
    """Rows for this matter, place, owner and time whose unit exists now."""
    local = city.calendar.local(now)
    minute, day = local.hour * 60 + local.minute, local.month * 100 + local.day
    for row in [row for row in city.duties_for(case.category) if _fits(row, case, place)]:
        unit = city.units.get(row.unit)
        if unit and unit.since <= now and (not unit.until or now < unit.until) and _in_time(row, now, minute, day):
            yield row


def _fits(row: Duty, case: Case, place: Place) -> bool:
    if row.place and f"\n{row.place}" not in place.codes and row.place not in place.zones:
        return False
    return row.condition in {"", case.condition} and row.owner in {"", case.owner}


def _in_time(row: Duty, now: int, minute: int, day: int) -> bool:
    if now < row.since or (row.until and now >= row.until):
        return False
    return _within(row.from_minute, row.to_minute, minute, end=0) and (
        not row.from_day or _within(row.from_day, row.to_day, day, end=1)
    )


def _within(first: int, last: int, value: int, *, end: int) -> bool:
    """Whether a value lies in a span that may pass its end (22:00–06:00, November–March); equal hours = always."""
    if first == last and not end:
        return True
    upper = last + end
    return first <= value < upper if first < upper else value >= first or value < upper


def _strength(row: Duty) -> Strength:
    """Lower layers first; then the closer matter (condition, category, class, kind, all); then the narrower place."""
    matter = 0 if row.condition else 1 + (row.category.count("*") and 4 - row.category.count("-"))
    return Strength(row.layer, matter, -len(row.place) - 10 * bool(row.owner))


# --- near a border


def _at_border(case: Case, place: Place, found: Proposal, city: City, now: int) -> Proposal:
    """Near another district for which another unit answers, both are shown and none is preset."""
    if not case.located or city.is_inner(case.lon, case.lat):
        return found
    if city.grids is None:
        return found if city.sketch is None else Proposal("", "unread")
    border = city.grids.border_within(case.lon, case.lat, city.policies.border_m)
    if border is None:
        return found
    other = city.grids.districts[border.other].code
    beyond = _by_list(case, Place(f"\n{other}", place.zones), city, now)
    both = _distinct(unit for unit in (found.unit, beyond.unit) if unit)
    if len(both) < 2:
        return found
    metres = round(border.metres)
    return Proposal("", "border", candidates=both, border_m=metres, data=(("metres", str(metres)), ("other", other)))
