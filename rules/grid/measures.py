"""Sizes and middles of grids. For labels and statistics: floats, never stored in a city pack."""

from collections.abc import Sequence

import numpy as np

from rules.grid.plane import Plane
from rules.grid.values import Floats, Ints, Longs, Shapes


def _walk(shapes: Shapes) -> tuple[Longs, Ints, Longs, Longs]:
    """Per vertex: its grid, first vertex of that grid; and vertex and next vertex relative to that first one."""
    grids = len(shapes.grid_rings) - 1
    owner = np.repeat(np.arange(grids), np.diff(shapes.ring_offsets[shapes.grid_rings]))
    first = shapes.xy[shapes.ring_offsets[shapes.grid_rings[:-1]]]
    a = shapes.xy.astype(np.int64) - first[owner]
    following = np.arange(1, len(a) + 1)
    following[shapes.ring_offsets[1:] - 1] = shapes.ring_offsets[:-1]
    return owner, first, a, a[following]


def centres(shapes: Shapes) -> Floats:
    """The centre of gravity of each grid (N, 2) in 1e-7 degree; of a bent grid it may lie outside."""
    owner, first, a, b = _walk(shapes)
    cross = (a[:, 0] * b[:, 1] - b[:, 0] * a[:, 1]).astype(float)
    moments = np.column_stack([np.bincount(owner, (a[:, k] + b[:, k]) * cross) for k in range(2)])
    return np.asarray(moments / (3 * np.bincount(owner, cross))[:, None] + first)


def areas(shapes: Shapes, plane: Plane) -> Floats:
    """Area of each grid in m², holes taken out (N)."""
    owner, _, a, b = _walk(shapes)
    twice = np.bincount(owner, (a[:, 0] * b[:, 1] - b[:, 0] * a[:, 1]).astype(float))
    return np.asarray(twice * (plane.nm_lon * plane.nm_lat / 2e18))


def inner_point(rings: Sequence[Ints]) -> tuple[int, int]:
    """A point well inside the area that these rings bound, holes respected."""
    import shapely  # takes a while to load, and few grids need it

    lines = [shapely.linestrings(np.vstack([ring, ring[:1]])) for ring in rings]
    inside = shapely.point_on_surface(shapely.build_area(shapely.multilinestrings(lines)))
    return round(inside.x), round(inside.y)
