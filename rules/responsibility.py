"""Who is responsible: rulings, then the duty list read for category, condition, place, owner and time; and why.

The list is an ordered set of layers that may overlap (committees, windows, rivers), each row with its validity.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from rules.assignment import LegStage
from rules.case import Case
from rules.city import City, Duty
from rules.deed import lead_of
from rules.duties import ROAD, Ruling, in_force
from rules.duty_index import Place, matters
from rules.duty_rows import Ranked, fitting, is_coverage


@dataclass(frozen=True, slots=True)
class Proposal:
    """The proposed unit ("" = none: one must be chosen) and its ground, a key of the texts ("ground.duty_list").

    Grounds with a unit: ruling (a ruling holds here) · coverage (no collector walks there) · duty_list · owner (of the
    component) · rework (the same unit again) · taken_back (as before the recall).
    Without: no_duty · overlap (two units of equal right) · border (nearer than the city's limit to another district) ·
    returned (who was responsible has returned it) · nowhere (outside every grid) · unread (only the geometry tells, and
    that is being read). `data` fills the placeholders of "proposal.<ground>"; `border_m` is 0 where no border is near.
    `make_safe`: the 兜底 unit, where nobody answers for it.
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
    make_safe: str = ""


_NOBODY = frozenset({"no_duty", "returned", "border"})


def propose(case: Case, city: City, now: int) -> Proposal:
    """The unit for the next dispatch of a case, with its reason; `now` (ms UTC) gives time of day, season, validity."""
    again = _again(case, city)
    if again is None:
        return standing(case, city, now)
    ruled = _ruled(case, city, now)
    return again if ruled is None or again.unit == ruled.unit else ruled


def standing(case: Case, city: City, now: int, valid: int = 0) -> Proposal:
    """Who answers for the matter, place, owner and time of a case, whatever was done with it before.

    `valid`: the instant at which rulings, rows, layers and units must be in force, 0 = now.
    """
    ruled = _ruled(case, city, valid or now)
    if ruled is not None:
        return ruled
    if not case.unit_grid and not case.district:
        return Proposal("", "nowhere")
    place = place_of(case, city)
    if place is None:
        return Proposal("", "unread")
    found = _at_border(case, place, by_list(case, place, city, now, valid), city, (now, valid))
    return replace(found, make_safe=city.policies.make_safe_unit) if found.ground in _NOBODY else found


def why(case: Case, unit: str, city: City, now: int) -> tuple[tuple[str, str], ...]:
    """Why a case goes to this unit, as it is kept with its leg: the ground, and what fills its words.

    "chosen" = by the dispatcher and not by the proposal; then what the list says of the unit stands beside it.
    """
    found = propose(case, city, now)
    if found.unit == unit:
        return ("ground", found.ground), *found.data
    if unit in found.candidates:
        return ("ground", found.ground), ("chosen", "1"), *found.data
    place = place_of(case, city)
    rows = fitting(case, place, city, now) if place is not None else []
    row = next((each.row for each in rows if each.row.unit == unit and each.row.lead), None)
    return ("ground", "duty_list" if row else "chosen"), ("chosen", "1"), *(_why(row, city) if row else ())


def _again(case: Case, city: City) -> Proposal | None:
    """The unit that the case itself names: after a failed check the same one, after a recall the one before it."""
    if not case.proposed or case.proposed not in city.units:
        return None
    lead = lead_of(case.legs)
    failed = lead is not None and lead.failed_at > 0
    data = (("n", str(case.rework)), ("unit", case.proposed))
    return Proposal(case.proposed, "rework" if failed else "taken_back", data=data)


# --- rulings


def ruling_at(case: Case, city: City, now: int) -> Ruling | None:
    """The ruling in force over the place and matter of a case; of several the latest."""
    if not city.rulings or not case.located:
        return None
    wanted = matters(case.category)
    found = [city.ruling_by_no[no] for no in city.ruling_index.at(case.lon, case.lat)]
    held = [each for each in found if each.category in wanted and in_force(each.since, each.until, now)]
    return max(held, key=lambda each: each.since, default=None)


def _ruled(case: Case, city: City, now: int) -> Proposal | None:
    """Who was ruled to be responsible: for this case, else for its place."""
    if case.ruled_unit in city.units and case.ruled_unit:
        return Proposal(case.ruled_unit, "ruling", data=(("no", case.ruling), ("unit", case.ruled_unit)))
    ruling = ruling_at(case, city, now)
    if ruling is None or ruling.unit not in city.units:
        return None
    data = (("no", ruling.no), ("unit", ruling.unit), *_until(ruling.until, city))
    return Proposal(ruling.unit, "ruling", data=data)


# --- places and the list


def waits_for_geometry(case: Case, city: City) -> bool:
    """Whether who is responsible cannot be said before the geometry of the city is read."""
    if not case.located or city.grids is not None or city.sketch is None:
        return False
    return city.zones_at(case.lon, case.lat) is None or not city.is_inner(case.lon, case.lat)


def place_of(case: Case, city: City) -> Place | None:
    """The codes of the place of a case, and the zones over its point; None = these only the geometry tells."""
    codes = tuple(filter(None, (case.district, case.street, case.community, case.duty_grid, case.unit_grid)))
    if not case.located:
        return Place(codes)
    zones = city.zones_at(case.lon, case.lat)
    return Place(codes, zones, city.area_index.at(case.lon, case.lat)) if zones is not None else None


def by_list(case: Case, place: Place, city: City, now: int, valid: int = 0) -> Proposal:
    """What the list alone says, whatever rulings and borders say; `valid` as in `fitting`."""
    returned = {leg.unit for leg in case.legs if leg.stage is LegStage.RETURNED}
    rows = fitting(case, place, city, now, valid)
    leads = [each for each in rows if each.row.lead and each.row.unit not in returned]
    owned = _owned(case, city, leads, returned)
    if owned:
        return owned
    if not leads:
        refused = any(row.lead for _, _, row in rows)
        return Proposal("", "returned" if refused else "no_duty", candidates=_distinct(u for u in returned))
    best = leads[0].strength
    equal = _distinct(each.row.unit for each in leads if each.strength == best)
    others = _distinct(each.row.unit for each in leads if each.row.unit not in equal[:1])
    if len(equal) > 1:
        return Proposal("", "overlap", candidates=equal, runners_up=others, data=(("n", str(len(equal))),))
    row = leads[0].row
    helpers = _distinct(each.unit for _, _, each in rows if not each.lead and each.unit != row.unit)
    ground = "coverage" if is_coverage(row, city) else "duty_list"
    return Proposal(
        row.unit,
        ground,
        duty_no=row.no,
        layer=row.layer,
        helpers=helpers,
        runners_up=others,
        data=_why(row, city),
    )


def _owned(case: Case, city: City, leads: list[Ranked], returned: set[str]) -> Proposal | None:
    """The owner of a component (权属单位), unless a row names that owner or a coverage zone takes the whole case."""
    if not (case.owner and case.category.startswith("component-") and city.policies.owner_leads):
        return None
    unit = city.unit_named(case.owner)
    named = any(each.row.owner for each in leads) or (leads and is_coverage(leads[0].row, city))
    if unit is None or unit in returned or named:
        return None
    others = _distinct(each.row.unit for each in leads if each.row.unit != unit)
    return Proposal(unit, "owner", runners_up=others, data=(("owner", case.owner), ("unit", unit)))


def _why(row: Duty, city: City) -> tuple[tuple[str, str], ...]:
    """The reason as data: number, layer and place of the row, its hours, days, season and dates where it has any."""
    hours = f"{_clock(row.from_minute)}–{_clock(row.to_minute)}" if row.from_minute != row.to_minute else ""
    season = f"{_day(row.from_day)}–{_day(row.to_day)}" if row.from_day else ""
    told = {"no": row.no, "unit": row.unit, "place": row.place or (ROAD + row.road if row.road else "")}
    told |= {"hours": hours, "season": season, "days": " ".join(row.days), "owner": row.owner}
    if row.layer in city.layer_by_number:
        told["layer"] = str(row.layer)
    return *((name, value) for name, value in told.items() if value), *_from(row.since, city), *_until(row.until, city)


def _from(since: int, city: City) -> tuple[tuple[str, str], ...]:
    return (("since", city.calendar.local(since).date().isoformat()),) if since else ()


def _until(until: int, city: City) -> tuple[tuple[str, str], ...]:
    """The last day that counts."""
    last = city.calendar.local(until - 1).date() if until else None
    return (("until", last.isoformat()),) if last else ()


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _day(day: int) -> str:
    return f"{day // 100:02d}-{day % 100:02d}"


def _distinct(units: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(units))


# --- near a border


def _at_border(case: Case, place: Place, found: Proposal, city: City, instants: tuple[int, int]) -> Proposal:
    """Near another district for which another unit answers, both are shown and none is preset."""
    if not case.located or city.is_inner(case.lon, case.lat):
        return found
    if city.grids is None:
        return found if city.sketch is None else Proposal("", "unread")
    border = city.grids.border_within(case.lon, case.lat, city.policies.border_m)
    if border is None:
        return found
    other = city.grids.districts[border.other].code
    beyond = by_list(case, place._replace(codes=(other,)), city, *instants)
    both = _distinct(unit for unit in (found.unit, beyond.unit) if unit)
    if len(both) < 2:
        return found
    metres = round(border.metres)
    data = (("metres", str(metres)), ("other", other), *_unowned(case))
    return Proposal("", "border", candidates=both, border_m=metres, data=data)


def _unowned(case: Case) -> tuple[tuple[str, str], ...]:
    """Of a component it is said that nobody knows whose it is."""
    return (("unowned", "1"),) if case.category.startswith("component-") and not case.owner else ()
