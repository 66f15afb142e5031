"""`people.csv`, the accounts of a city, checked against the city; it is read into accounts elsewhere, never packed."""

import re
from collections.abc import Collection, Iterator
from pathlib import Path

from rules.commands import Role
from rules.grid import Grids
from server.city.findings import Findings
from server.city.records import Records
from server.city.settings import CitySettings
from server.city.table import Columns, Row, once, read_rows
from server.city.values import parts

FILE = "people.csv"
PEOPLE = Columns(("login", "name", "roles"), ("name_en", "unit", "duty_grids", "password"))


def check_people(
    folder: Path, settings: CitySettings, records: Records, grids: Grids | None, special: Collection[str],
    findings: Findings,
) -> None:  # fmt: skip
    """Refuse unknown roles, units, grids and districts; a folder without the file has no accounts of its own.

    `special`: codes of exclusive and micro grids; a collector walks these or a division, beside responsibility grids.
    """
    if not (folder / FILE).is_file():
        return
    rows = read_rows(folder / FILE, PEOPLE, findings, settings.encoding)
    walked = {settings.code, *_codes(grids), *special}
    places = {*records.units, *walked}
    for login, row in once(rows, "login"):
        if not re.fullmatch(r"[\w.@-]{1,64}", login):
            row.refuse("login", "login", given=login)
        row.required("name")
        row.known("unit", records.units, "units.csv")
        _check_roles(row, places if grids else None)
        for code in parts(row.text("duty_grids")):
            if grids is not None and code not in walked:
                row.refuse("duty_grids", "unknown_code", given=code, where="duty_grids")


def _codes(grids: Grids | None) -> Iterator[str]:
    levels = (grids.duties, grids.communities, grids.streets, grids.districts) if grids else ()
    return (each.code for level in levels for each in level)


def _check_roles(row: Row, places: set[str] | None) -> None:
    row.required("roles")
    for part in parts(row.text("roles")):
        role, _, place = part.partition("@")
        if role not in set(Role):
            row.refuse("roles", "choice", given=role, expected=", ".join(Role))
        if place and places is not None and place not in places:
            row.refuse("roles", "unknown_code", given=place, where="units.csv, districts, duty_grids")
