"""Numbered marks over the map for places that an address may mean; the chosen one stands out. They take no clicks."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from console.ui.look import Look

RADIUS, CHOSEN, STEM = 10, 13, 16
Point = tuple[int, int]


class Pins(QWidget):
    """`on_screen` says where a point (1e-7 degree) is on the map, None = out of sight."""

    def __init__(self, look: Look, on_screen: Callable[[Point], tuple[float, float] | None], over: QWidget) -> None:
        super().__init__(over)
        self._look, self._on_screen = look, on_screen
        self._points: tuple[Point, ...] = ()
        self._chosen = -1
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    @property
    def points(self) -> tuple[Point, ...]:
        """What is marked."""
        return self._points

    def show_points(self, points: Sequence[Point], chosen: int) -> None:
        """Mark these; none hides the marks."""
        self._points, self._chosen = tuple(points), chosen
        self.setVisible(bool(points))
        self.raise_()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The chosen one last, over the others."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        for number in sorted(range(len(self._points)), key=lambda n: n == self._chosen):
            at = self._on_screen(self._points[number])
            if at is not None:
                self._paint(painter, QPointF(*at), str(number + 1), number == self._chosen)

    def _paint(self, painter: QPainter, at: QPointF, number: str, is_chosen: bool) -> None:
        px, look = self._look.px, self._look
        radius = px(CHOSEN if is_chosen else RADIUS)
        middle = QPointF(at.x(), at.y() - px(STEM) - radius)
        painter.setPen(QPen(look.colour("accent"), 2.5 if is_chosen else 1.5))
        painter.drawLine(at, middle)
        painter.setBrush(look.colour("accent" if is_chosen else "halo"))
        painter.drawEllipse(middle, radius, radius)
        painter.setPen(look.colour("halo" if is_chosen else "accent"))
        box = QRectF(middle.x() - radius, middle.y() - radius, 2 * radius, 2 * radius)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, number)
