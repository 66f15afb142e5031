"""The atlas: every mark drawn once, so that ten thousand of them are copied in one call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap

from console.ui.look import Look, draw_lamp
from console.ui.map.marks import Sprite
from console.ui.map.native import Values
from rules.grid.values import Floats, Ints

CELL = 24
NEAR_BELOW = 14.0
"""Below so many metres per px, cases in time are rings; above it, dots, and suspended ones are left out."""
_LAMPS = {
    Sprite.IN_TIME: "in_time",
    Sprite.PAUSED: "paused",
    Sprite.NEAR: "near",
    Sprite.OVER: "over",
    Sprite.UNSENT: "unsent",
}
_QUIET = (Sprite.NONE, Sprite.IN_TIME, Sprite.PAUSED)
_CLOSE_PX: dict[Sprite, float] = {
    Sprite.IN_TIME: 7.5,
    Sprite.PAUSED: 10,
    Sprite.NEAR: 14,
    Sprite.OVER: 14,
    Sprite.UNSENT: 16,
}
_FAR_PX: dict[Sprite, float] = {Sprite.PAUSED: 8, Sprite.NEAR: 8, Sprite.OVER: 8, Sprite.UNSENT: 16}
_DOT_PX = 2.6
FAR, LOUD_FAR = 1, 2
"""Rows of the atlas: close (0), far, and far but urgent, which keeps its full size."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """One cell of the atlas: which sprite, how large, how opaque."""

    sprite: Sprite
    px: float
    opacity: float


class Atlas:
    """The marks of one look for a screen of one pixel ratio."""

    def __init__(self, look: Look, ratio: float) -> None:
        self._look, self._ratio = look, ratio
        self._cell = look.px(CELL)
        self._pixmap = self._draw()
        self._sides = self._inked()

    def _draw(self) -> QPixmap:
        rows = [self._row(_CLOSE_PX), self._row(_FAR_PX), self._row({**_FAR_PX, Sprite.NEAR: 14, Sprite.OVER: 14})]
        pixmap = QPixmap(round(len(Sprite) * self._cell * self._ratio), round(len(rows) * self._cell * self._ratio))
        pixmap.setDevicePixelRatio(self._ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        for number, row in enumerate(rows):
            for stamp in row:
                self._stamp(painter, stamp, number)
        painter.end()
        return pixmap

    def _inked(self) -> Ints:
        """Per row and sprite, the side in px of the square around the cell's middle that holds all its ink."""
        side = round(self._cell * self._ratio)
        image = self._pixmap.toImage().convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
        ink = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.width()) != 0
        sides = np.zeros((image.height() // side, len(Sprite)), np.int32)
        for row, sprite in np.ndindex(sides.shape):
            across = np.argwhere(ink[row * side : (row + 1) * side, sprite * side : (sprite + 1) * side])
            margin = min(int(across.min()), side - 1 - int(across.max())) if len(across) else side // 2 - 1
            sides[row, sprite] = side - 2 * margin
        return sides

    def _row(self, sizes: dict[Sprite, float]) -> list[Stamp]:
        return [Stamp(sprite, sizes.get(sprite, 0), 0.85 if sprite in _QUIET else 1.0) for sprite in Sprite]

    def _stamp(self, painter: QPainter, stamp: Stamp, row: int) -> None:
        centre = QPointF((stamp.sprite + 0.5) * self._cell, (row + 0.5) * self._cell)
        half = self._look.px(stamp.px) / 2 if stamp.px else 0.0
        if not half:
            self._dot(painter, centre, "ok" if stamp.sprite is Sprite.IN_TIME else "text3")
            return
        painter.setOpacity(stamp.opacity)
        box = QRectF(centre.x() - half, centre.y() - half, 2 * half, 2 * half)
        draw_lamp(painter, self._look.tokens, _LAMPS[stamp.sprite], box, halo=True)
        painter.setOpacity(1.0)

    def _dot(self, painter: QPainter, centre: QPointF, name: str) -> None:
        colour = QColor(self._look.colour(name, 190))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        radius = _DOT_PX / 2 * self._look.scale
        painter.drawEllipse(centre, radius, radius)

    def rows(self, mpp: float, urgent: npt.NDArray[np.bool_]) -> Ints:
        """Which row of the atlas each mark is taken from."""
        if mpp < NEAR_BELOW:
            return np.zeros(len(urgent), np.int32)
        return np.where(urgent, LOUD_FAR, FAR).astype(np.int32)

    def stamps(self, places: Floats, sprites: Ints, rows: Ints) -> Floats:
        """What copies each mark to its place (n, 2) in px: x, y, source left, top, width, height, scale x, y, rotation,
        opacity (n, 10). Whole px keep marks crisp."""
        cell, sides = self._cell * self._ratio, self._sides[rows, sprites]
        stamps: Floats = np.zeros((len(places), 10))
        stamps[:, 0:2] = np.round(places)
        stamps[:, 2] = sprites * cell + (cell - sides) / 2
        stamps[:, 3] = rows * cell + (cell - sides) / 2
        stamps[:, 4] = stamps[:, 5] = sides
        stamps[:, 6:8] = 1 / self._ratio
        stamps[:, 9] = 1
        return stamps

    def draw(self, painter: QPainter, stamps: Floats, origin: tuple[float, float]) -> None:
        """Stamp marks in this order, their places counted from `origin`."""
        if not len(stamps):
            return
        fragments = Values(QPainter.PixmapFragment, 10, len(stamps))
        fragments.array[:] = stamps
        fragments.array[:, 0:2] += origin
        draw_fragments: Any = painter.drawPixmapFragments  # the stubs know only the slow call with a list
        draw_fragments(*fragments.arguments(), self._pixmap)
