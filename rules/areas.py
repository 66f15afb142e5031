"""Drawn areas and points: which of a few hundred areas lie over a point, in plain integers, without the geometry.

What a person draws has few corners, and it must be answered before a console has read the city's geometry.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from rules.duties import Ring
from rules.sketch import ROW, SHIFT


class Box(NamedTuple):
    """West, south, east, north."""

    west: int
    south: int
    east: int
    north: int

    def holds(self, lon: int, lat: int) -> bool:
        """Whether a point lies in it."""
        return self.west <= lon <= self.east and self.south <= lat <= self.north


def box_of(rings: Iterable[Ring]) -> Box:
    """The box around rings; one that holds nothing around none."""
    points = [point for ring in rings for point in ring]
    if not points:
        return Box(1, 1, 0, 0)
    lons, lats = [lon for lon, _ in points], [lat for _, lat in points]
    return Box(min(lons), min(lats), max(lons), max(lats))


def holds(rings: Iterable[Ring], lon: int, lat: int) -> bool:
    """Whether a point lies inside, by the even-odd rule; exact, for these are integers."""
    return sum(_passed(ring, lon, lat) for ring in rings) % 2 == 1


def _passed(ring: Ring, lon: int, lat: int) -> int:
    """How many sides a ray from the point to the east passes."""
    passed = 0
    x1, y1 = ring[-1]
    for x2, y2 in ring:
        if (y1 > lat) != (y2 > lat):
            # is the crossing east of the point? multiplied out, so that nothing is rounded
            side = (x2 - x1) * (lat - y1) - (lon - x1) * (y2 - y1)
            passed += side > 0 if y2 > y1 else side < 0
        x1, y1 = x2, y2
    return passed


class AreaIndex:
    """Areas by name, found by the cell of a point; those over a point come in the order in which they were given."""

    def __init__(self, areas: Mapping[str, tuple[Ring, ...]]) -> None:
        self._areas = tuple((name, box_of(rings), rings) for name, rings in areas.items() if rings)
        self._cells: dict[int, list[int]] = {}
        for n, (_, box, _rings) in enumerate(self._areas):
            for column in range(box.west >> SHIFT, (box.east >> SHIFT) + 1):
                for row in range(box.south >> SHIFT, (box.north >> SHIFT) + 1):
                    self._cells.setdefault(column * ROW + row, []).append(n)

    def at(self, lon: int, lat: int) -> tuple[str, ...]:
        """Names of all areas over a point."""
        near = self._cells.get((lon >> SHIFT) * ROW + (lat >> SHIFT), ())
        found = (self._areas[n] for n in near)
        return tuple(name for name, box, rings in found if box.holds(lon, lat) and holds(rings, lon, lat))
