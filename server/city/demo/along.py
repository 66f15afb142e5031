"""A named road as a way to walk along: the point so many metres from its beginning, and so many to its left."""

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import sqrt

from rules.grid import Plane, Road

Metres = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Way:
    """Corners in metres of the plane; `reached[n]` is the length of the way to corner n."""

    name: str
    name_en: str
    klass: str
    plane: Plane
    corners: tuple[Metres, ...]
    reached: tuple[float, ...]

    @classmethod
    def of(cls, road: Road, plane: Plane) -> "Way":
        """The way of one line of a road."""
        corners = tuple(plane.metres(lon, lat) for lon, lat in road.points.tolist())
        steps = (sqrt((c - a) * (c - a) + (d - b) * (d - b)) for (a, b), (c, d) in pairwise(corners))
        return cls(road.name, road.name_en, road.klass, plane, corners, tuple(accumulate(steps, initial=0.0)))

    @property
    def length(self) -> float:
        """Metres from end to end."""
        return self.reached[-1]

    def at(self, along: float, left: float = 0.0) -> Metres:
        """A point in metres of the plane; a negative `left` is to the right."""
        n = min(max(bisect_right(self.reached, along) - 1, 0), len(self.corners) - 2)
        (x, y), (u, v) = self.corners[n], self.corners[n + 1]
        step = self.reached[n + 1] - self.reached[n]
        east, north = (u - x) / step, (v - y) / step
        far = along - self.reached[n]
        return x + east * far - north * left, y + north * far + east * left
