"""The organisation of a city in the street: its tables and layers read row by row, and checked against each other.

`grids.csv` says of each exclusive and micro grid what its layer does not; `staff.csv`, `posts.csv` and
`road_sections.csv` who has which duty where. A folder without these files has none of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rules.commands import Role
from rules.organisation import (
    COLLECTOR,
    DUTIES,
    ROAD_CHIEF,
    Organisation,
    Post,
    RoadSection,
    Staff,
)
from server.city import values
from server.city.duties import days
from server.city.elements import read_elements
from server.city.findings import Findings
from server.city.layers import Layer
from server.city.organisation_checks import refuse_double, refuse_empty_levels, refuse_shared
from server.city.organising import OrganisationSettings
from server.city.sections import section_rings
from server.city.special_grids import FILE as GRIDS_FILE
from server.city.special_grids import special_grids
from server.city.surroundings import Surroundings, validity
from server.city.table import Columns, Row, once, read_rows

STAFF, POSTS, SECTIONS = "staff.csv", "posts.csv", "road_sections.csv"
_VALID = ("since", "until")
_GRIDS = Columns(("code", "kind"), ("name", "name_en", "unit", "sort", "sort_en", "parent", "matters", *_VALID))
_STAFF = Columns(("code", "name"), ("name_en", "unit", "login", "phone", "mobile", *_VALID))
_POSTS = Columns(("no", "staff", "duty", "place"), ("from_time", "to_time", "days", *_VALID))
_SECTIONS = Columns(("code", "name", "road", "from", "to"), ("name_en", *_VALID))


@dataclass(frozen=True, slots=True)
class Tables:
    """The rows of the folder's tables by their codes; files that are not there have none."""

    grids: Mapping[str, Row]
    staff: Mapping[str, Row]
    posts: Mapping[str, Row]
    sections: Mapping[str, Row]

    def numbers(self) -> dict[str, str]:
        """Private numbers of staff by code: they are kept at the server alone."""
        return {code: mobile for code, row in self.staff.items() if (mobile := row.text("mobile"))}


def read_tables(folder: Path, encoding: str, findings: Findings) -> Tables:
    """The files that are there."""

    def rows(name: str, columns: Columns, code: str) -> Mapping[str, Row]:
        found = read_rows(folder / name, columns, findings, encoding) if (folder / name).is_file() else []
        return dict(once(found, code))

    return Tables(
        rows(GRIDS_FILE, _GRIDS, "code"),
        rows(STAFF, _STAFF, "code"),
        rows(POSTS, _POSTS, "no"),
        rows(SECTIONS, _SECTIONS, "code"),
    )


def read_organisation(
    folders: Sequence[Path],
    settings: OrganisationSettings,
    tables: Tables,
    special: Mapping[str, Layer],
    around: Surroundings,
    findings: Findings,
) -> Organisation:
    """All of it; what cannot be is found with its row, and of two that contradict each other both are shown."""
    grids = tuple(special_grids(tables.grids, special, around, findings))
    sections = tuple(_section(code, row, around) for code, row in tables.sections.items())
    staff = tuple(_staff(code, row, around) for code, row in tables.staff.items())
    posts = tuple(_post(no, row, tables, around) for no, row in tables.posts.items())
    refuse_shared(grids, tables.grids, around.grids)
    refuse_double(posts, tables.posts)
    refuse_empty_levels(settings.levels, around.grids, findings)
    elements = read_elements(folders, settings.elements, around.grids, findings)
    return Organisation(settings.levels, grids, sections, staff, posts, elements)


# --- sections, staff, posts


def _section(code: str, row: Row, around: Surroundings) -> RoadSection:
    road, ends = row.required("road"), (row.required("from"), row.required("to"))
    rings = section_rings(row, around.grids, road, ends, around.road_m) if road and all(ends) else ()
    since, until = validity(row, around.zone)
    return RoadSection(
        code=code,
        name=row.required("name"),
        road=road,
        name_en=row.text("name_en"),
        rings=rings,
        since=since,
        until=until,
    )


def _staff(code: str, row: Row, around: Surroundings) -> Staff:
    login = row.text("login")
    if login and around.accounts is not None and login not in around.accounts:
        row.refuse("login", "unknown_code", given=login, where="people.csv")
    since, until = validity(row, around.zone)
    return Staff(
        code=code,
        name=row.required("name"),
        name_en=row.text("name_en"),
        unit=row.known("unit", around.units, "units.csv"),
        login=login,
        phone=row.parse("phone", values.phone, ""),
        private=bool(row.parse("mobile", values.phone, "")),
        since=since,
        until=until,
    )


def _post(no: str, row: Row, tables: Tables, around: Surroundings) -> Post:
    row.required("staff")
    duty = row.parse("duty", values.one_of(*DUTIES), COLLECTOR) if row.required("duty") else COLLECTOR
    _refuse_no_collector(row, duty, tables, around)
    since, until = validity(row, around.zone)
    return Post(
        no=no,
        staff=row.known("staff", tables.staff, STAFF),
        duty=duty,
        place=_post_place(row, duty, tables, around),
        from_minute=row.parse("from_time", values.minute, 0),
        to_minute=row.parse("to_time", values.minute, 0),
        days=row.parse("days", days, ()),
        since=since,
        until=until,
    )


def _refuse_no_collector(row: Row, duty: str, tables: Tables, around: Surroundings) -> None:
    """A check that went to an account without the duty of a collector could never be answered."""
    staff = tables.staff.get(row.text("staff"))
    login = staff.text("login") if staff is not None else ""
    roles = around.accounts.get(login) if around.accounts is not None else None
    if duty == COLLECTOR and roles is not None and Role.COLLECTOR not in roles:
        row.refuse("staff", "no_collector", given=login)


def _post_place(row: Row, duty: str, tables: Tables, around: Surroundings) -> str:
    """A road section for a road chief, a grid for all others."""
    place = row.required("place")
    if duty == ROAD_CHIEF:
        return row.known("place", tables.sections, SECTIONS)
    if place and place not in tables.grids and not around.is_division(place):
        row.refuse("place", "unknown_grid", given=place)
    return place
