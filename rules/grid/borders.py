"""How far a point is from the nearest other district: near a border both candidates must be shown (rules.md §4)."""

from collections.abc import Mapping

import numpy as np

from rules.grid.cells import cells_along
from rules.grid.plane import Plane
from rules.grid.values import Border, Edges, Floats, Ints, Longs
from rules.sketch import cell_of

_DOUBT = 0.001  # m; whoever is nearer to a limit than that is measured exactly


class Borders:
    """The edges that part two districts, as segments in the local plane."""

    def __init__(self, xy: Longs, edges: Edges, beyond: Ints, district: Ints, plane: Plane) -> None:
        border = (district[edges.left] >= 0) & (district[beyond] >= 0)
        self._plane = plane
        self._ends = xy[edges.a[border]], xy[edges.b[border]]
        self._near: dict[float, Mapping[int, Longs]] = {}  # metres → cells with a border so near
        self._a = plane.flat(xy[edges.a[border]])
        self._ab = plane.flat(xy[edges.b[border]]) - self._a
        self._left, self._right = district[edges.left[border]], district[beyond[border]]

    def nearest(self, lon: int, lat: int, district: int) -> Border | None:
        """The nearest border of the given district; None when it has no neighbour."""
        own = np.flatnonzero((self._left == district) | (self._right == district))
        if not len(own):
            return None
        distance = self._distances(lon, lat, own)
        nearest = int(distance.argmin())
        left, right = int(self._left[own[nearest]]), int(self._right[own[nearest]])
        return Border(float(distance[nearest]), district, right if left == district else left)

    def is_far(self, lon: int, lat: int, metres: float) -> bool:
        """Whether no border of any district is nearer than so many metres; cheap for most points of a city."""
        near = self.near(metres).get(cell_of(lon, lat))
        return near is None or bool(self._distances(lon, lat, near).min() >= metres + _DOUBT)

    def near(self, metres: float) -> Mapping[int, Longs]:
        """The cells that a border may come nearer to than so many metres, and which ones."""
        if metres not in self._near:
            margin = int(metres * 1e9 / self._plane.nm_lon) + 1, int(metres * 1e9 / self._plane.nm_lat) + 1
            self._near[metres] = cells_along(*self._ends, margin)
        return self._near[metres]

    def _distances(self, lon: int, lat: int, segments: Longs) -> Floats:
        """Metres from a point to each of these segments."""
        ap = np.array(self._plane.metres(lon, lat)) - self._a[segments]
        ab = self._ab[segments]
        along = np.clip((ap * ab).sum(1) / (ab * ab).sum(1), 0.0, 1.0)
        found: Floats = np.sqrt(((ap - ab * along[:, None]) ** 2).sum(1))
        return found
