"""Who is in charge of a place in the street: grid leaders, road chiefs, and the collector on shift, each with reason.

Instants are ms UTC. A place is that of a case; who asks for a mere point makes a case of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from rules.calendar import WorkCalendar
from rules.case import Case
from rules.city import City
from rules.duties import in_force, in_hours, local_time
from rules.organisation import COLLECTOR, EXCLUSIVE, GRID_LEADER, ROAD_CHIEF, Post, SpecialGrid, Staff

_AHEAD = 14  # days that are looked through for the next shift
_HOUR = 60


@dataclass(frozen=True, slots=True)
class Held:
    """A grid or road section that a point lies in: its code and names, and what it is.

    `kind`: exclusive | micro | section, or one of `rules.organisation.LEVELS`; `level`: the city's number of it, or 0.
    """

    code: str
    kind: str
    name: str = ""
    name_en: str = ""
    level: int = 0


@dataclass(frozen=True, slots=True)
class InCharge:
    """Who has a duty here: on shift now until `at`, or from `at` on; 0 = no end, or no beginning within two weeks."""

    duty: str
    held: Held
    staff: Staff
    on_shift: bool = True
    at: int = 0


@dataclass(frozen=True, slots=True)
class Checker:
    """Who a check is proposed to, and the ground, a key of the texts ("check.<ground>").

    on_shift · stand_in (nobody of the place's own grid is on shift, of a wider one somebody is) · next_shift (nobody
    is: whose shift begins first) · grid (no shifts are known: whoever walks the responsibility grid) · nobody (outside
    every grid).
    `own` is the narrowest grid that has collectors; `others` come next.
    """

    ground: str
    chosen: InCharge | None = None
    own: Held | None = None
    others: tuple[InCharge, ...] = ()

    @property
    def login(self) -> str:
        """The account that the check arrives in; "" = whoever walks the responsibility grid."""
        return self.chosen.staff.login if self.chosen is not None else ""


# --- places


def held_at(case: Case, city: City, now: int) -> tuple[Held, ...]:
    """The grids over a case in the order in which collectors are asked for: exclusive and micro, then narrow first.

    Micro grids refine the grid that they name as their parent, else the municipal one: inside an exclusive grid only
    its own come first.
    """
    special = city.organisation.grids_at(case.lon, case.lat, now) if case.located else ()
    exclusive = [grid for grid in special if grid.kind == EXCLUSIVE]
    codes = {grid.code for grid in exclusive}
    micro = [grid for grid in special if grid.kind != EXCLUSIVE]
    inner = [grid for grid in micro if grid.parent in codes]
    outer = [grid for grid in micro if grid.parent not in codes]
    first = (*inner, *exclusive, *outer) if exclusive else tuple(micro)
    return *(_special(grid) for grid in first), *_divisions(case, city)


def _special(grid: SpecialGrid) -> Held:
    return Held(grid.code, grid.kind, grid.name, grid.name_en)


def _divisions(case: Case, city: City) -> Iterator[Held]:
    for kind, code in (
        ("unit", case.unit_grid),
        ("duty", case.duty_grid),
        ("community", case.community),
        ("street", case.street),
        ("district", case.district),
        ("city", city.code),
    ):
        if code:
            level = city.organisation.level_of(kind)
            yield Held(code, kind, *place_names(city, code), level.number if level else 0)


def place_names(city: City, code: str) -> tuple[str, str]:
    """The names of a place that somebody has a post at; an unknown code stands for itself."""
    organisation = city.organisation
    known = organisation.grid_by_code.get(code) or organisation.section_by_code.get(code)
    if known is not None:
        return known.name, known.name_en
    return (city.name, city.name_en) if code == city.code else city.places.get(code, (code, ""))


# --- people


def in_charge(case: Case, city: City, now: int) -> tuple[InCharge, ...]:
    """Grid leaders of every grid over a case, the narrowest first, then the chiefs of the roads beside it."""
    held = held_at(case, city, now)
    sections = city.organisation.sections_at(case.lon, case.lat, now) if case.located else ()
    roads = [Held(each.code, "section", each.name, each.name_en) for each in sections]
    leaders = (each for grid in held for each in _serving(GRID_LEADER, grid, city, now))
    chiefs = (each for road in roads for each in _serving(ROAD_CHIEF, road, city, now))
    return *leaders, *chiefs


def on_the_place(case: Case, city: City, now: int) -> tuple[InCharge, ...]:
    """Who the centre is told of: the collector that a check would go to, then leaders and chiefs."""
    chosen = checker(case, city, now).chosen
    return *((chosen,) if chosen is not None else ()), *in_charge(case, city, now)


def collectors(case: Case, city: City, now: int) -> tuple[InCharge, ...]:
    """Every collector with a post over a case, those of the narrowest grid first; also who is not on shift now."""
    return tuple(each for grid in held_at(case, city, now) for each in _at_post(COLLECTOR, grid, city, now))


def checker(case: Case, city: City, now: int) -> Checker:
    """Who a check of a case is proposed to at an instant, and why."""
    known = collectors(case, city, now)
    rest = "grid" if case.duty_grid else "nobody"
    if not known:
        return Checker(rest)
    own, on_shift = known[0].held, [each for each in known if each.on_shift]
    if on_shift:
        chosen = on_shift[0]
        ground = "on_shift" if chosen.held.code == own.code else "stand_in"
    else:
        coming = [each for each in known if each.at]
        if not coming:
            return Checker(rest, own=own)
        chosen, ground = min(coming, key=lambda each: each.at), "next_shift"
    others = tuple(each for each in known if each is not chosen)
    return Checker(ground, chosen, own, others)


def shift_now(login: str, city: City, now: int) -> InCharge | None:
    """The shift that whoever has this account is on, else the next one; None = none is known."""
    found = []
    for post in city.organisation.shifts_of(login):
        staff = city.organisation.staff_by_code[post.staff]
        if post.duty == COLLECTOR and in_force(staff.since, staff.until, now):
            found.append(_standing(post, staff, Held(post.place, "", *place_names(city, post.place)), city, now))
    ordered = sorted(
        (each for each in found if each.on_shift or each.at), key=lambda each: (not each.on_shift, each.at)
    )
    return ordered[0] if ordered else None


def _serving(duty: str, held: Held, city: City, now: int) -> Iterator[InCharge]:
    """Whoever has the duty there at this hour."""
    return (each for each in _at_post(duty, held, city, now) if each.on_shift)


def _at_post(duty: str, held: Held, city: City, now: int) -> Iterator[InCharge]:
    """Everybody with a post of the duty there, of now or to come."""
    for post in city.organisation.posts_at(duty, held.code):
        staff = city.organisation.staff_by_code.get(post.staff)
        if staff is not None and in_force(staff.since, staff.until, now) and not (post.until and post.until <= now):
            yield _standing(post, staff, held, city, now)


def _standing(post: Post, staff: Staff, held: Held, city: City, now: int) -> InCharge:
    if is_on(post, city.calendar, now):
        return InCharge(post.duty, held, staff, True, shift_end(post, city.calendar, now))
    return InCharge(post.duty, held, staff, False, next_shift(post, city.calendar, now))


# --- hours


def is_on(post: Post, calendar: WorkCalendar, now: int) -> bool:
    """Whether the hours of a post hold at an instant."""
    hours = (post.from_minute, post.to_minute, post.days)
    return in_force(post.since, post.until, now) and in_hours(*hours, local_time(calendar, now))


def shift_end(post: Post, calendar: WorkCalendar, now: int) -> int:
    """When the shift that holds now ends; 0 = one of the whole day, which ends with the post alone."""
    if post.from_minute == post.to_minute:
        return post.until
    local = calendar.local(now)
    passes = post.from_minute > post.to_minute and local.hour * _HOUR + local.minute >= post.from_minute
    end = _instant(local + timedelta(days=1) if passes else local, post.to_minute)
    return min(end, post.until) if post.until else end


def next_shift(post: Post, calendar: WorkCalendar, now: int) -> int:
    """When a post holds next; 0 = not within two weeks."""
    if post.since > now and is_on(post, calendar, post.since):
        return post.since  # it begins in the middle of its hours
    local = calendar.local(max(now, post.since))
    for day in range(_AHEAD):
        begins = _instant(local + timedelta(days=day), post.from_minute)
        if begins > now and is_on(post, calendar, begins):
            return begins
    return 0


def _instant(day: datetime, minute: int) -> int:
    """A time of day on a day of the city, by its wall clock."""
    midnight = day.replace(hour=0, minute=0, second=0, microsecond=0)
    whole, rest = divmod(minute, 24 * _HOUR)
    wall = (midnight + timedelta(days=whole)).replace(hour=rest // _HOUR, minute=rest % _HOUR)
    return int(wall.timestamp()) * 1000
