"""Single points of the datums that people paste: GCJ-02 (Amap, Tencent), BD-09 (Baidu) and WGS84 as degrees CGCS2000.

CGCS2000 and WGS84 differ by centimetres to 1 m and are taken as one. GCJ-02 has no published definition: the formulas
are those of the `eviltransform` project (Krasovsky 1940), the same that the import of layers uses on whole arrays.
"""

from collections.abc import Callable
from math import atan2, cos, hypot, isfinite, pi, radians, sin, sqrt

Point = tuple[float, float]  # longitude, latitude in degrees

PLAIN = ("cgcs2000", "wgs84")
SHIFTED = ("gcj02", "bd09")
DATUMS = (*PLAIN, *SHIFTED)
CHINA = (72.004, 0.8293, 137.8347, 55.8271)  # west, south, east, north of where GCJ-02 is defined
ROUNDS = 12  # each one brings the inverse some three digits closer; six reach 1e-9 degree everywhere in China

_A, _EE = 6378245.0, 0.00669342162296594323
_BD = pi * 3000 / 180


class OutsideDatum(ValueError):
    """A point that cannot be given in this datum."""


def to_cgcs2000(lon: float, lat: float, datum: str) -> Point:
    """A point given in a datum of DATUMS, in degrees CGCS2000. Raises OutsideDatum; KeyError for another datum."""
    if datum not in DATUMS:
        raise KeyError(datum)
    box = CHINA if datum in SHIFTED else (-180.0, -90.0, 180.0, 90.0)
    if not (isfinite(lon) and isfinite(lat) and box[0] <= lon <= box[2] and box[1] <= lat <= box[3]):
        raise OutsideDatum(f"{lon}, {lat}")
    point = (lon, lat)
    if datum == "bd09":
        point = _inverse(gcj02_to_bd09, point)
    return _inverse(wgs84_to_gcj02, point) if datum in SHIFTED else point


def wgs84_to_gcj02(point: Point) -> Point:
    """Shift as the public maps of China are shifted."""
    x, y = point[0] - 105.0, point[1] - 35.0
    root, short = sqrt(abs(x)), 20 * sin(6 * pi * x) + 20 * sin(2 * pi * x)
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
    east += 2 / 3 * (short + _waves(x, (20, 40), (1, 3)) + _waves(x, (150, 300), (12, 30)))
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    north += 2 / 3 * (short + _waves(y, (20, 40), (1, 3)) + _waves(y, (160, 320), (12, 30)))
    latitude = radians(point[1])
    magic = 1 - _EE * sin(latitude) ** 2
    east *= 180 / pi / (_A / sqrt(magic) * cos(latitude))
    north *= 180 / pi / (_A * (1 - _EE) / (magic * sqrt(magic)))
    return point[0] + east, point[1] + north


def _waves(along: float, heights: tuple[int, int], lengths: tuple[int, int]) -> float:
    return sum(height * sin(pi * along / length) for height, length in zip(heights, lengths, strict=True))


def gcj02_to_bd09(point: Point) -> Point:
    """Baidu's second shift, on top of GCJ-02."""
    x, y = point
    distance = hypot(x, y) + 0.00002 * sin(y * _BD)
    angle = atan2(y, x) + 0.000003 * cos(x * _BD)
    return distance * cos(angle) + 0.0065, distance * sin(angle) + 0.006


def _inverse(shift: Callable[[Point], Point], given: Point) -> Point:
    found = given
    for _ in range(ROUNDS):
        shifted = shift(found)
        found = (found[0] + given[0] - shifted[0], found[1] + given[1] - shifted[1])
    return found
