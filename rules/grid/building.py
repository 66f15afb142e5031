"""Making `Grids`: from polygons and the codes beside them. Used by the import of a city, never by a console."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from rules.grid.grids import Grids
from rules.grid.inside import Locator
from rules.grid.partition import unique_edges, with_kinds
from rules.grid.plane import Plane
from rules.grid.values import Ints, Named, Road, Shapes, Zone

UNITS_PER_DEGREE = 10_000_000


class BadShape(ValueError):
    """A geometry that cannot be a grid; `index` is its place in the list."""

    def __init__(self, index: int, reason: str) -> None:
        super().__init__(f"shape {index}: {reason}")
        self.index, self.reason = index, reason


def flatten(geometries: Iterable[Any]) -> Shapes:
    """Shapely polygons and multipolygons in degrees (longitude first) as integer rings.

    Raises:
        BadShape: a geometry is no polygon, is empty, or has a ring that shrinks to fewer than three points.
    """
    import shapely  # a console, which builds no grids, starts without it

    geometries = np.asarray(list(geometries), object)
    for index in np.flatnonzero(~np.isin(shapely.get_type_id(geometries), (3, 6)) | shapely.is_empty(geometries)):
        raise BadShape(int(index), "not a polygon, or empty")
    parts, owner = shapely.get_parts(shapely.orient_polygons(shapely.force_2d(geometries)), return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    hole = np.concatenate([[False], part[1:] == part[:-1]])
    degrees, ring = shapely.get_coordinates(rings, return_index=True)
    return integer_rings(degrees, ring, hole, owner[part], len(geometries))


def integer_rings(degrees: Any, ring: Any, hole: Any, owner: Any, count: int) -> Shapes:
    """Round closed rings (coordinate rows, ring number of each row), drop repeated points, keep the order."""
    xy = np.rint(degrees * UNITS_PER_DEGREE).astype(np.int32)
    keep = np.ones(len(xy), bool)
    keep[:-1] = (ring[1:] != ring[:-1]) | (xy[1:] != xy[:-1]).any(1)
    keep[np.flatnonzero(np.append(ring[1:] != ring[:-1], True))] = False  # the closing point
    lengths = np.bincount(ring[keep], minlength=len(hole))
    for short in np.flatnonzero(lengths < 3):
        raise BadShape(int(owner[short]), "a ring of fewer than three points")
    return Shapes(xy[keep], _starts(lengths), hole, _starts(np.bincount(owner, minlength=count)))


def _starts(lengths: Any) -> Ints:
    return np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)


def build(
    shapes: Shapes,
    codes: Sequence[str],
    belongs: Mapping[str, Sequence[str]],
    names: Mapping[str, tuple[str, str]],
    roads: Sequence[Road] = (),
    zones: Sequence[Zone] = (),
) -> Grids:
    """Grids from rings and codes.

    Args:
        shapes: the rings of N grids.
        codes: N codes, all different, ASCII.
        belongs: "duty", "district", "street", "community" → N codes each ("" = none; a missing level = none).
        names: code → (name, English name) of those; a code without names is its own name.
        roads, zones: lines with names, and areas laid over the grids.

    Raises:
        ValueError: the lists differ in length, or a code stands twice.
    """
    if len(codes) != len(shapes.grid_rings) - 1 or any(len(column) != len(codes) for column in belongs.values()):
        raise ValueError("every grid needs one code and one entry in each list")
    if len(set(codes)) != len(codes):
        raise ValueError("a grid code stands twice")
    levels = [_level(belongs.get(level), names, len(codes)) for level in ("duty", "district", "street", "community")]
    (duty, duties), (district, districts), (street, streets), (community, communities) = levels
    edges = unique_edges(shapes)
    return Grids(
        shapes=shapes,
        code_array=np.array(codes, "S"),
        duty=duty,
        district=district,
        street=street,
        community=community,
        edges=with_kinds(edges, Locator(shapes).beyond(edges), duty, district),
        duties=duties,
        districts=districts,
        streets=streets,
        communities=communities,
        roads=tuple(roads),
        zones=tuple(zones),
        plane=Plane.at(*_middle(shapes.xy)),
    )


def _level(
    column: Sequence[str] | None, names: Mapping[str, tuple[str, str]], count: int
) -> tuple[Ints, tuple[Named, ...]]:
    if column is None:
        return np.full(count, -1, np.int32), ()
    codes = sorted(set(column) - {""})
    number = {code: n for n, code in enumerate(codes)} | {"": -1}
    named = tuple(Named(code, *names.get(code, (code, ""))) for code in codes)
    return np.array([number[code] for code in column], np.int32), named


def _middle(xy: Ints) -> tuple[int, int]:
    low, high = xy.min(0).tolist(), xy.max(0).tolist()
    return (low[0] + high[0]) // 2, (low[1] + high[1]) // 2
