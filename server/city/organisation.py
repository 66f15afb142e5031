"""The organisation of a city in the street: its tables and layers read row by row, and checked against each other.

`grids.csv` says of each exclusive and micro grid what its layer does not; `staff.csv`, `posts.csv` and
`road_sections.csv` who has which duty where. A folder without these files has none of it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from rules.duties import Ring
from rules.grid import Grids
from rules.organisation import (
    COLLECTOR,
    DUTIES,
    EXCLUSIVE,
    MICRO,
    ROAD_CHIEF,
    Organisation,
    Post,
    RoadSection,
    SpecialGrid,
    Staff,
)
from server.city import values
from server.city.duties import days
from server.city.elements import read_elements
from server.city.findings import Findings
from server.city.geography import Geography
from server.city.layers import Layer
from server.city.organisation_checks import refuse_double, refuse_empty_levels, refuse_shared
from server.city.people import FILE as PEOPLE_FILE
from server.city.people import PEOPLE
from server.city.records import Records, names_a_category
from server.city.sections import section_rings
from server.city.settings import CitySettings
from server.city.table import Columns, Row, once, read_rows

GRIDS, STAFF, POSTS, SECTIONS = "grids.csv", "staff.csv", "posts.csv", "road_sections.csv"
_VALID = ("since", "until")
_GRIDS = Columns(
    ("code", "kind"), ("name", "name_en", "unit", "sort", "sort_en", "parent", "matters", *_VALID)
)
_STAFF = Columns(("code", "name"), ("name_en", "unit", "login", "phone", "mobile", *_VALID))
_POSTS = Columns(("no", "staff", "duty", "place"), ("from_time", "to_time", "days", *_VALID))
_SECTIONS = Columns(("code", "name", "road", "from", "to"), ("name_en", *_VALID))
ROLES = {"exclusive_grids": EXCLUSIVE, "micro_grids": MICRO}  # role of the layer → kind of its grids
_PER_DEGREE = 10_000_000


@dataclass(frozen=True, slots=True)
class Tables:
    """The rows of the folder's tables by their codes; files that are not there have none."""

    grids: Mapping[str, Row]
    staff: Mapping[str, Row]
    posts: Mapping[str, Row]
    sections: Mapping[str, Row]


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


def read_tables(folder: Path, encoding: str, findings: Findings) -> Tables:
    """The files that are there."""

    def rows(name: str, columns: Columns, code: str) -> Mapping[str, Row]:
        found = read_rows(folder / name, columns, findings, encoding) if (folder / name).is_file() else []
        return dict(once(found, code))

    return Tables(
        rows(GRIDS, _GRIDS, "code"),
        rows(STAFF, _STAFF, "code"),
        rows(POSTS, _POSTS, "no"),
        rows(SECTIONS, _SECTIONS, "code"),
    )


def read_organisation(
    folders: Sequence[Path],
    settings: CitySettings,
    records: Records,
    geography: Geography,
    tables: Tables,
    findings: Findings,
) -> Organisation:
    """All of it; what cannot be is found with its row, and of two that contradict each other both are shown."""
    zone, asked, geometry = ZoneInfo(settings.zone), settings.organisation, geography.grids
    logins = _logins(folders[0], settings.encoding)
    around = Surroundings(geometry, records, zone, logins, settings.policies.road_m, division_codes(geometry))
    grids = tuple(_grids(tables.grids, geography.special, around, findings))
    sections = tuple(_section(code, row, around) for code, row in tables.sections.items())
    staff = tuple(_staff(code, row, around) for code, row in tables.staff.items())
    posts = tuple(_post(no, row, tables, around) for no, row in tables.posts.items())
    refuse_shared(grids, tables.grids, geometry)
    refuse_double(posts, tables.posts)
    refuse_empty_levels(asked.levels, geometry, findings)
    elements = read_elements(folders, asked.elements, geometry, findings)
    return Organisation(asked.levels, grids, sections, staff, posts, elements)


def _logins(folder: Path, encoding: str) -> frozenset[str] | None:
    """The accounts of the folder; what is wrong with its file is said where it is read whole."""
    if not (folder / PEOPLE_FILE).is_file():
        return None
    rows = read_rows(folder / PEOPLE_FILE, PEOPLE, Findings(), encoding)
    return frozenset(row.text("login") for row in rows)


# --- exclusive and micro grids


def _grids(
    rows: Mapping[str, Row], areas: Mapping[str, Layer], around: Surroundings, findings: Findings
) -> Iterator[SpecialGrid]:
    """A grid for each row with its area; an area without a row, and a row without an area, are refused."""
    drawn: dict[str, tuple[Layer, int]] = {}
    for role in ROLES:
        layer = areas.get(role)
        for n, code in enumerate(layer.field("code") if layer else ()):
            if layer is not None and code not in rows:
                findings.refuse("no_grid_row", layer.file, given=code, where=GRIDS)
            elif layer is not None:
                drawn[code] = (layer, n)
    for code, row in rows.items():
        yield _grid(code, row, drawn.get(code), rows, around)


