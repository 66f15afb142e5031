"""How far a point is from the nearest other district: near a border both candidates must be shown (rules.md §4)."""

import numpy as np

from rules.grid.plane import Plane
from rules.grid.values import Border, EdgeKind, Edges, Ints, Longs


class Borders:
    """All edges that part two districts, as segments in the local plane."""

    def __init__(self, xy: Longs, edges: Edges, beyond: Ints, district: Ints, plane: Plane) -> None:
        border = (edges.kind == EdgeKind.DISTRICT) & (district[edges.left] >= 0) & (district[beyond] >= 0)
        self._plane = plane
        self._a = plane.flat(xy[edges.a[border]])
        self._ab = plane.flat(xy[edges.b[border]]) - self._a
        self._left, self._right = district[edges.left[border]], district[beyond[border]]

    def nearest(self, lon: int, lat: int, district: int) -> Border | None:
        """The nearest border of the given district; None when it has no neighbour."""
        own = np.flatnonzero((self._left == district) | (self._right == district))
        if not len(own):
            return None
        ap = np.array(self._plane.metres(lon, lat)) - self._a[own]
        ab = self._ab[own]
        along = np.clip((ap * ab).sum(1) / (ab * ab).sum(1), 0.0, 1.0)
        distance_2 = ((ap - ab * along[:, None]) ** 2).sum(1)
        nearest = int(distance_2.argmin())
        left, right = int(self._left[own[nearest]]), int(self._right[own[nearest]])
        return Border(float(np.sqrt(distance_2[nearest])), district, right if left == district else left)
