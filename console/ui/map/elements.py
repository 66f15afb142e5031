"""What a person chose to lay over the map: points of the six elements, outlines of special grids and road sections."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
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
    """One layer: its letter, words (name, owner, as of when), its points (1e-7 degree) or outlines, and their words.

    The points are asked for when a person chooses the layer, their words when the pointer rests on one.
    """

    key: str
    letter: str
    words: str
    is_old: bool
    points: Callable[[], Sequence[tuple[int, int]]]
    words_of: Callable[[int], str]
    rings: Callable[[], Sequence[Sequence[tuple[int, int]]]] = tuple  # outlines, in place of points
    words_over: Callable[[int, int], str] | None = None  # what lies over a point (1e-7 degree), "" for nothing


class ElementMarks(QWidget):
    """`camera` gives how the map is seen now, None before there is one; the marks take no clicks."""

    def __init__(self, look: Look, camera: Callable[[], Camera | None], over: QWidget) -> None:
        super().__init__(over)
        self._look, self._camera = look, camera
        self._layers: tuple[ElementPoints, ...] = ()
        self._flat: dict[str, Floats] = {}
        self._outlines: dict[str, list[Floats]] = {}
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    @property
    def layers(self) -> tuple[ElementPoints, ...]:
        """What is shown."""
        return self._layers

    def show_layers(self, layers: Sequence[ElementPoints], plane: Plane | None) -> None:
        """Show these; none hides the marks."""
        self._layers = tuple(layers)
        self._flat, self._outlines = {}, {}
        if plane is not None:
            self._flat = {layer.key: _flat(layer.points(), plane) for layer in layers}
            self._outlines = {layer.key: [_flat(ring, plane) for ring in layer.rings()] for layer in layers}
        self.setVisible(bool(layers))
        self.update()

    def words_at(self, at: QPoint, lon: int, lat: int) -> str:
        """What is under a position, which is this point in 1e-7 degree; "" for nothing."""
        camera, near = self._camera(), self._look.px(NEAR_PX)
        if camera is None or self.isHidden():
            return ""
        for layer in reversed(self._layers):
            screen = self._on_screen(layer, camera)
            away = abs(screen - (at.x(), at.y())).max(axis=1) if screen is not None and len(screen) else None
            if away is not None and away.min() <= near:
                return layer.words_of(int(away.argmin()))
            if layer.words_over is not None and (words := layer.words_over(lon, lat)):
                return words
        return ""

    def _on_screen(self, layer: ElementPoints, camera: Camera) -> Floats | None:
        """Every point in px, also out of sight."""
        flat, (left, top) = self._flat.get(layer.key), camera.origin
        return flat * (1 / camera.mpp, -1 / camera.mpp) + (left, top) if flat is not None else None

    def paintEvent(self, event: QPaintEvent) -> None:
        """Letters close in, dots from afar or where there are too many."""
        camera = self._camera()
        if camera is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        margin = self._look.px(SIDE)
        for layer in self._layers:
            screen = self._on_screen(layer, camera)
            if screen is None:
                continue
            inside = ((screen > -margin) & (screen < (self.width() + margin, self.height() + margin))).all(axis=1)
            seen = screen[inside].tolist()
            lettered = camera.mpp <= LETTERS_MPP and len(seen) <= MOST_LETTERS
            self._outline(painter, layer, camera)
            self._paint(painter, layer, seen, layer.letter if lettered else "")
        painter.end()

    def _outline(self, painter: QPainter, layer: ElementPoints, camera: Camera) -> None:
        (left, top), (west, south, east, north) = camera.origin, camera.box
        painter.setPen(QPen(self._look.colour("accent"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for ring in self._outlines.get(layer.key, ()):
            (low_x, low_y), (high_x, high_y) = ring.min(axis=0).tolist(), ring.max(axis=0).tolist()
            if low_x < east and high_x > west and low_y < north and high_y > south:
                screen = ring * (1 / camera.mpp, -1 / camera.mpp) + (left, top)
                painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in screen.tolist()]))

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


def _flat(points: Sequence[tuple[int, int]], plane: Plane) -> Floats:
    """Metres of each point (n, 2)."""
    import numpy as np  # the map begins without it

    return plane.flat(np.array(points, np.int64).reshape(-1, 2))
