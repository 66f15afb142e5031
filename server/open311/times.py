"""Instants as the standard writes them, and the span of a query: 90 days at most, the last 90 where none is named."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from server.open311.errors import Refused

DAY_MS = 86_400_000
SPAN_MS = 90 * DAY_MS
LATEST = 2**53
_PLUS = re.compile(r" (\d\d:?\d\d)$")  # of a zone, where an address was not written as addresses are


def written(at: int, zone: str) -> str:
    """An instant (ms UTC) in the zone of the city, to the second; "" for none."""
    return datetime.fromtimestamp(at // 1000, ZoneInfo(zone)).isoformat() if at else ""


def read(name: str, text: str, zone: str) -> int:
    """ms UTC of a W3C date and time; a time without a zone is the city's. Raises Refused."""
    try:
        moment = datetime.fromisoformat(_PLUS.sub(r"+\1", text))
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=ZoneInfo(zone))
        return int(moment.astimezone(UTC).timestamp() * 1000)
    except (ValueError, OverflowError) as error:
        raise Refused(400, "open311.field", field=name, expected="2026-01-31T08:00:00Z") from error


def span(start: str, end: str, zone: str, now: int) -> tuple[int, int]:
    """[since, until] in ms UTC. Raises Refused: unreadable, the wrong way round, more than 90 days."""
    since = read("start_date", start, zone) if start else None
    until = read("end_date", end, zone) if end else None
    if until is None:
        until = since + SPAN_MS if since is not None else now
    if since is None:
        since = until - SPAN_MS
    if not 0 <= until - since <= SPAN_MS + 999:
        raise Refused(400, "open311.span", days=SPAN_MS // DAY_MS)
    return max(since, 0), min(max(until, 0) + 999, LATEST)  # the second that was named counts in full
