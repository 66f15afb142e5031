"""Plays one recorded day into the running server as live commands: each row at its time of day, faster if asked."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from rules.city import City
from rules.commands import Outcome
from server.access.accounts import SYSTEM
from server.casebook.book import Casebook
from server.clock import Clock
from server.importer.loading import command_of
from server.importer.rows import BadRow, Body, Numbered, RowReader, in_line, locate
from server.said import Said


@dataclass(frozen=True, slots=True)
class Arrival:
    """A row that arrives `after` seconds from the beginning of its day."""

    after: float
    body: Body


def arrivals(rows: Iterator[Numbered], reader: RowReader, city: City, day: date) -> tuple[list[Arrival], list[Said]]:
    """The rows opened on a day of city time, in order, and what could not be read."""
    start, end = (_midnight(day + timedelta(days=n), city) for n in (0, 1))
    found: list[Body] = []
    problems: list[Said] = []
    for numbered in rows:
        try:
            body = reader.body(numbered)
        except BadRow as error:
            problems.append(in_line(numbered.line, error.said))
            continue
        if body is not None and start <= _opened(body) < end:
            found.append(body)
    locate(found, city)
    found.sort(key=_opened)
    return [Arrival((_opened(body) - start) / 1000, body) for body in found], problems


def _opened(body: Body) -> int:
    opened = body["reported_at"]
    return opened if isinstance(opened, int) else 0


def _midnight(day: date, city: City) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(city.zone)).timestamp() * 1000)


class Replay:
    """Speed 60: an hour of the day takes a minute. `wait` sleeps; tests give another."""

    def __init__(
        self, casebook: Casebook, city: City, clock: Clock, wait: Callable[[float], None] = time.sleep
    ) -> None:
        self._casebook = casebook
        self._city = city
        self._clock = clock
        self._wait = wait

    def play(self, arriving: Sequence[Arrival], speed: float) -> Iterator[Outcome]:
        """Each as it arrives. The waiting begins with the first one; a day played twice makes cases of its own."""
        begun, first = time.monotonic(), arriving[0].after if arriving else 0.0
        run = self._clock.now()
        for arrival in arriving:
            rest = (arrival.after - first) / speed - (time.monotonic() - begun)
            if rest > 0:
                self._wait(rest)
            yield self._arrive(arrival.body, run)

    def _arrive(self, body: Body, run: int) -> Outcome:
        now = self._clock.now()
        live = {
            name: value for name, value in body.items() if name not in {"closed_at", "closed_reason", "on_time", "unit"}
        }
        live |= {"stage": "to_dispatch", "reported_at": now}
        command = command_of(live | {"source_number": f"{body['source_number']}/{run}"}, self._city, now)
        return self._casebook.do(replace(command, body=live), SYSTEM)
