"""What a city lays down beside its duty list: named layers, drawn areas, rulings, and who has the duty phone when.

Points are integers of 1e-7 degree CGCS2000, longitude first; instants ms UTC, `until` 0 = open and never included.
"""

from dataclasses import dataclass
from datetime import timedelta

from rules.calendar import DayKind, WorkCalendar

Ring = tuple[tuple[int, int], ...]
ROAD = "road:"  # begins the code of the area along a road


@dataclass(frozen=True, slots=True)
class DutyLayer:
    """A layer of the duty list; the smallest `number` goes first.

    `kind`: duty | coverage. Rows of a coverage layer name who takes whole cases where no collector walks; they go
    before every duty layer, and their cases stand outside the scores of regions.
    """

    number: int
    name: str = ""
    name_en: str = ""
    kind: str = "duty"
    since: int = 0
    until: int = 0


@dataclass(frozen=True, slots=True)
class DutyArea:
    """An area that rows of the duty list name as their place. Rings are not closed; holes by the even-odd rule."""

    code: str
    name: str
    name_en: str = ""
    rings: tuple[Ring, ...] = ()


@dataclass(frozen=True, slots=True)
class Ruling:
    """A ruling (裁定) of a shift leader: who answers for these matters in this area, before the list, until a day."""

    no: str
    unit: str
    category: str = "*"  # as in a row of the duty list
    rings: tuple[Ring, ...] = ()
    since: int = 0
    until: int = 0
    reason: str = ""
    case_id: str = ""
    by: str = ""


def ruling_number(number: str, rulings: int) -> str:
    """The number of the n-th ruling on a case: it is made where the ruling is, and the same on every machine."""
    return f"{number}-{rulings}"


@dataclass(frozen=True, slots=True)
class Watch:
    """One line of the duty roster (值班表): who answers for a unit in these hours, and under which phone."""

    no: str
    unit: str
    name: str
    phone: str
    name_en: str = ""
    from_minute: int = 0  # time of day in city time, [from, to); equal = the whole day; may pass midnight
    to_minute: int = 0
    days: tuple[str, ...] = ()  # workday, weekend, holiday; none = all
    since: int = 0
    until: int = 0


@dataclass(frozen=True, slots=True)
class LocalTime:
    """An instant as rows ask for it: minute of the day, day of the year (month*100+day), kinds of day and eve."""

    now: int
    minute: int
    day: int
    kind: str
    eve: str  # kind of the day before: to it belong the small hours of a night that began there


def local_time(calendar: WorkCalendar, now: int) -> LocalTime:
    """City time of an instant."""
    local = calendar.local(now)
    today = local.date()
    kind: DayKind = calendar.kind_of(today)
    eve = calendar.kind_of(today - timedelta(days=1))
    return LocalTime(now, local.hour * 60 + local.minute, local.month * 100 + local.day, str(kind), str(eve))


def in_force(since: int, until: int, now: int) -> bool:
    """Whether now lies in [since, until)."""
    return since <= now and (not until or now < until)


def in_hours(first: int, last: int, days: tuple[str, ...], at: LocalTime) -> bool:
    """Whether it is the hour and the kind of day; a span that passes midnight belongs to the day that it began on."""
    passes = first > last
    if first != last and not within(first, last, at.minute):
        return False
    return not days or (at.eve if passes and at.minute < last else at.kind) in days


def within(first: int, end: int, value: int) -> bool:
    """Whether a value lies in [first, end), which may pass its own end (22:00–06:00, November–March)."""
    return first <= value < end if first < end else value >= first or value < end
