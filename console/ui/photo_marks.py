"""Rectangles marked on a photo: kept in thousandths of the picture, drawn in pixels of the pane."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from console.ui.look import Look
from console.ui.look.sizes import Type

Mark = tuple[int, int, int, int]
"""x, y, width, height in 1/1000 of the picture."""
LEAST_MARK = 8  # per mille; less is a click, not a rectangle


def box_of(mark: Mark, place: QRectF) -> QRectF:
    """A mark in px, on a picture that lies at `place`."""
    x, y, wide, high = (value / 1000 for value in mark)
    return QRectF(
        place.x() + x * place.width(), place.y() + y * place.height(), wide * place.width(), high * place.height()
    )


def mark_of(drawn: QRectF, place: QRectF) -> Mark | None:
    """What was drawn in px, within the picture that lies at `place`; None when it is too small to be meant."""
    box = drawn.intersected(place)
    x, y = ((box.x() - place.x()) / place.width(), (box.y() - place.y()) / place.height())
    mark = tuple(round(1000 * each) for each in (x, y, box.width() / place.width(), box.height() / place.height()))
    return (mark[0], mark[1], mark[2], mark[3]) if mark[2] >= LEAST_MARK and mark[3] >= LEAST_MARK else None


def paint_box(painter: QPainter, look: Look, box: QRectF, name: str) -> None:
    """A rectangle with its name."""
    for pen in _pens(look):
        painter.setPen(pen)
        painter.drawRect(box)
    _paint_name(painter, look, box, name)


def paint_edge(painter: QPainter, look: Look, x: float, height: float) -> None:
    """The edge between two photos, from top to bottom."""
    for pen in _pens(look):
        painter.setPen(pen)
        painter.drawLine(QPointF(x, 0), QPointF(x, height))


def _pens(look: Look) -> tuple[QPen, QPen]:
    """A halo, and the line in it: photos have every colour."""
    return QPen(look.colour("halo"), 5), QPen(look.colour("accent"), 2)


def _paint_name(painter: QPainter, look: Look, box: QRectF, name: str) -> None:
    """Above its rectangle, on a ground of its own."""
    wide, high = look.metrics(Type.SECOND, True).horizontalAdvance(name) + look.px(12), look.px(20)
    place = QRectF(box.x() - 2, max(0.0, box.y() - high - 2), wide, high)
    painter.fillRect(place, look.colour("panel", 230))
    painter.setPen(look.colour("accent"))
    painter.setFont(look.font(Type.SECOND, True))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, name)
