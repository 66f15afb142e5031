"""Case numbers by the city's pattern: counted anew in each period that the pattern tells apart."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, insert, select, update

from rules.city import City
from server import tables


def next_number(connection: Connection, city: City, now: int) -> str:
    """The next number, e.g. "15042200001" for the pattern "{yy}{mm}{dd}{n:05d}"; days are cut in city time."""
    day = datetime.fromtimestamp(now / 1000, ZoneInfo(city.zone))
    words = {"yyyy": f"{day:%Y}", "yy": f"{day:%y}", "mm": f"{day:%m}", "dd": f"{day:%d}", "code": city.code}
    pattern = city.policies.number_pattern
    period = re.sub(r"\{n[^}]*\}", "#", pattern).format(**words)
    return pattern.format(n=_count(connection, period), **words)


def _count(connection: Connection, period: str) -> int:
    table = tables.case_numbers
    last = connection.scalar(select(table.c.last).where(table.c.period == period))
    if last is None:
        connection.execute(insert(table).values(period=period, last=1))
        return 1
    connection.execute(update(table).where(table.c.period == period).values(last=last + 1))
    return int(last) + 1
