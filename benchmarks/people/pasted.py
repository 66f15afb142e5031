"""Points beside the borders of unit grids, written down in WGS84, GCJ-02 and BD-09, with the grids that they lie in.

The shifts are those of the `eviltransform` project, written out here once more: nothing of the product is used.
"""

from math import atan2, cos, pi, sin, sqrt
from pathlib import Path
from random import Random
from typing import Any

import pyogrio.raw
import shapely

from benchmarks.people.layers import LAT_M, LON_M

UNIT = 10_000_000
BORDER_M = 5.0
ON_IT = 2e-8  # degree: the border itself, as far as the rounding to 1e-7 goes


def pasted_points(folder: Path, count: int, seed: int) -> list[tuple[str, str, frozenset[str]]]:
    """Text, datum and grids of each."""
    meta, _, wkb, data = pyogrio.raw.read(folder / "unit_grids.gpkg", columns=["code"])
    assert meta["fields"].tolist() == ["code"]
    grids, random = shapely.from_wkb(wkb), Random(seed)
    tree = shapely.STRtree(grids)
    found: list[tuple[str, str, frozenset[str]]] = []
    while len(found) < count:
        point = _beside(grids[random.randrange(len(grids))], random)
        near = tree.query(shapely.Point(point).buffer(ON_IT), predicate="intersects").tolist()
        if near:
            datum = ("wgs84", "gcj02", "bd09")[len(found) % 3]
            found.append((_words(point, datum, random), datum, frozenset(data[0][n] for n in near)))
    return found


def _beside(grid: Any, random: Random) -> tuple[float, float]:
    """At most 5 m beside a place on the border, on the lattice of 1e-7 degree."""
    ring = grid.exterior
    at = ring.interpolate(random.random(), normalized=True)
    lon = at.x + random.uniform(-BORDER_M, BORDER_M) * 0.7 / LON_M
    lat = at.y + random.uniform(-BORDER_M, BORDER_M) * 0.7 / LAT_M
    return round(lon * UNIT) / UNIT, round(lat * UNIT) / UNIT


def _words(point: tuple[float, float], datum: str, random: Random) -> str:
    lon, lat = _shifted(point, datum)
    pair = [f"{lat:.9f}", f"{lon:.9f}"]
    return random.choice([", ", " ", ",", "，"]).join(pair if random.random() < 0.5 else pair[::-1])


def _shifted(point: tuple[float, float], datum: str) -> tuple[float, float]:
    if datum == "wgs84":
        return point
    return gcj02(point) if datum == "gcj02" else bd09(gcj02(point))


def gcj02(point: tuple[float, float]) -> tuple[float, float]:
    """WGS84 as the public maps of China are shifted."""
    x, y = point[0] - 105, point[1] - 35
    waves = (20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + waves
    east += (20 * sin(x * pi) + 40 * sin(x / 3 * pi)) * 2 / 3 + (
        150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)
    ) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + waves
    north += (20 * sin(y * pi) + 40 * sin(y / 3 * pi)) * 2 / 3 + (
        160 * sin(y / 12 * pi) + 320 * sin(y * pi / 30)
    ) * 2 / 3
    a, ee, phi = 6378245.0, 0.00669342162296594323, point[1] / 180 * pi
    magic = 1 - ee * sin(phi) * sin(phi)
    return (
        point[0] + east * 180 / (a / sqrt(magic) * cos(phi) * pi),
        point[1] + north * 180 / (a * (1 - ee) / (magic * sqrt(magic)) * pi),
    )


def bd09(point: tuple[float, float]) -> tuple[float, float]:
    """GCJ-02 as Baidu shifts it once more."""
    x, y = point
    z = sqrt(x * x + y * y) + 0.00002 * sin(y * pi * 3000 / 180)
    theta = atan2(y, x) + 0.000003 * cos(x * pi * 3000 / 180)
    return z * cos(theta) + 0.0065, z * sin(theta) + 0.006
