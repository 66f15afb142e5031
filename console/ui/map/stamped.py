"""The marks as they are stamped at one scale: worked out when cases or scale change, then only shifted."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QPainter

from console.ui.map.atlas import Atlas
from console.ui.map.camera import Camera
from console.ui.map.marks import FIRST_LOUD, URGENT, Marks
from rules.grid.values import Floats

REACH_PX = 16
"""How far a mark reaches from its place."""


class Stamped:
    """Draws the marks of a map in two parts: quiet ones, and over the names of districts the loud ones."""

    def __init__(self, marks: Marks, atlas: Atlas) -> None:
        self._marks, self._atlas = marks, atlas
        self._for: tuple[int, int, frozenset[int]] | None = None
        self._quiet: Floats = np.zeros((0, 10))
        self._loud: Floats = self._quiet

    def draw(self, painter: QPainter, camera: Camera, hidden: frozenset[int], loud: bool) -> None:
        """Draw one part; `hidden` are sprites that are left out."""
        if self._for != (self._marks.version, camera.level, hidden):
            self._for = (self._marks.version, camera.level, hidden)
            self._prepare(camera.mpp, hidden)
        stamps = self._loud if loud else self._quiet
        self._atlas.draw(painter, stamps[_seen(stamps, camera)], camera.origin)

    def _prepare(self, mpp: float, hidden: frozenset[int]) -> None:
        places, ranks = self._marks.in_order()
        sprites = ranks % URGENT
        rows = self._atlas.rows(mpp, ranks >= URGENT)
        stamps = self._atlas.stamps(places * (1 / mpp, -1 / mpp), sprites, rows)
        drawn = ~np.isin(sprites, list(hidden))
        self._quiet, self._loud = stamps[drawn & (sprites < FIRST_LOUD)], stamps[drawn & (sprites >= FIRST_LOUD)]


def _seen(stamps: Floats, camera: Camera) -> slice | npt.NDArray[np.bool_]:
    """Which stamps touch the screen."""
    left, top = camera.origin
    x, y = stamps[:, 0], stamps[:, 1]
    seen: npt.NDArray[np.bool_] = (x > -left - REACH_PX) & (x < camera.width - left + REACH_PX)
    seen &= (y > -top - REACH_PX) & (y < camera.height - top + REACH_PX)
    return slice(None) if seen.all() else seen
