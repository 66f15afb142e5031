"""The local plane: metres east and north of the city's origin, by two integer constants that travel with the city.

A console and the server must measure the same distance, so the scale is stored (nanometres per 1e-7 degree), never
computed again. Over 30 km the plane differs from the ellipsoid by less than 1 in 1,000.
"""

import math
from dataclasses import dataclass
from typing import overload

import numpy as np

from rules.grid.values import Floats, Longs

# CGCS2000: semi-major axis in metres, flattening 1 / 298.257222101 (GB 22021-2008).
_AXIS = 6_378_137.0
_ECCENTRICITY_2 = 1 - (1 - 1 / 298.257222101) ** 2


@dataclass(frozen=True, slots=True)
class Plane:
    """Origin in 1e-7 degree and the nanometres that one such unit spans there."""

    lon: int
    lat: int
    nm_lon: int
    nm_lat: int

    @classmethod
    def at(cls, lon: int, lat: int) -> "Plane":
        """The plane that touches the ellipsoid at this point (radii of curvature of meridian and prime vertical)."""
        phi = math.radians(lat / 1e7)
        w = 1 - _ECCENTRICITY_2 * math.sin(phi) ** 2
        unit = math.radians(1e-7) * 1e9
        meridian = _AXIS * (1 - _ECCENTRICITY_2) / w**1.5
        return cls(lon, lat, round(_AXIS / math.sqrt(w) * math.cos(phi) * unit), round(meridian * unit))

    @overload
    def metres(self, lon: float, lat: float) -> tuple[float, float]: ...
    @overload
    def metres(self, lon: Longs, lat: Longs) -> tuple[Floats, Floats]: ...
    def metres(self, lon: float | Longs, lat: float | Longs) -> tuple[float | Floats, float | Floats]:
        """Metres east and north of the origin; numbers or arrays."""
        return (lon - self.lon) * self.nm_lon / 1e9, (lat - self.lat) * self.nm_lat / 1e9

    def degrees(self, x: float, y: float) -> tuple[int, int]:
        """The point x metres east and y metres north of the origin, in 1e-7 degree."""
        return self.lon + round(x * 1e9 / self.nm_lon), self.lat + round(y * 1e9 / self.nm_lat)

    def flat(self, points: Longs) -> Floats:
        """Metres of points (n, 2), as (n, 2)."""
        return np.column_stack(self.metres(points[:, 0], points[:, 1]))
