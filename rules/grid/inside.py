"""Which grid a point lies in: exact integer arithmetic, so that every machine gives the same answer on a border too."""

from functools import cached_property
from typing import Any

import numpy as np

from rules.grid.values import Edges, Flags, Ints, Longs, Shapes

_ASIDE = 100  # 1e-7 degree, about a metre: how far beyond an edge its neighbour is looked for


class Locator:
    """Candidates by their bounding boxes, then the even-odd rule over all rings of the candidate.

    An edge counts when it passes the point's latitude half-open (one end strictly above) and lies strictly east of it.
    The rule sees only the edge, not its direction: a point on a shared border belongs to exactly one of the neighbours.
    """

    def __init__(self, shapes: Shapes) -> None:
        self._xy = shapes.xy.astype(np.int64)
        self._next = np.arange(1, len(shapes.xy) + 1)
        self._next[shapes.ring_offsets[1:] - 1] = shapes.ring_offsets[:-1]
        self._vertices = shapes.ring_offsets[shapes.grid_rings].astype(np.int64)

    @cached_property
    def _tree(self) -> Any:
        import shapely

        return shapely.STRtree(shapely.box(*self._boxes))

    @cached_property
    def _boxes(self) -> Longs:
        """Lowest longitude and latitude of each grid, then the highest (4, N)."""
        starts = self._vertices[:-1]
        low, high = np.minimum.reduceat(self._xy, starts), np.maximum.reduceat(self._xy, starts)
        return np.vstack([low.T, high.T])

    def locate(self, lon: int, lat: int) -> int:
        """The grid of one point, -1 = none. It looks at all boxes: hundreds of times before an index would be built."""
        west, south, east, north = self._boxes
        near = np.flatnonzero((west <= lon) & (lon <= east))
        grid = near[(south[near] <= lat) & (lat <= north[near])]
        inside = grid[self.contains(np.full((len(grid), 2), (lon, lat), np.int64), grid)]
        return int(inside[0]) if len(inside) else -1

    def locate_many(self, points: Longs) -> Ints:
        """The grid of each point (n, 2), -1 = none. Where a city's grids overlap, the first one in its list."""
        import shapely  # with its index it takes a while, and one point needs neither

        found = np.full(len(points), -1, np.int32)
        which, grid = self._tree.query(shapely.points(points.astype(np.float64)))
        order = np.argsort(-grid, kind="stable")  # the lowest grid number is written last
        which, grid = which[order], grid[order]
        inside = self.contains(points[which], grid)
        found[which[inside]] = grid[inside]
        return found

    def beyond(self, edges: Edges) -> Ints:
        """The grid right of each edge; where no equal edge of a neighbour was found, the grid about a metre beyond.

        Layers of other makers often touch without sharing vertices: such a border is no outline of the city.
        """
        found = edges.right.copy()
        alone = found < 0
        a, b = self._xy[edges.a[alone]], self._xy[edges.b[alone]]
        step = (b - a).astype(float)
        aside = np.column_stack([step[:, 1], -step[:, 0]]) / np.hypot(step[:, 0], step[:, 1])[:, None] * _ASIDE
        found[alone] = self.locate_many(np.rint((a + b) / 2 + aside).astype(np.int64))
        return found

    def contains(self, points: Longs, grid: Longs) -> Flags:
        """Whether each of n points (n, 2) lies in the grid beside it (n)."""
        first, count = self._vertices[grid], self._vertices[grid + 1] - self._vertices[grid]
        pair = np.repeat(np.arange(len(grid)), count)
        vertex = np.arange(len(pair)) - np.repeat(np.cumsum(count) - count - first, count)
        lat, above = points[pair, 1], self._xy[:, 1]
        passes = np.flatnonzero((above[vertex] > lat) != (above[self._next[vertex]] > lat))  # few do
        pair, vertex = pair[passes], vertex[passes]
        passed = np.bincount(pair[self._east(points[pair], vertex)], minlength=len(grid))
        return np.asarray(passed % 2 == 1)

    def _east(self, points: Longs, vertex: Longs) -> Flags:
        """Of edges that pass their points' latitudes: those that lie strictly east."""
        a, b = self._xy[vertex], self._xy[self._next[vertex]]
        up = b[:, 1] > a[:, 1]
        side = (b[:, 0] - a[:, 0]) * (points[:, 1] - a[:, 1]) - (points[:, 0] - a[:, 0]) * (b[:, 1] - a[:, 1])
        result: Flags = np.where(up, side > 0, side < 0)
        return result
