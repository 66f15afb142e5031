"""Coordinates of any declared datum as degrees CGCS2000, longitude first: EPSG codes, GCJ-02, BD-09.

CGCS2000 and WGS84 differ by centimetres to 1 m and are taken as one; GCJ-02 is off by 50 to 500 m, BD-09 by more.
GCJ-02 has no published definition: the formulas here are those of the `eviltransform` project (after the shift plug-in
found by wuyongzheng), Krasovsky 1940; its inverse, and that of BD-09, is found by iteration to 1e-9 degree (0.1 mm).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from pyproj import CRS

Coordinates = Any  # float64 (n, 2): longitude, latitude or x, y
GEOGRAPHIC = {"cgcs2000": 4490, "wgs84": 4326}
SHIFTED = ("gcj02", "bd09")
_A, _EE = 6378245.0, 0.00669342162296594323
_BD = np.pi * 3000 / 180
_CHINA = (72.004, 0.8293, 137.8347, 55.8271)  # where GCJ-02 is defined
_MARGIN = 2.0  # degrees around a projection's own area in which its coordinates are still believed


class UnknownDatum(ValueError):
    """No datum of that name, or no such EPSG code."""


class OutsideDatum(ValueError):
    """Coordinates that cannot be of the datum; `x`, `y` are the first of them."""

    def __init__(self, x: float, y: float) -> None:
        super().__init__(f"{x}, {y}")
        self.x, self.y = x, y


@dataclass(frozen=True, slots=True)
class Datum:
    """A datum as declared in `city.toml` or found in a file: "cgcs2000", "wgs84", "gcj02", "bd09" or "epsg:4547"."""

    name: str

    def degrees(self, xy: Coordinates) -> Coordinates:
        """The coordinates in degrees CGCS2000.

        Raises:
            OutsideDatum: a coordinate lies outside the area of the datum.
            UnknownDatum: there is no such datum.
        """
        if self.name in SHIFTED:
            _must_lie_in(xy, xy, _CHINA)
            return gcj02_to_wgs84(bd09_to_gcj02(xy) if self.name == "bd09" else xy)
        crs = self.crs
        area = crs.area_of_use
        box = area.bounds if area else (-180.0, -90.0, 180.0, 90.0)
        found = xy if crs.is_geographic else _unprojected(crs, xy)
        _must_lie_in(found, xy, box)
        return found

    @property
    def crs(self) -> "CRS":
        """The reference system; of the shifted ones, the one that files in them claim (WGS84). Raises UnknownDatum."""
        if self.name in SHIFTED:
            return _crs(4326)
        if self.name in GEOGRAPHIC:
            return _crs(GEOGRAPHIC[self.name])
        kind, _, code = self.name.partition(":")
        if kind != "epsg" or not code.isascii() or not code.isdecimal():
            raise UnknownDatum(self.name)
        return _crs(int(code))


@cache
def _crs(code: int) -> "CRS":
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        return CRS.from_epsg(code)
    except CRSError as error:
        raise UnknownDatum(f"epsg:{code}") from error


def _unprojected(crs: "CRS", xy: Coordinates) -> Coordinates:
    """To the geographic coordinates that the projection stands on: its datum counts as CGCS2000 (see above)."""
    from pyproj import Transformer

    transformer = Transformer.from_crs(crs, crs.geodetic_crs, always_xy=True)
    return np.column_stack(transformer.transform(xy[:, 0], xy[:, 1]))


def _must_lie_in(degrees: Coordinates, given: Coordinates, box: tuple[float, float, float, float]) -> None:
    west, south, east, north = box
    low, high = (west - _MARGIN, max(south - _MARGIN, -90.0)), (east + _MARGIN, min(north + _MARGIN, 90.0))
    inside = np.isfinite(degrees).all(1) & (degrees >= low).all(1) & (degrees <= high).all(1)
    for outside in np.flatnonzero(~inside):
        raise OutsideDatum(*given[outside].tolist())


def wgs84_to_gcj02(xy: Coordinates) -> Coordinates:
    """Shift as the public maps of China are shifted."""
    x, y = xy[:, 0] - 105.0, xy[:, 1] - 35.0
    root = np.sqrt(np.abs(x))
    short = 20 * np.sin(6 * np.pi * x) + 20 * np.sin(2 * np.pi * x)
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
    east += 2 / 3 * (short + _waves(x, (20, 40), (1, 3)) + _waves(x, (150, 300), (12, 30)))
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    north += 2 / 3 * (short + _waves(y, (20, 40), (1, 3)) + _waves(y, (160, 320), (12, 30)))
    latitude = np.radians(xy[:, 1])
    magic = 1 - _EE * np.sin(latitude) ** 2
    east *= 180 / np.pi / (_A / np.sqrt(magic) * np.cos(latitude))
    north *= 180 / np.pi / (_A * (1 - _EE) / (magic * np.sqrt(magic)))
    return xy + np.column_stack((east, north))


def _waves(along: Coordinates, heights: tuple[int, int], lengths: tuple[int, int]) -> Coordinates:
    return sum(height * np.sin(np.pi * along / length) for height, length in zip(heights, lengths, strict=True))


def gcj02_to_bd09(xy: Coordinates) -> Coordinates:
    """Baidu's second shift, on top of GCJ-02."""
    x, y = xy[:, 0], xy[:, 1]
    distance = np.hypot(x, y) + 0.00002 * np.sin(y * _BD)
    angle = np.arctan2(y, x) + 0.000003 * np.cos(x * _BD)
    return np.column_stack((distance * np.cos(angle) + 0.0065, distance * np.sin(angle) + 0.006))


def gcj02_to_wgs84(xy: Coordinates) -> Coordinates:
    """The inverse of `wgs84_to_gcj02`."""
    return _inverse(wgs84_to_gcj02, xy)


def bd09_to_gcj02(xy: Coordinates) -> Coordinates:
    """The inverse of `gcj02_to_bd09`."""
    return _inverse(gcj02_to_bd09, xy)


def _inverse(shift: Callable[[Coordinates], Coordinates], xy: Coordinates) -> Coordinates:
    """By fixed point: the shift changes so slowly that each step gains two digits or more."""
    found = xy
    for _ in range(20):
        step = xy - shift(found)
        found = found + step
        if not step.size or np.abs(step).max() < 1e-9:
            break
    return found
