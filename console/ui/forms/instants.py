"""Instants as people type them: `15:00`, `+30m`, `+7d`, `11-24 16:30`, `1124 1630`, `明天 9`; in the city's zone."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta, tzinfo
from typing import TypeVar

T = TypeVar("T")

STEPS = {
    "m": timedelta(minutes=1), "min": timedelta(minutes=1), "分": timedelta(minutes=1), "分钟": timedelta(minutes=1),
    "h": timedelta(hours=1), "时": timedelta(hours=1), "小时": timedelta(hours=1),
    "d": timedelta(days=1), "天": timedelta(days=1), "日": timedelta(days=1),
    "w": timedelta(weeks=1), "周": timedelta(weeks=1),
}  # fmt: skip
DAYS = {"today": 0, "今天": 0, "tomorrow": 1, "明天": 1, "后天": 2, "yesterday": -1, "昨天": -1}
MORNING = time(9)  # of a day without a time

_STEP = re.compile(r"([+-])\s*(\d{1,4})\s*([a-z]+|[分钟小时天日周]+)")
_TIME = re.compile(r"(\d{1,2}):(\d{2})|(\d{2})(\d{2})|(\d{1,2})")
_DATE = re.compile(r"(?:(\d{4})-)?(\d{1,2})-(\d{1,2})|(\d{2})(\d{2})")


def parse(typed: str, now: int, zone: tzinfo, *, ahead: bool = True) -> int | None:
    """The instant meant, ms UTC; None when it cannot be read.

    A time without a day is the next one (`ahead`), or the last one; a day without a year likewise. A day without a time
    is its 09:00.
    """
    words = typed.strip().lower().replace("：", ":").replace("/", "-").split()
    here = datetime.fromtimestamp(now / 1000, zone)
    found = _step(words, here) if len(words) == 1 else None
    if found is None:
        found = _moment(words, here, ahead)
    return round(found.timestamp() * 1000) if found else None


def _step(words: list[str], here: datetime) -> datetime | None:
    hit = _STEP.fullmatch(words[0])
    if hit is None or hit[3] not in STEPS:
        return None
    span = int(hit[2]) * STEPS[hit[3]]
    return here + span if hit[1] == "+" else here - span


def _moment(words: list[str], here: datetime, ahead: bool) -> datetime | None:
    if len(words) == 1 and ":" in words[0]:
        return _nearest(_time(words[0]), here, ahead)
    if len(words) not in {1, 2}:
        return None
    at = _time(words[1]) if len(words) == 2 else MORNING
    day = _day(words[0], here, ahead)
    return datetime.combine(day, at, here.tzinfo) if day and at else None


def _nearest(at: time | None, here: datetime, ahead: bool) -> datetime | None:
    """That time of day, the next or the last one."""
    if at is None:
        return None
    found = datetime.combine(here.date(), at, here.tzinfo)
    if ahead and found <= here:
        return datetime.combine(here.date() + timedelta(days=1), at, here.tzinfo)
    if not ahead and found > here:
        return datetime.combine(here.date() - timedelta(days=1), at, here.tzinfo)
    return found


def _time(typed: str) -> time | None:
    hit = _TIME.fullmatch(typed)
    if hit is None:
        return None
    hour, minute = (hit[1], hit[2]) if hit[1] else (hit[3], hit[4]) if hit[3] else (hit[5], "0")
    return _valid(lambda: time(int(hour), int(minute)))


def _day(typed: str, here: datetime, ahead: bool) -> date | None:
    if typed in DAYS:
        return here.date() + timedelta(days=DAYS[typed])
    hit = _DATE.fullmatch(typed)
    if hit is None:
        return None
    month, day = (hit[2], hit[3]) if hit[2] else (hit[4], hit[5])
    found = _valid(lambda: date(int(hit[1] or here.year), int(month), int(day)))
    if found is None or hit[1]:
        return found
    years = 1 if ahead and found < here.date() else -1 if not ahead and found > here.date() else 0
    return _valid(lambda: found.replace(year=found.year + years))


def _valid(make: Callable[[], T]) -> T | None:
    try:
        return make()
    except ValueError:
        return None
