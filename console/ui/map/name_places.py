"""Where names of streets find room: along their line, off lamps and off one another."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from console.ui.map.camera import Box
from console.ui.map.plan import RoadLine
from rules.grid.values import Floats

SLOT_PX, BEND_PX, APART_PX, LAMP_PX, ROOM_PX = 460, 7, 240, 11, 10


@dataclass(frozen=True, slots=True)
class Name:
    """A name where it is drawn: middle in metres, angle in degrees clockwise, half its width in px."""

    text: str
    x: float
    y: float
    angle: int
    half: float


def slots(points: Floats, half: float, mpp: float, area: Box) -> list[list[tuple[float, float, int]]]:
    """Places for a name along a line in an area, each with ways to shift: (x, y, angle). `half` is half the name in m.

    A place is left out where the line bends by more than some px under the name.
    """
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    if along[-1] < 2.4 * half:
        return []
    every = SLOT_PX * mpp
    count = max(1, int(along[-1] // every))
    middles = (np.arange(count) + 0.5) * along[-1] / count
    at = middles[:, None] + np.array([0, 1 / 5, -1 / 5, 1 / 3, -1 / 3]) * every
    (x0, x, x1), (y0, y, y1) = ([np.interp(at + d, along, points[:, k]) for d in (-half, 0, half)] for k in (0, 1))
    bend = np.hypot((x0 + x1) / 2 - x, (y0 + y1) / 2 - y)
    use = (at >= half) & (at <= along[-1] - half) & (bend <= BEND_PX * mpp)
    use &= (x >= area[0]) & (x <= area[2]) & (y >= area[1]) & (y <= area[3])
    angle = -np.degrees(np.arctan2(y1 - y0, x1 - x0))
    upright = np.rint(np.where(angle > 90, angle - 180, np.where(angle <= -90, angle + 180, angle))).astype(int)
    rows = np.flatnonzero(use.any(axis=1)).tolist()
    return [list(zip(*(a[row][use[row]].tolist() for a in (x, y, upright)), strict=True)) for row in rows]


def free(name: Name, mpp: float, lamps: Floats, placed: list[Name]) -> bool:
    """Whether a name covers no lamp and no other name, and is not near another of the same street."""
    for other in placed:
        away = math.hypot(name.x - other.x, name.y - other.y) / mpp
        if away < (APART_PX if other.text == name.text else 0.8 * (name.half + other.half)):
            return False
    if not len(lamps):
        return True
    turn = math.radians(-name.angle)
    dx, dy = (lamps[:, 0] - name.x) / mpp, (lamps[:, 1] - name.y) / mpp
    along = np.abs(dx * math.cos(turn) + dy * math.sin(turn))
    across = np.abs(dy * math.cos(turn) - dx * math.sin(turn))
    return not bool(np.any((along < name.half + LAMP_PX) & (across < ROOM_PX + LAMP_PX)))


def boxes_of(roads: Sequence[RoadLine]) -> Floats:
    """West, south, east, north of each road (n, 4)."""
    if not roads:
        return np.empty((0, 4))
    points = np.concatenate([road.points for road in roads])
    begins = np.cumsum([0, *(len(road.points) for road in roads[:-1])])
    return np.hstack([np.minimum.reduceat(points, begins), np.maximum.reduceat(points, begins)])


def near(boxes: Floats, area: Box) -> npt.NDArray[np.bool_]:
    """Which boxes reach into an area."""
    west, south, east, north = boxes.T
    reaches: npt.NDArray[np.bool_] = (east > area[0]) & (west < area[2]) & (north > area[1]) & (south < area[3])
    return reaches
