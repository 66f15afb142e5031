"""Work time of a city: which stretches of time count for limits in work hours and work days.

Instants are int milliseconds UTC; dates are ISO texts ("2026-02-17") and minutes of the day in the calendar's zone.
The model is that of 数字城管: work periods of the day, weekends out, statutory holidays out, 调休 make-up days in.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class CalendarError(ValueError):
    """A calendar that cannot be: unknown zone, impossible period or date, or no work time at all."""


class DayKind(StrEnum):
    """What a date is; a calendar lists holidays and make-up workdays, the rest follows the weekend rule."""

    WORKDAY = "workday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"


@dataclass(frozen=True, slots=True)
class WorkPeriod:
    """One period [start, end) of the working day, in minutes of the day; periods that overlap count once.

    `valid_from`, `valid_to`: first and last date, "" = open. `from_day`, `to_day`: season as month*100+day, both
    inclusive, 0 = the whole year; a season may pass the new year. At a change to summer time a wall time that does not
    exist is read with the offset before the change; one that comes twice is its first occurrence.
    """

    start: int
    end: int
    valid_from: str = ""
    valid_to: str = ""
    from_day: int = 0
    to_day: int = 0

    def holds_on(self, day: date) -> bool:
        """Whether the period is worked on this date, were it a workday."""
        text, season = day.isoformat(), day.month * 100 + day.day
        if text < self.valid_from or (self.valid_to and text > self.valid_to):
            return False
        first, last = self.from_day or 101, self.to_day or 1231
        return first <= season <= last if first <= last else season >= first or season <= last


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A date that differs from the weekend rule, or confirms it: a holiday, or a workday (调休)."""

    date: str
    kind: DayKind
    name: str = ""
    name_en: str = ""


