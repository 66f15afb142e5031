"""A city's lines on its plane, so that those around a point are found at once."""

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from rules.grid import Grids
from rules.grid.values import RoadClass

Floats = npt.NDArray[np.float64]
SEAMS_WITHIN, BRANCHES_WITHIN = 800.0, 1500.0  # metres to the side
MAIN = frozenset({RoadClass.RING, RoadClass.MAIN})
_BOUNDS = (np.minimum, np.maximum)


class Vicinity:
    """All edges and streets of a city in metres; made once for a city (some 20 ms)."""

    def __init__(self, grids: Grids) -> None:
        xy = grids.xy.astype(np.int64)
        plane = np.column_stack(grids.metres(xy[:, 0], xy[:, 1]))
        self._edges = np.hstack((plane[grids.edges.a], plane[grids.edges.b]))
        self._edge_boxes = _boxes(self._edges[:, 0::2], self._edges[:, 1::2])
        self._points, self._starts = _streets(grids)
        first = self._starts[:-1]
        least, most = (bound.reduceat(self._points, first) if len(first) else self._points for bound in _BOUNDS)
        self._street_boxes = np.hstack((least, most))
        self._is_main = np.array([road.klass in MAIN for road in grids.roads], dtype=bool)

    def edges(self, x: float, y: float, reach: float) -> list[list[float]]:
        """x and y of both ends of each edge of a grid at most `reach` metres to the side; none in a wide view."""
        if reach > SEAMS_WITHIN:
            return []
        near: list[list[float]] = self._edges[_touch(self._edge_boxes, x, y, reach)].tolist()
        return near

    def streets(self, x: float, y: float, reach: float) -> list[list[list[float]]]:
        """The points of each street that comes as near as that, as its box tells; in a wide view of the main ones."""
        touching = _touch(self._street_boxes, x, y, reach)
        near = (touching & self._is_main if reach > BRANCHES_WITHIN else touching).nonzero()[0].tolist()
        return [self._points[self._starts[n] : self._starts[n + 1]].tolist() for n in near]


@lru_cache(maxsize=2)
def vicinity(grids: Grids) -> Vicinity:
    """That of a city; a new city in force makes a new one."""
    return Vicinity(grids)


def _streets(grids: Grids) -> tuple[Floats, npt.NDArray[np.int64]]:
    """The points of all streets one after the other, and where each begins; at last where the last one ends."""
    lines = [road.points for road in grids.roads]
    points = np.concatenate([*lines, np.empty((0, 2), dtype=np.int64)]).astype(np.int64)
    plane = np.column_stack(grids.metres(points[:, 0], points[:, 1]))
    return plane, np.cumsum([0, *map(len, lines)])


def _boxes(across: Floats, up: Floats) -> Floats:
    return np.column_stack((across.min(axis=1), up.min(axis=1), across.max(axis=1), up.max(axis=1)))


def _touch(boxes: Floats, x: float, y: float, reach: float) -> npt.NDArray[np.bool_]:
    """Which boxes (left, top, right, bottom) overlap the square around a point."""
    left, top, right, bottom = boxes.T
    touching: npt.NDArray[np.bool_] = (
        (left < x + reach) & (right > x - reach) & (top < y + reach) & (bottom > y - reach)
    )
    return touching
