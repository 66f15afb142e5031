"""Single values of a city's files: limits, dates, times, flags. Each parser takes a text and raises `BadValue`."""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TypeVar
from zoneinfo import ZoneInfo

from rules.city import MilestoneLimit
from rules.clock import Limit, LimitUnit

E = TypeVar("E", bound=StrEnum)

BETWEEN = " | "  # between the parts of a list in one cell


class BadValue(ValueError):
    """A text that is no such value; `key` names the finding that says what was expected."""

    def __init__(self, key: str, given: str, expected: Iterable[str] = ()) -> None:
        super().__init__(f"{key}: {given}")
        self.key, self.details = key, {"given": given, "expected": ", ".join(expected)}


def whole(text: str) -> int:
    """A whole number of at least 0."""
    if not re.fullmatch(r"\d{1,9}", text, re.ASCII):
        raise BadValue("number", text)
    return int(text)


def flag(text: str) -> bool:
    """yes/no, true/false, 1/0, 是/否; empty = no."""
    word = text.lower()
    if word not in {"", "no", "false", "0", "否", "yes", "true", "1", "是"}:
        raise BadValue("flag", text)
    return word in {"yes", "true", "1", "是"}


def number(text: str) -> float:
    """A number with or without a sign and decimals."""
    if not re.fullmatch(r"[+-]?\d{1,9}(\.\d{1,12})?", text, re.ASCII):
        raise BadValue("decimal", text)
    return float(text)


def phone(text: str) -> str:
    """A phone number as people write it; empty = none."""
    if text and not re.fullmatch(r"\+?[\d()（）\-\s]{3,24}(?:[转,#x]\s?\d{1,6})?", text, re.ASCII):
        raise BadValue("phone", text)
    return text


def limit(text: str) -> Limit:
    """A limit as "4 work_hour"."""
    value, _, unit = text.strip().partition(" ")
    if not re.fullmatch(r"\d{1,6}", value, re.ASCII) or unit.strip() not in set(LimitUnit):
        raise BadValue("limit", text, LimitUnit)
    return Limit(int(value), LimitUnit(unit.strip()))


def milestones(text: str) -> tuple[MilestoneLimit, ...]:
    """Limits of their own as "make_safe:2 urgent_hour | repair:5 work_day"; empty = none."""
    found = []
    for part in parts(text):
        key, colon, rest = part.partition(":")
        if not colon or not key.strip():
            raise BadValue("milestones", text)
        found.append(MilestoneLimit(key.strip(), limit(rest)))
    return tuple(found)


def parts(text: str) -> tuple[str, ...]:
    """A list in one cell: its parts stand between " | "."""
    return tuple(part.strip() for part in text.split(BETWEEN) if part.strip())


def minute(text: str) -> int:
    """A time of day "HH:MM" (to "24:00") as minutes; empty = 0."""
    if not text:
        return 0
    found = re.fullmatch(r"(\d{1,2}):(\d{2})", text, re.ASCII)
    total = int(found[1]) * 60 + int(found[2]) if found else -1
    if not found or int(found[2]) > 59 or total > 1440:
        raise BadValue("time", text)
    return total


def season(text: str) -> int:
    """A day of the year "MM-DD" as month*100+day; empty = 0."""
    if not text:
        return 0
    try:
        if not re.fullmatch(r"\d{2}-\d{2}", text, re.ASCII):
            raise ValueError(text)
        day = date.fromisoformat(f"2024-{text}")  # a leap year: 02-29 is a day
    except ValueError as error:
        raise BadValue("season", text) from error
    return day.month * 100 + day.day


def day_text(text: str) -> str:
    """A date "YYYY-MM-DD", unchanged."""
    try:
        if date.fromisoformat(text).isoformat() == text:
            return text
    except ValueError:
        pass  # said below, as for dates in another form
    raise BadValue("date", text)


def first_instant(zone: ZoneInfo) -> Callable[[str], int]:
    """Parser of a first day: its beginning in the city's zone, ms UTC; empty = 0."""
    return lambda text: _instant(date.fromisoformat(day_text(text)), zone) if text else 0


def end_instant(zone: ZoneInfo) -> Callable[[str], int]:
    """Parser of a last day, which counts in full: the beginning of the day after it, ms UTC; empty = 0."""
    return lambda text: _instant(date.fromisoformat(day_text(text)) + timedelta(days=1), zone) if text else 0


def one_of(*words: str) -> Callable[[str], str]:
    """Parser of one word out of a list; empty = the first."""

    def parse(text: str) -> str:
        if text and text not in words:
            raise BadValue("choice", text, words)
        return text or words[0]

    return parse


def member(kind: type[E]) -> Callable[[str], E]:
    """Parser of a word that the rules know."""

    def parse(text: str) -> E:
        try:
            return kind(text)
        except ValueError as error:
            raise BadValue("choice", text, kind) from error

    return parse


def _instant(day: date, zone: ZoneInfo) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=zone).timestamp()) * 1000
