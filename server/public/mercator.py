"""Web Mercator as map tiles are cut: the world is a square of 1 × 1, halved at each step of zoom."""

from math import atan, degrees, pi, sinh
from typing import Any

import numpy as np
import numpy.typing as npt

SCALE = 10_000_000  # coordinates of the city are integers of 1e-7 degree
Floats = npt.NDArray[np.float64]


def world(points: npt.NDArray[Any]) -> Floats:
    """(n, 2) longitude and latitude in 1e-7 degree as x to the east and y to the south, both 0 to 1."""
    lon, lat = points[:, 0] / SCALE, np.radians(points[:, 1] / SCALE)
    y = 0.5 - np.log(np.tan(np.pi / 4 + lat / 2)) / (2 * np.pi)
    return np.column_stack((lon / 360 + 0.5, y))


def latitude(y: float) -> float:
    """Degrees of a y of the world."""
    return degrees(atan(sinh(pi * (1 - 2 * y))))


def longitude(x: float) -> float:
    """Degrees of an x of the world."""
    return (x - 0.5) * 360
