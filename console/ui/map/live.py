"""Close in, grids are drawn as polygons: crisper than tiles and quicker. A patch somewhat larger than the screen is
prepared once and drawn until the screen leaves it or its colours change."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPolygonF, QTransform

from console.ui.look.tokens import Tokens
from console.ui.map.camera import Box, Camera, contains, grown
from console.ui.map.linework import Linework
from console.ui.map.plan import Plan

AROUND = 0.2
"""Share of the screen that the patch reaches beyond it on each side."""


class LiveMap:
    """Draws grids and lines close in."""

    def __init__(self, plan: Plan, linework: Linework, tokens: Tokens) -> None:
        self._plan, self._linework, self._tokens = plan, linework, tokens
        self._area: Box = (0, 0, 0, 0)
        self._paths: list[tuple[QColor, QPainterPath]] = []
        self._steps: npt.NDArray[np.uint8] | None = None

    def paint(self, painter: QPainter, camera: Camera, steps: npt.NDArray[np.uint8]) -> None:
        """Fill the screen with grids in the colour of their step (0 to 4 per grid) and draw the lines over them."""
        if steps is not self._steps or not contains(self._area, camera.box):
            self._prepare(camera, steps)
        painter.fillRect(0, 0, camera.width, camera.height, QColor(self._tokens.map_bg))
        left, top = camera.origin
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setTransform(QTransform(1 / camera.mpp, 0, 0, -1 / camera.mpp, left, top), True)
        for colour, path in self._paths:
            painter.fillPath(path, colour)
        painter.restore()
        self._linework.paint(painter, camera.box, camera.origin, camera.mpp)

    def _prepare(self, camera: Camera, steps: npt.NDArray[np.uint8]) -> None:
        self._area, self._steps = grown(camera.box, AROUND), steps
        near = self._plan.within(self._area)
        ramp = self._tokens.map_steps
        self._paths = [(QColor(ramp[step]), self._path(near[steps[near] == step])) for step in range(len(ramp))]

    def _path(self, grids: Any) -> QPainterPath:
        return rings_path([ring for grid in grids.tolist() for ring in self._plan.vertices_of(grid)])


def rings_path(rings: list[Any]) -> QPainterPath:
    """Closed rings (n, 2) as one path, in metres."""
    path = QPainterPath()
    for ring in rings:
        path.addPolygon(QPolygonF([QPointF(x, y) for x, y in ring.tolist()]))
        path.closeSubpath()
    return path
