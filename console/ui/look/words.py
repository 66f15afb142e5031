"""How times and numbers are said, in both languages: the left column, instants in city time, thousands.

Instants are milliseconds UTC; the city's zone is given. Nothing here reads a clock or knows Qt.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

SECOND, MINUTE, HOUR, DAY = 1_000, 60_000, 3_600_000, 86_400_000
TO_THE_SECOND = 5 * MINUTE
"""Below this much time left, seconds are shown."""

NONE = "–"
DOT = re.compile(" +(?=·)")


def sentence(words: str) -> str:
    """Words that begin a line or stand alone: with a capital where the script has such."""
    return words[:1].upper() + words[1:]


def bound(words: str) -> str:
    """The same words, but no line begins with a "·": it stays with what stands before it."""
    return DOT.sub(lambda spaces: "\N{NO-BREAK SPACE}" * len(spaces[0]), words)


@dataclass(frozen=True, slots=True)
class TimeWords:
    """The words of one language; each pattern is filled with `str.format`."""

    minutes: str
    hours: str
    days: str
    only_hours: str
    only_days: str
    overdue: str
    seconds_span: str
    minutes_span: str
    day: str
    day_time: str
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    ago: str
    ms: str


WORDS = {
    "zh_CN": TimeWords(
        minutes="{0} 分", hours="{0} 时 {1:02} 分", days="{0} 天 {1} 时",
        only_hours="{0} 时", only_days="{0} 天", overdue="超 {0}",
        seconds_span="{0} 秒", minutes_span="{0} 分 {1} 秒",
        day="{month:02}-{day:02} {weekday}", day_time="{date} {time}",
        weekdays=("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
        months=(), ago="{0}前", ms="{0} 毫秒",
    ),
    "en": TimeWords(
        minutes="{0} min", hours="{0} h {1:02}", days="{0} d {1} h",
        only_hours="{0} h", only_days="{0} d", overdue="+ {0}",
        seconds_span="{0} s", minutes_span="{0} min {1} s",
        day="{weekday} {day} {month_name}", day_time="{date} {time}",
        weekdays=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
        months=("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
        ago="{0} ago", ms="{0} ms",
    ),
}  # fmt: skip


class Words:
    """Times and numbers in one language ("zh_CN" or "en") and one city's zone. Raises KeyError for another language."""

    def __init__(self, language: str, zone: tzinfo) -> None:
        self._words = WORDS[language]
        self.zone = zone

    def left(self, ms: int | None) -> str:
        """Time left: `04:12`, `18 分`, `2 时 05 分`, `3 天 4 时`; negative is overdue: `超 04:12`; None: `–`.

        It stands in a narrow column: from ten hours or days on the lesser unit is left out.
        """
        if ms is None:
            return NONE
        return self._words.overdue.format(self._rough(-ms)) if ms < 0 else self._rough(ms)

    def _rough(self, ms: int) -> str:
        """A duration with two units as long as the greater one has one digit, above with that one alone."""
        if 10 * HOUR <= ms < DAY:
            return self._words.only_hours.format(ms // HOUR)
        if ms >= 10 * DAY:
            return self._words.only_days.format(ms // DAY)
        return self._duration(ms)

    def _duration(self, ms: int) -> str:
        if ms < TO_THE_SECOND:
            return f"{ms // MINUTE:02}:{ms % MINUTE // SECOND:02}"
        if ms < HOUR:
            return self._words.minutes.format(ms // MINUTE)
        if ms < DAY:
            return self._words.hours.format(ms // HOUR, ms % HOUR // MINUTE)
        return self._words.days.format(ms // DAY, ms % DAY // HOUR)

    def span(self, ms: int) -> str:
        """How long something lasted or is ago, to the second below an hour: `12 秒`, `5 分 12 秒`, `2 时 05 分`."""
        if ms < MINUTE:
            return self._words.seconds_span.format(ms // SECOND)
        if ms < HOUR:
            return self._words.minutes_span.format(ms // MINUTE, ms % MINUTE // SECOND)
        return self._duration(ms)

    def ago(self, ms: int) -> str:
        """The same as an age: `12 秒前`."""
        return self._words.ago.format(self.span(ms))

    def milliseconds(self, ms: int) -> str:
        """A round trip: `18 毫秒`."""
        return self._words.ms.format(self.number(ms))

    def at(self, instant: int, now: int) -> str:
        """An instant: today `10:32`, another day `11-24 周二 10:32`, another year with its year before."""
        moment, today = self._city(instant), self._city(now)
        if moment.date() == today.date():
            return self.clock(instant)
        date = self.date(instant) if moment.year == today.year else f"{moment.year}-{self.date(instant)}"
        if moment.year != today.year and self._words.months:
            date = f"{self.date(instant)} {moment.year}"
        return self._words.day_time.format(date=date, time=self.clock(instant))

    def due(self, instant: int) -> str:
        """A deadline, always with its weekday: `11-24 周二 10:32`."""
        return self._words.day_time.format(date=self.date(instant), time=self.clock(instant))

    def date(self, instant: int) -> str:
        """The day with its weekday: `11-24 周二`, `Tue 24 Nov`."""
        moment = self._city(instant)
        months = self._words.months
        return self._words.day.format(
            month=moment.month,
            day=moment.day,
            weekday=self._words.weekdays[moment.weekday()],
            month_name=months[moment.month - 1] if months else "",
        )

    def day(self, instant: int) -> str:
        """A day of any year, as an edition is called: `2026-09-01`."""
        return self._city(instant).strftime("%Y-%m-%d")

    def day_name(self, instant: int) -> str:
        """The day, short, as on the deadline bar: `周五 20`, `Fri 20`."""
        moment = self._city(instant)
        return f"{self._words.weekdays[moment.weekday()]} {moment.day}"

    def whole_days(self, start: int, end: int) -> str:
        """The weekdays that lie wholly in [start, end]: `周六–周日`, `Sat–Sun`; empty when there is none."""
        first = self._city(start + DAY - 1)
        first -= timedelta(hours=first.hour, minutes=first.minute, seconds=first.second)
        last = self._city(end) - timedelta(days=1)
        if last < first:
            return ""
        names = [self._words.weekdays[day.weekday()] for day in (first, last)]
        return NONE.join(names if last - first >= timedelta(days=1) else names[:1])

    def clock(self, instant: int) -> str:
        """The time of day to the minute: `10:32`."""
        moment = self._city(instant)
        return f"{moment.hour:02}:{moment.minute:02}"

    def clock_seconds(self, instant: int) -> str:
        """The time of day to the second: `10:31:48`."""
        moment = self._city(instant)
        return f"{moment.hour:02}:{moment.minute:02}:{moment.second:02}"

    def number(self, value: int | None) -> str:
        """A whole number with thousands separators; `–` for none."""
        return NONE if value is None else f"{value:,}"

    def share(self, part: int, whole: int) -> str:
        """A count out of another: `37/39`; `–` when there is no whole."""
        return f"{self.number(part)}/{self.number(whole)}" if whole else NONE

    def _city(self, instant: int) -> datetime:
        return datetime.fromtimestamp(instant // SECOND, self.zone)
