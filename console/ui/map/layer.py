"""A part of the picture that is drawn somewhat larger than the screen and copied while nothing in it changes."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import replace

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPainter, QPixmap

from console.ui.map.camera import Camera

AROUND_PX = 128
"""How far it reaches beyond the screen on each side: so far the map is dragged by copying alone."""


Draw = Callable[[QPainter, Camera], bool]
"""Paints the part for a camera; says whether something is left for another frame."""


class Layer:
    """The part for a screen of one pixel ratio; what lies below shows through."""

    def __init__(self, ratio: float) -> None:
        self._ratio = ratio
        self._pixmap = QPixmap()
        self._camera: Camera | None = None
        self._version: Hashable = None
        self._is_unfinished = False

    def paint(self, painter: QPainter, camera: Camera, version: Hashable, draw: Draw) -> bool:
        """Copy it to the screen, drawn anew where `version` differs; says whether something is left."""
        at = self._place(camera)
        if version != self._version or at is None:
            self._draw_anew(camera, version, draw)
            at = QPoint(-AROUND_PX, -AROUND_PX)
        painter.drawPixmap(at, self._pixmap)
        return self._is_unfinished

    def _place(self, camera: Camera) -> QPoint | None:
        """Where what is drawn lies on the screen; None where it does not cover it px by px."""
        drawn = self._camera
        if drawn is None or (drawn.level, self._inner(drawn)) != (camera.level, (camera.width, camera.height)):
            return None
        x, y = (now - then for now, then in zip(camera.origin, drawn.origin, strict=True))
        covers = -2 * AROUND_PX <= x <= 0 and -2 * AROUND_PX <= y <= 0
        is_whole = (x * self._ratio).is_integer() and (y * self._ratio).is_integer()
        return QPoint(round(x), round(y)) if covers and is_whole else None

    def _inner(self, drawn: Camera) -> tuple[int, int]:
        return drawn.width - 2 * AROUND_PX, drawn.height - 2 * AROUND_PX

    def _draw_anew(self, camera: Camera, version: Hashable, draw: Draw) -> None:
        wide = replace(camera, width=camera.width + 2 * AROUND_PX, height=camera.height + 2 * AROUND_PX)
        size = (round(wide.width * self._ratio), round(wide.height * self._ratio))
        if self._pixmap.size().toTuple() != size:
            self._pixmap = QPixmap(*size)
            self._pixmap.setDevicePixelRatio(self._ratio)
        self._pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(self._pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        self._is_unfinished = draw(painter, wide)
        painter.end()
        self._camera, self._version = wide, version
