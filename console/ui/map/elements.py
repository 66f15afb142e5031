"""The six elements over the map: points of the layers that a person chose; one that is out of date looks it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from console.ui.look import Look
from console.ui.map.camera import Camera

if TYPE_CHECKING:
    from rules.grid import Plane
    from rules.grid.values import Floats

SIDE, DOT, NEAR_PX = 18, 5, 11
LETTERS_MPP = 12.0
"""Metres per px from which on a point is a dot without its letter."""
MOST_LETTERS = 800


@dataclass(frozen=True, slots=True)
class ElementPoints:
    """One layer: its letter, words (name, owner, as of when), the words of a point, and its points (1e-7 degree)."""

    key: str
    letter: str
    words: str
    is_old: bool
    points: tuple[tuple[int, int], ...]
    words_of: Callable[[int], str]


class ElementMarks(QWidget):
    """`camera` gives how the map is seen now, None before there is one; the marks take no clicks."""

    def __init__(self, look: Look, camera: Callable[[], Camera | None], over: QWidget) -> None:
        super().__init__(over)
        self._look, self._camera = look, camera
        self._layers: tuple[ElementPoints, ...] = ()
        self._plane: Plane | None = None
        self._flat: dict[str, Floats] = {}
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    @property
    def layers(self) -> tuple[ElementPoints, ...]:
        """What is shown."""
        return self._layers

    def show_layers(self, layers: Sequence[ElementPoints], plane: Plane | None) -> None:
        """Show these; none hides the marks."""
        self._layers, self._plane = tuple(layers), plane
        self._flat = {
            layer.key: plane.flat(np.array(layer.points, np.int64).reshape(-1, 2)) for layer in layers if plane
        }
        self.setVisible(bool(layers))
        self.update()

    def words_at(self, at: QPoint) -> str:
        """What the point under a position is, "" for none."""
        camera = self._camera()
        if camera is None or self.isHidden():
            return ""
        for layer in reversed(self._layers):
            screen = self._on_screen(layer, camera)
            away = np.abs(screen - np.array([at.x(), at.y()])).max(axis=1, initial=0)
            if len(screen) and away.min() <= self._look.px(NEAR_PX):
                return layer.words_of(int(away.argmin()))
        return ""

    def _on_screen(self, layer: ElementPoints, camera: Camera) -> Floats:
        """Every point in px, also out of sight."""
        left, top = camera.origin
        flat = self._flat.get(layer.key, np.zeros((0, 2)))
        found: Floats = np.column_stack([left + flat[:, 0] / camera.mpp, top - flat[:, 1] / camera.mpp])
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        """Letters close in, dots from afar or where there are too many."""
        camera = self._camera()
        if camera is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        for layer in self._layers:
            screen = self._on_screen(layer, camera)
            margin = self._look.px(SIDE)
            inside = ((screen > -margin) & (screen < [self.width() + margin, self.height() + margin])).all(axis=1)
            seen = screen[inside].tolist()
            lettered = camera.mpp <= LETTERS_MPP and len(seen) <= MOST_LETTERS
            self._paint(painter, layer, seen, layer.letter if lettered else "")
        painter.end()

    def _paint(self, painter: QPainter, layer: ElementPoints, seen: list[list[float]], letter: str) -> None:
        side = self._look.px(SIDE if letter else DOT)
        ink = self._look.colour("near" if layer.is_old else "text")
        painter.setPen(QPen(ink, 1.2, Qt.PenStyle.DashLine if layer.is_old and letter else Qt.PenStyle.SolidLine))
        painter.setBrush(self._look.colour("halo") if letter else ink)
        for x, y in seen:
            box = QRectF(x - side / 2, y - side / 2, side, side)
            painter.drawRect(box)
            if letter:
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, letter)
