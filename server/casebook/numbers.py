"""Case numbers by the city's pattern: counted anew in each period that the pattern tells apart.

Where lanes write beside each other the numbers for a batch are set aside before its transaction, else every lane would
wait for the one row of today's count. What a batch did not need goes to the next one; what a program that ended had set
aside is never given: there are gaps then, but no number twice.
"""

import re
import threading
from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from rules.city import City
from server import tables
from server.database import Database

Counts = dict[str, int]


class Stock:
    """Numbers of this program that no case has yet, by period."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._free: dict[str, list[int]] = {}

    def take(self, city: City, now: int, count: int) -> dict[str, list[int]]:
        """So many numbers of the present period, ascending; none where one transaction writes after the other.

        Raises CannotKeep.
        """
        if not count or not self._database.has_lanes:
            return {}
        period = period_of(city, now)
        with self._lock:
            free = self._free.setdefault(period, [])
            taken, free[:] = free[:count], free[count:]
        if missing := count - len(taken):
            last = self._count_on(period, missing)
            taken += range(last - missing + 1, last + 1)
        return {period: taken}

    def give_back(self, numbers: Mapping[str, list[int]]) -> None:
        """What was set aside and is certainly not in the database."""
        with self._lock:
            for period, unused in numbers.items():
                self._free[period] = sorted(self._free.get(period, []) + unused)

    def _count_on(self, period: str, count: int) -> int:
        try:
            return self._counted(period, count)
        except IntegrityError:  # another one began the period at the same instant
            return self._counted(period, count)

    def _counted(self, period: str, count: int) -> int:
        table = tables.case_numbers
        going_on = update(table).where(table.c.period == period).values(last=table.c.last + count)
        with self._database.note() as connection:
            last = connection.scalar(going_on.returning(table.c.last))
            if last is None:
                connection.execute(insert(table).values(period=period, last=count))
            return int(last or count)


class Numbers:
    """The numbers given in one transaction: those set aside for it, then of the count; that is written at `flush`."""

    def __init__(self, connection: Connection, aside: Mapping[str, list[int]] | None = None) -> None:
        self._connection = connection
        self._aside = aside or {}
        self._used: Counts = {}  # how many of those set aside
        self._stored: Counts = {}  # as the database has them; 0 = not at all
        self._last: Counts = {}

    def next(self, city: City, now: int) -> str:
        """The next number, e.g. "15042200001" for the pattern "{yy}{mm}{dd}{n:05d}"; days are cut in city time."""
        return city.policies.number_pattern.format(n=self._count(period_of(city, now)), **_words(city, now))

    def _count(self, period: str) -> int:
        used, aside = self._used.get(period, 0), self._aside.get(period, [])
        if used < len(aside):
            self._used[period] = used + 1
            return aside[used]
        if period not in self._stored:
            table = tables.case_numbers
            counted = select(table.c.last).where(table.c.period == period).with_for_update()
            self._stored[period] = self._last[period] = int(self._connection.scalar(counted) or 0)
        self._last[period] += 1
        return self._last[period]

    def unused(self) -> dict[str, list[int]]:
        """What was set aside and not given."""
        return {period: numbers[self._used.get(period, 0) :] for period, numbers in self._aside.items()}

    def mark(self) -> tuple[Counts, Counts, Counts]:
        """Where the counts stand, for `back_to`."""
        return dict(self._stored), dict(self._last), dict(self._used)

    def back_to(self, mark: tuple[Counts, Counts, Counts]) -> None:
        """Forget the numbers given since the mark: their command failed."""
        self._stored, self._last, self._used = (dict(counts) for counts in mark)

    def flush(self) -> None:
        """Write the last number of each period that went on."""
        table = tables.case_numbers
        for period, last in self._last.items():
            if not self._stored[period]:
                self._connection.execute(insert(table).values(period=period, last=last))
            elif last > self._stored[period]:
                self._connection.execute(update(table).where(table.c.period == period).values(last=last))
        self._stored = dict(self._last)


def period_of(city: City, now: int) -> str:
    """What the pattern tells apart at this instant, e.g. "150422#" for "{yy}{mm}{dd}{n:05d}"."""
    return re.sub(r"\{n[^}]*\}", "#", city.policies.number_pattern).format(**_words(city, now))


def _words(city: City, now: int) -> dict[str, str]:
    day = datetime.fromtimestamp(now / 1000, ZoneInfo(city.zone))
    return {"yyyy": f"{day:%Y}", "yy": f"{day:%y}", "mm": f"{day:%m}", "dd": f"{day:%d}", "code": city.code}
