"""The texts of a line's fields: how a value is shown to be typed over, and read again. Parsers raise ValueError."""

import re
from datetime import date, datetime, timedelta, tzinfo

Span = tuple[int, int]
_DASH = re.compile(r"\s*[-–—~]\s*")


def show_hours(span: Span) -> str:
    """ "22:00–06:00"; "" for the whole day."""
    return "" if span[0] == span[1] else "–".join(f"{minute // 60:02d}:{minute % 60:02d}" for minute in span)


def read_hours(text: str) -> Span:
    """Minutes of the day; nothing typed = the whole day."""
    if not text.strip():
        return 0, 0
    first, last = (_minute(part) for part in _two(re.split(_DASH, text.strip())))
    return first, last


def _minute(text: str) -> int:
    found = re.fullmatch(r"(\d{1,2})[:：](\d{2})", text)
    minute = int(found[1]) * 60 + int(found[2]) if found else -1
    if not found or int(found[2]) > 59 or minute > 1440:
        raise ValueError(text)
    return minute


def show_season(span: Span) -> str:
    """ "11-15–03-15"; "" for the whole year."""
    return "–".join(f"{day // 100:02d}-{day % 100:02d}" for day in span) if span[0] else ""


def read_season(text: str) -> Span:
    """Days as month*100+day, both inclusive; nothing typed = the whole year."""
    if not text.strip():
        return 0, 0
    found = re.fullmatch(r"(\d{2}-\d{2})\s*[–—~ -]\s*(\d{2}-\d{2})", text.strip())
    if not found:
        raise ValueError(text)
    first, last = (date.fromisoformat(f"2024-{part}") for part in found.groups())
    return first.month * 100 + first.day, last.month * 100 + last.day


def show_since(instant: int, zone: tzinfo) -> str:
    """The first day; "" for none."""
    return datetime.fromtimestamp(instant / 1000, zone).date().isoformat() if instant else ""


def read_since(text: str, zone: tzinfo) -> int:
    """The beginning of a day in city time, ms UTC; nothing typed = 0."""
    return _instant(date.fromisoformat(text.strip()), zone) if text.strip() else 0


def show_until(instant: int, zone: tzinfo) -> str:
    """The last day that counts; "" for none."""
    return show_since(instant - 1, zone) if instant else ""


def read_until(text: str, zone: tzinfo) -> int:
    """The end of a day, which counts in full."""
    return _instant(date.fromisoformat(text.strip()) + timedelta(days=1), zone) if text.strip() else 0


def _instant(day: date, zone: tzinfo) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=zone).timestamp()) * 1000


def _two(parts: list[str]) -> tuple[str, str]:
    if len(parts) != 2:
        raise ValueError("–".join(parts))
    return parts[0], parts[1]
