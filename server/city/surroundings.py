"""What rows of the organisation are checked against, and what they have in common."""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from rules.city import Category, Unit
from rules.grid import Grids
from server.city import values
from server.city.findings import Findings
from server.city.people import FILE, PEOPLE
from server.city.settings import CitySettings
from server.city.table import Row, read_rows


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the rows are checked against: the city's geometry, its other tables, and the roles of its accounts by login.

    `accounts`: None = not known. `road_m`: how far from the line of a road its ground reaches. `places`: codes of the
    city, its districts, streets, communities, responsibility and unit grids, in order.
    """

    grids: Grids
    units: Mapping[str, Unit]
    categories: Mapping[str, Category]
    zone: ZoneInfo
    accounts: Mapping[str, frozenset[str]] | None
    road_m: int
    places: tuple[str, ...]

    def is_division(self, code: str) -> bool:
        """Whether a code is one of `places`."""
        at = bisect_left(self.places, code)
        return at < len(self.places) and self.places[at] == code

    def begins_a_place(self, code: str) -> bool:
        """Whether a code is that of a place or zone, or begins one: a row of the duty list would mean all these."""
        at = bisect_left(self.places, code)
        if at < len(self.places) and self.places[at].startswith(code):
            return True
        return any(zone.code.startswith(code) for zone in self.grids.zones)


def surroundings(
    folder: Path, settings: CitySettings, grids: Grids, units: Mapping[str, Unit], categories: Mapping[str, Category]
) -> Surroundings:
    """What a folder's rows are checked against; its accounts are those of its `people.csv`, where it has one."""
    accounts = _accounts(folder, settings.encoding)
    zone, road_m = ZoneInfo(settings.zone), settings.policies.road_m
    return Surroundings(grids, units, categories, zone, accounts, road_m, _places(settings, grids))


def _accounts(folder: Path, encoding: str) -> Mapping[str, frozenset[str]] | None:
    """Roles by login, of the folder's accounts; what is wrong with the file is said where it is read whole."""
    if not (folder / FILE).is_file():
        return None
    rows = read_rows(folder / FILE, PEOPLE, Findings(), encoding)
    return {row.text("login"): frozenset(r.partition("@")[0] for r in values.parts(row.text("roles"))) for row in rows}


def validity(row: Row, zone: ZoneInfo) -> tuple[int, int]:
    """First instant and end of a row (ms UTC, 0 = open); the end may not come before the beginning."""
    since, until = row.parse("since", values.first_instant(zone), 0), row.parse("until", values.end_instant(zone), 0)
    if until and until <= since:
        row.refuse("until", "ends_before", given=row.text("until"), since=row.text("since"))
    return since, until


def _places(settings: CitySettings, grids: Grids) -> tuple[str, ...]:
    levels = (grids.districts, grids.streets, grids.communities, grids.duties)
    return tuple(sorted({settings.code, *grids.codes, *(each.code for level in levels for each in level)}))
