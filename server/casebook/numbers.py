"""Case numbers by the city's pattern: counted anew in each period that the pattern tells apart."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, insert, select, update

from rules.city import City
from server import tables

Counts = dict[str, int]


class Numbers:
    """The numbers given in one transaction; the database sees the last ones at `flush`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._stored: Counts = {}  # as the database has them; 0 = not at all
        self._last: Counts = {}

    def next(self, city: City, now: int) -> str:
        """The next number, e.g. "15042200001" for the pattern "{yy}{mm}{dd}{n:05d}"; days are cut in city time."""
        day = datetime.fromtimestamp(now / 1000, ZoneInfo(city.zone))
        words = {"yyyy": f"{day:%Y}", "yy": f"{day:%y}", "mm": f"{day:%m}", "dd": f"{day:%d}", "code": city.code}
        pattern = city.policies.number_pattern
        period = re.sub(r"\{n[^}]*\}", "#", pattern).format(**words)
        return pattern.format(n=self._count(period), **words)

    def _count(self, period: str) -> int:
        if period not in self._stored:
            table = tables.case_numbers
            last = self._connection.scalar(select(table.c.last).where(table.c.period == period))
            self._stored[period] = self._last[period] = int(last or 0)
        self._last[period] += 1
        return self._last[period]

    def mark(self) -> Counts:
        """Where the counts stand, for `back_to`."""
        return dict(self._last)

    def back_to(self, mark: Counts) -> None:
        """Forget the numbers given since the mark: their command failed."""
        self._last = self._stored | mark

    def flush(self) -> None:
        """Write the last number of each period that went on."""
        table = tables.case_numbers
        for period, last in self._last.items():
            if not self._stored[period]:
                self._connection.execute(insert(table).values(period=period, last=last))
            elif last > self._stored[period]:
                self._connection.execute(update(table).where(table.c.period == period).values(last=last))
        self._stored = dict(self._last)
