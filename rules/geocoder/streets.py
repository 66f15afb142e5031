"""The named roads of a city: where two of them cross, and ways along one of them; in metres of the city's plane."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

from rules.grid import Plane, Road, RoadClass

Metres = tuple[float, float]
_TOUCH_M = 3.0  # layers of other makers end a road short of the one that it meets
_ONE_M = 60.0  # the corners of one crossing of two dual carriageways lie no farther apart


class Streets:
    """Roads by number, in the order of their class; lines of one name are one road."""

    def __init__(self, roads: Sequence[Road], plane: Plane) -> None:
        rank = list(RoadClass)
        named = sorted((r for r in roads if r.name), key=lambda road: rank.index(RoadClass(road.klass)))
        self.names = tuple(dict.fromkeys(road.name for road in named))
        self.number = {name: n for n, name in enumerate(self.names)}
        self.english = tuple(next(r.name_en for r in named if r.name == name) for name in self.names)
        lines = [shapely.linestrings(plane.flat(road.points.astype(np.int64))) for road in named]
        owner = [self.number[road.name] for road in named]
        self._tree = shapely.STRtree(lines)
        self._owner = np.array(owner, np.int64)
        self._lines = _joined(lines, owner, len(self.names))
        self._crossings = self._cross(lines)

    def _cross(self, lines: Sequence[Any]) -> dict[tuple[int, int], list[Metres]]:
        if not lines:
            return {}
        a, b = self._tree.query(lines, predicate="dwithin", distance=_TOUCH_M)
        one, other = self._owner[a], self._owner[b]
        a, b = a[one < other], b[one < other]
        array = np.array(lines, object)
        shared = shapely.intersection(array[a], array[b])
        nearest = shapely.get_coordinates(shapely.shortest_line(array[a], array[b])).reshape(-1, 2, 2).mean(1)
        found: dict[tuple[int, int], list[Metres]] = defaultdict(list)
        for n, (i, j) in enumerate(zip(self._owner[a].tolist(), self._owner[b].tolist(), strict=True)):
            points = shapely.get_coordinates(shared[n]).tolist() or [nearest[n].tolist()]
            found[i, j] += [(x, y) for x, y in points]
        return {pair: _clusters(points) for pair, points in found.items()}

    def crossings(self, one: int, other: int) -> list[Metres]:
        """Where two roads cross: none, one, or several points."""
        return self._crossings.get((min(one, other), max(one, other)), [])

    def length(self, road: int) -> float:
        """Metres of a road."""
        return float(shapely.length(self._lines[road]))

    def away(self, road: int, at: Metres) -> float:
        """Metres from a point to a road."""
        return float(shapely.distance(self._lines[road], shapely.points(*at)))

    def middle(self, road: int) -> Metres:
        """The point halfway along a road."""
        line = max(shapely.get_parts(self._lines[road]), key=shapely.length)
        return _point(shapely.line_interpolate_point(line, 0.5, normalized=True))

    def between(self, road: int, one: Metres, other: Metres) -> tuple[Metres, float] | None:
        """The point halfway along a road between two points of it, and the way between them in metres."""
        ends = shapely.points([one, other])
        for line in shapely.get_parts(self._lines[road]):
            if float(shapely.distance(line, ends).max()) < _ONE_M:
                first, last = shapely.line_locate_point(line, ends).tolist()
                return _point(shapely.line_interpolate_point(line, (first + last) / 2)), abs(last - first)
        return None

    def nearest(self, at: Metres) -> tuple[int, float] | None:
        """The road nearest to a point and the metres to it; None in a city without named roads."""
        point = shapely.points(*at)
        found = self._tree.nearest(point)
        if found is None:
            return None
        road = int(self._owner[int(found)])
        return road, float(shapely.distance(self._lines[road], point))


def _joined(lines: Sequence[Any], owner: Sequence[int], count: int) -> list[Any]:
    """The lines of each road as few lines, each running on where another one ends."""
    parts: list[list[Any]] = [[] for _ in range(count)]
    for line, road in zip(lines, owner, strict=True):
        parts[road].append(line)
    return [shapely.line_merge(shapely.multilinestrings(each)) for each in parts]


def _clusters(points: Sequence[Metres]) -> list[Metres]:
    """The middles of points that belong together."""
    groups: list[list[Metres]] = []
    for x, y in sorted(points):
        near = next((g for g in groups if any(abs(x - u) < _ONE_M and abs(y - v) < _ONE_M for u, v in g)), None)
        if near is None:
            groups.append([(x, y)])
        else:
            near.append((x, y))
    return [(sum(x for x, _ in g) / len(g), sum(y for _, y in g) / len(g)) for g in groups]


def _point(point: Any) -> Metres:
    return float(point.x), float(point.y)