class _Year(NamedTuple):
    """Work periods that begin in one local year, apart and in order; `before[i]` = work ms of the year before i."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    before: tuple[int, ...]
    total: int

    def worked_until(self, t: int) -> int:
        i = bisect_right(self.starts, t) - 1
        return self.before[i] + min(t, self.ends[i]) - self.starts[i] if i >= 0 else 0

    def instant_of(self, worked: int) -> int:
        i = bisect_left(self.before, worked) - 1  # the last period that begins with less: an exact end stays an end
        return self.starts[i] + worked - self.before[i]


def _utc_year(t: int) -> int:
    return (_EPOCH + timedelta(milliseconds=t)).year


@dataclass(frozen=True)  # without slots: the memo lives in __dict__, where neither equality nor an encoder sees it
class WorkCalendar:
    """The calendar of one city in one version; `weekend` are ISO weekdays (6 Saturday, 7 Sunday).

    `minutes_per_day` is what one work day of a limit is worth (480 = 8 h; 6 h elsewhere), whatever the periods add up
    to. A year is laid out when it is first asked for, and kept.
    """

    zone: str
    version: str = ""
    periods: tuple[WorkPeriod, ...] = (WorkPeriod(480, 720), WorkPeriod(840, 1080))
    days: tuple[CalendarDay, ...] = ()
    weekend: tuple[int, ...] = (6, 7)
    minutes_per_day: int = 480

    def __post_init__(self) -> None:
        if len(self._listed) < len(self.days):
            raise CalendarError("a date stands twice among the days")
        if self.minutes_per_day <= 0:
            raise CalendarError("minutes_per_day: expected more than 0")
        for period in self.periods:
            if not 0 <= period.start < period.end <= 1440:
                raise CalendarError(f"work period {period.start}-{period.end}: expected 0 <= start < end <= 1440")
        try:
            ZoneInfo(self.zone)
            for text in (*self._listed, *(t for p in self.periods for t in (p.valid_from, p.valid_to) if t)):
                if date.fromisoformat(text).isoformat() != text:  # also takes 20260217 and week dates
                    raise ValueError(f"date {text}: expected YYYY-MM-DD")
        except (ZoneInfoNotFoundError, OSError, ValueError) as error:
            raise CalendarError(str(error)) from error

    def add_work(self, start: int, work_ms: int) -> int:
        """The first instant at which `work_ms` of work time have passed since `start`; `start` itself for 0.

        A start outside the periods counts from the next one; what uses up a period exactly ends with that period.
        """
        if work_ms <= 0:
            return start
        first = year = _utc_year(start - DAY)
        target = work_ms + sum(each.worked_until(start) for each in self._years_of(start, start))
        while target > (total := self._year(year).total):
            year, target = year + 1, target - total
            if year > first + 50:
                raise CalendarError(f"the work periods never add up to {work_ms} ms after {start}")
        return self._year(year).instant_of(target)

    def work_between(self, a: int, b: int) -> int:
        """Work time in [a, b) in ms; 0 when b is not after a."""
        if b <= a:
            return 0
        return sum(year.worked_until(b) - year.worked_until(a) for year in self._years_of(a, b))

    def work_intervals(self, a: int, b: int) -> tuple[tuple[int, int], ...]:
        """The stretches of work time within [a, b), in order."""
        if b <= a:
            return ()
        found: list[tuple[int, int]] = []
        for year in self._years_of(a, b):
            inside = slice(bisect_right(year.ends, a), bisect_left(year.starts, b))
            for start, end in zip(year.starts[inside], year.ends[inside], strict=True):
                joined = found.pop()[0] if found and found[-1][1] == start else start  # round the clock at new year
                found.append((joined, end))
        return tuple((max(a, start), min(b, end)) for start, end in found)

    def next_start(self, t: int) -> int:
        """`t` itself within a work period [start, end), else the beginning of the next one."""
        return self.add_work(t, 1) - 1

    def kind_of(self, day: date) -> DayKind:
        """Workday, weekend or holiday."""
        usual = DayKind.WEEKEND if day.isoweekday() in self.weekend else DayKind.WORKDAY
        return self._listed.get(day.isoformat(), usual)

    def days_off(self, a: int, b: int) -> tuple[DayKind, ...]:
        """Which kinds of days off lie between two instants, sorted, each once; for the words of a deadline."""
        first, last = self.local(a).date(), self.local(max(a, b - 1)).date()
        kinds = {self.kind_of(first + timedelta(days=n)) for n in range((last - first).days + 1)}
        return tuple(sorted(kinds - {DayKind.WORKDAY}))

    @property
    def known_until(self) -> int:
        """End of the last year that lists days (exclusive); later, only the weekend rule is known. 0 = none listed."""
        years = [int(day.date[:4]) for day in self.days]
        return self._instant(date(max(years) + 1, 1, 1), 0) if years else 0

    def local(self, t: int) -> datetime:
        """The instant as wall time of the city."""
        return (_EPOCH + timedelta(milliseconds=t)).astimezone(ZoneInfo(self.zone))

    @cached_property
    def _listed(self) -> dict[str, DayKind]:
        return {day.date: day.kind for day in self.days}

    @cached_property
    def _years(self) -> dict[int, _Year]:
        return {}

    def _instant(self, day: date, minute: int) -> int:
        day, minute = (day + timedelta(days=1), 0) if minute == 1440 else (day, minute)
        wall = datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=ZoneInfo(self.zone))
        return int(wall.timestamp()) * 1000  # whole minutes: exact

    def _year(self, year: int) -> _Year:
        years = self._years
        return years.get(year) or years.setdefault(year, self._laid_out(year))

    def _years_of(self, a: int, b: int) -> list[_Year]:
        return [self._year(year) for year in range(_utc_year(a - DAY), _utc_year(b + DAY) + 1)]

    def _laid_out(self, year: int) -> _Year:
        starts: list[int] = []
        ends: list[int] = []
        for start, end in sorted(self._stretches(year)):
            if ends and start <= ends[-1]:
                ends[-1] = max(ends[-1], end)
            else:
                starts.append(start)
                ends.append(end)
        *before, total = accumulate((end - start for start, end in zip(starts, ends, strict=True)), initial=0)
        return _Year(tuple(starts), tuple(ends), tuple(before), total)

    def _stretches(self, year: int) -> list[tuple[int, int]]:
        stretches = []
        for ordinal in range(date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal()):
            day = date.fromordinal(ordinal)
            if self.kind_of(day) is DayKind.WORKDAY:
                held = [period for period in self.periods if period.holds_on(day)]
                stretches += [(self._instant(day, p.start), self._instant(day, p.end)) for p in held]
        return [(start, end) for start, end in stretches if start < end]
