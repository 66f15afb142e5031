"""Many straight lines at once: found by place, moved to the screen and drawn in one call."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QLineF
from PySide6.QtGui import QPainter

from console.ui.map.camera import Box
from console.ui.map.native import Values
from rules.grid.values import Floats

BATCH = 128


class Segments:
    """Lines (n, 4) as x0, y0, x1, y1 in metres, ordered by their southern end."""

    def __init__(self, ends: Floats) -> None:
        south = np.minimum(ends[:, 1], ends[:, 3])
        order = np.argsort(south, kind="stable")
        self._ends, self._south = np.ascontiguousarray(ends[order]), south[order]
        self._north = np.maximum(self._ends[:, 1], self._ends[:, 3])
        self._west = np.minimum(self._ends[:, 0], self._ends[:, 2])
        self._east = np.maximum(self._ends[:, 0], self._ends[:, 2])
        self._tallest = float((self._north - self._south).max(initial=0.0))

    def __len__(self) -> int:
        return len(self._ends)

    def within(self, box: Box) -> Floats:
        """The lines whose own box touches this one."""
        first, end = np.searchsorted(self._south, [box[1] - self._tallest, box[3]])
        part = slice(int(first), int(end))
        use = (self._north[part] > box[1]) & (self._west[part] < box[2]) & (self._east[part] > box[0])
        found: Floats = self._ends[part][use]
        return found


def chains(lines: Sequence[Floats]) -> Floats:
    """All segments (m, 4) of polylines (n, 2)."""
    if not lines:
        return np.empty((0, 4))
    points = np.concatenate(lines)
    ends = np.cumsum([len(line) for line in lines])
    segments = np.hstack([points[:-1], points[1:]])
    return np.delete(segments, ends[:-1] - 1, axis=0)  # from the end of a line to the begin of the next is none


def draw(painter: QPainter, ends: Floats, origin: tuple[float, float], mpp: float) -> Iterator[None]:
    """Draw lines of the plane with the painter's pen; `origin` is the plane's origin on the screen.

    Stops for breath after each batch: no event must wait for a whole tile of wide lines.
    """
    for first in range(0, len(ends), BATCH):
        batch = ends[first : first + BATCH]
        lines = Values(QLineF, 4, len(batch))
        np.multiply(batch, np.array([1, -1, 1, -1]) / mpp, out=lines.array)
        lines.array += [*origin, *origin]
        draw_lines: Any = painter.drawLines
        draw_lines(*lines.arguments())
        yield