def _grid(
    code: str, row: Row, drawn: tuple[Layer, int] | None, rows: Mapping[str, Row], around: Surroundings
) -> SpecialGrid:
    kind = row.parse("kind", values.one_of(EXCLUSIVE, MICRO), EXCLUSIVE)
    layer, n = drawn if drawn else (None, 0)
    if layer is None:
        row.refuse("code", "no_grid_area", given=code, where=", ".join(ROLES))
    elif ROLES[layer.settings.role] != kind:
        row.refuse("kind", "grid_kind", given=kind, where=layer.file, expected=ROLES[layer.settings.role])
    if kind == EXCLUSIVE:
        row.required("unit")
    return SpecialGrid(
        code=code,
        kind=kind,
        name=row.text("name") or (layer.field("name")[n] if layer else "") or code,
        name_en=row.text("name_en") or (layer.field("name_en")[n] if layer else ""),
        unit=row.known("unit", around.records.units, "units.csv"),
        sort=row.text("sort"),
        sort_en=row.text("sort_en"),
        parent=_parent(row, rows, around),
        matters=_matters(row, around),
        rings=_rings(layer.geometries[n]) if layer else (),
        since=row.parse("since", values.first_instant(around.zone), 0),
        until=_until(row, around.zone),
    )


def _parent(row: Row, rows: Mapping[str, Row], around: Surroundings) -> str:
    """The code of an exclusive grid of the same file, or of a division or responsibility grid."""
    code = row.text("parent")
    known = rows.get(code)
    if code and not (known is not None and known.text("kind") == EXCLUSIVE) and code not in around.divisions:
        row.refuse("parent", "unknown_grid", given=code)
    return code


def _matters(row: Row, around: Surroundings) -> tuple[str, ...]:
    found = values.parts(row.text("matters"))
    for pattern in found:
        if not names_a_category(pattern, around.records.categories):
            row.refuse("matters", "unknown_category", given=pattern)
    return found


def _until(row: Row, zone: ZoneInfo) -> int:
    """The end, which may not come before the beginning."""
    since, until = row.parse("since", values.first_instant(zone), 0), row.parse("until", values.end_instant(zone), 0)
    if until and until <= since:
        row.refuse("until", "ends_before", given=row.text("until"), since=row.text("since"))
    return until


def _rings(geometry: Any) -> tuple[Ring, ...]:
    import shapely

    rings = shapely.get_rings(shapely.get_parts(geometry))
    points = (np.rint(shapely.get_coordinates(ring) * _PER_DEGREE).astype(int).tolist() for ring in rings)
    return tuple(tuple((lon, lat) for lon, lat in ring[:-1]) for ring in points)


def division_codes(grids: Grids) -> frozenset[str]:
    """Codes of districts, streets, communities and responsibility grids."""
    levels = (grids.districts, grids.streets, grids.communities, grids.duties)
    return frozenset(each.code for level in levels for each in level)


# --- sections, staff, posts


def _section(code: str, row: Row, around: Surroundings) -> RoadSection:
    road, ends = row.required("road"), (row.required("from"), row.required("to"))
    rings = section_rings(row, around.grids, road, ends, around.road_m) if road and all(ends) else ()
    return RoadSection(
        code=code,
        name=row.required("name"),
        road=road,
        name_en=row.text("name_en"),
        rings=rings,
        since=row.parse("since", values.first_instant(around.zone), 0),
        until=_until(row, around.zone),
    )


def _staff(code: str, row: Row, around: Surroundings) -> Staff:
    login = row.text("login")
    if login and around.logins is not None and login not in around.logins:
        row.refuse("login", "unknown_code", given=login, where="people.csv")
    return Staff(
        code=code,
        name=row.required("name"),
        name_en=row.text("name_en"),
        unit=row.known("unit", around.records.units, "units.csv"),
        login=login,
        phone=row.parse("phone", values.phone, ""),
        private=bool(row.parse("mobile", values.phone, "")),
        since=row.parse("since", values.first_instant(around.zone), 0),
        until=_until(row, around.zone),
    )


def _post(no: str, row: Row, tables: Tables, around: Surroundings) -> Post:
    row.required("staff")
    duty = row.parse("duty", values.one_of(*DUTIES), COLLECTOR) if row.required("duty") else COLLECTOR
    return Post(
        no=no,
        staff=row.known("staff", tables.staff, STAFF),
        duty=duty,
        place=_post_place(row, duty, tables, around),
        from_minute=row.parse("from_time", values.minute, 0),
        to_minute=row.parse("to_time", values.minute, 0),
        days=row.parse("days", days, ()),
        since=row.parse("since", values.first_instant(around.zone), 0),
        until=_until(row, around.zone),
    )


def _post_place(row: Row, duty: str, tables: Tables, around: Surroundings) -> str:
    """A road section for a road chief, a grid for all others."""
    place = row.required("place")
    if duty == ROAD_CHIEF:
        return row.known("place", tables.sections, SECTIONS)
    if place and place not in tables.grids and place not in around.divisions:
        row.refuse("place", "unknown_grid", given=place)
    return place
