"""What rows of the organisation are checked against, and what they have in common."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from rules.grid import Grids
from server.city import values
from server.city.records import Records
from server.city.table import Row


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the rows are checked against: the city's geometry, its other tables, its accounts (None = not known).

    `divisions`: codes of districts, streets, communities and responsibility grids.
    """

    grids: Grids
    records: Records
    zone: ZoneInfo
    logins: frozenset[str] | None
    road_m: int
    divisions: frozenset[str]


def end_of(row: Row, zone: ZoneInfo) -> int:
    """The end, which may not come before the beginning."""
    since, until = row.parse("since", values.first_instant(zone), 0), row.parse("until", values.end_instant(zone), 0)
    if until and until <= since:
        row.refuse("until", "ends_before", given=row.text("until"), since=row.text("since"))
    return until


def division_codes(grids: Grids) -> frozenset[str]:
    """Codes of districts, streets, communities and responsibility grids."""
    levels = (grids.districts, grids.streets, grids.communities, grids.duties)
    return frozenset(each.code for level in levels for each in level)
