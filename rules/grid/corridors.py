"""Areas made of lines and of each other: the ground along a road, and whether two areas share any. Exact enough to lay
down who is responsible; stored as integers, so that every machine has the same."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from rules.grid.plane import Plane
from rules.grid.values import Ints

if TYPE_CHECKING:
    from rules.grid.grids import Grids

_QUARTER = 3  # corners of a round end, per quarter of a circle
_TOUCH_M2 = 1.0  # areas that share less only touch
_TOLERANCE_M = 2.0  # a drawn line may have more corners than a road has bends
IntRing = tuple[tuple[int, int], ...]


def corridor(grids: "Grids", road: str, metres: float) -> tuple[IntRing, ...]:
    """The ground nearer than so many metres to a road of this name, as rings; none where the city has no such road."""
    lines = [grids.plane.flat(each.points.astype(np.int64)) for each in grids.roads if each.name == road]
    if not lines:
        return ()
    line = shapely.simplify(shapely.union_all([shapely.LineString(each) for each in lines]), _TOLERANCE_M)
    return _rings(shapely.buffer(line, metres, quad_segs=_QUARTER), grids.plane)


def _rings(area: Any, plane: Plane) -> tuple[IntRing, ...]:
    rings = shapely.get_rings(shapely.get_parts(area))
    return tuple(tuple(plane.degrees(x, y) for x, y in shapely.get_coordinates(ring)[:-1].tolist()) for ring in rings)


def share_ground(ones: Sequence[IntRing | Ints], others: Sequence[IntRing | Ints], plane: Plane) -> bool:
    """Whether two areas share more than an edge."""
    one, other = _area(ones, plane), _area(others, plane)
    if not one.intersects(other):
        return False
    return float(one.intersection(other).area) > _TOUCH_M2


def is_sound(ring: Sequence[tuple[int, int]], plane: Plane) -> bool:
    """Whether a drawn ring is an area: its sides do not cross, and something lies inside."""
    drawn = shapely.Polygon(plane.flat(np.array(ring, np.int64)))
    return bool(drawn.is_valid) and float(drawn.area) > _TOUCH_M2


def _area(rings: Iterable[IntRing | Ints], plane: Plane) -> Any:
    """Rings by the even-odd rule, in metres."""
    found = shapely.Polygon()
    for ring in rings:
        found = found.symmetric_difference(shapely.make_valid(shapely.Polygon(plane.flat(np.array(ring, np.int64)))))
    return found


def along(points: Sequence[tuple[int, int]], plane: Plane, metres: float) -> tuple[IntRing, ...]:
    """The ground nearer than so many metres to one line, as rings."""
    line = shapely.simplify(shapely.LineString(plane.flat(np.array(points, np.int64))), _TOLERANCE_M)
    return _rings(shapely.buffer(line, metres, quad_segs=_QUARTER), plane)


def sharing(areas: Sequence[Sequence[IntRing | Ints]], plane: Plane) -> Iterator[tuple[int, int, float]]:
    """Pairs of areas that share more than an edge: their numbers, the smaller first, and the m² in common."""
    shapes = np.array([_area(rings, plane) for rings in areas], object)
    if len(shapes) < 2:
        return
    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    for a, b in sorted(zip(one.tolist(), other.tolist(), strict=True)):
        if a < b and (shared := float(shapes[a].intersection(shapes[b]).area)) > _TOUCH_M2:
            yield a, b, shared
