"""Exclusive and micro grids: each an area of its layer with a row of `grids.csv` that says what the layer does not."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import shapely

from rules.duties import Ring
from rules.organisation import EXCLUSIVE, MICRO, SpecialGrid
from server.city import values
from server.city.findings import Findings
from server.city.layers import Layer
from server.city.records import names_a_category
from server.city.surroundings import Surroundings, validity
from server.city.table import Row

FILE = "grids.csv"
ROLES = {"exclusive_grids": EXCLUSIVE, "micro_grids": MICRO}  # role of the layer → kind of its grids
_PER_DEGREE = 10_000_000


def special_grids(
    rows: Mapping[str, Row], areas: Mapping[str, Layer], around: Surroundings, findings: Findings
) -> Iterator[SpecialGrid]:
    """A grid for each row with its area; an area without a row, and a row without an area, are refused."""
    drawn: dict[str, tuple[Layer, int]] = {}
    for role in ROLES:
        layer = areas.get(role)
        for n, code in enumerate(layer.field("code") if layer else ()):
            if layer is not None and code not in rows:
                findings.refuse("no_grid_row", layer.file, given=code, where=FILE)
            elif layer is not None and code in drawn:
                findings.refuse("code_twice", layer.file, given=code, first=drawn[code][0].file)
            elif layer is not None:
                drawn[code] = (layer, n)
    for code, row in rows.items():
        yield _grid(code, row, drawn.get(code), rows, around)


def _grid(
    code: str, row: Row, drawn: tuple[Layer, int] | None, rows: Mapping[str, Row], around: Surroundings
) -> SpecialGrid:
    kind = row.parse("kind", values.one_of(EXCLUSIVE, MICRO), EXCLUSIVE)
    layer, n = drawn or (None, 0)
    if layer is None:
        row.refuse("code", "no_grid_area", given=code, where=", ".join(ROLES))
    elif ROLES[layer.settings.role] != kind:
        row.refuse("kind", "grid_kind", given=kind, where=layer.file, expected=ROLES[layer.settings.role])
    if around.begins_a_place(code):
        row.refuse("code", "edit_taken", given=code)
    if kind == EXCLUSIVE:
        row.required("unit")
    since, until = validity(row, around.zone)
    return SpecialGrid(
        code=code,
        kind=kind,
        name=row.text("name") or (layer.field("name")[n] if layer else "") or code,
        name_en=row.text("name_en") or (layer.field("name_en")[n] if layer else ""),
        unit=row.known("unit", around.units, "units.csv"),
        sort=row.text("sort"),
        sort_en=row.text("sort_en"),
        parent=_parent(row, rows, around),
        matters=_matters(row, around),
        rings=_rings(layer.geometries[n]) if layer else (),
        since=since,
        until=until,
    )


def _parent(row: Row, rows: Mapping[str, Row], around: Surroundings) -> str:
    """The code of an exclusive grid of the same file, or of a division or responsibility grid."""
    code = row.text("parent")
    known = rows.get(code)
    if code and not (known is not None and known.text("kind") == EXCLUSIVE) and not around.is_division(code):
        row.refuse("parent", "unknown_grid", given=code)
    return code


def _matters(row: Row, around: Surroundings) -> tuple[str, ...]:
    found = values.parts(row.text("matters"))
    for pattern in found:
        if not names_a_category(pattern, around.categories):
            row.refuse("matters", "unknown_category", given=pattern)
    return found


def _rings(geometry: Any) -> tuple[Ring, ...]:
    rings = shapely.get_rings(shapely.get_parts(geometry))
    points = (np.rint(shapely.get_coordinates(ring) * _PER_DEGREE).astype(int).tolist() for ring in rings)
    return tuple(tuple((lon, lat) for lon, lat in ring[:-1]) for ring in points)
