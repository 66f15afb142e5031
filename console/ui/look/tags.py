"""Tags: short words in a frame, 20 px high, with the mark of what they say where there is one."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from console.ui.look.lamps import Shape, draw_lamp
from console.ui.look.look import Look
from console.ui.look.sizes import Height, Radius, Type

MARK, ICON = 12, 14


class Tag(StrEnum):
    """Kinds of tag: plain frame, inverted (urgent), or with a mark."""

    PLAIN = "plain"
    URGENT = "urgent"
    URGED = "urged"
    RETURNED = "returned"
    REWORK = "rework"
    UNSENT = "unsent"
    CONFLICT = "conflict"
    ATTEND = "attend"
    CLAIMED = "claimed"


_MARKS = {
    Tag.URGED: (Shape.URGED, "edge", "text2"),
    Tag.RETURNED: (Shape.RETURNED, "returned", "returned"),
    Tag.REWORK: (Shape.REWORK, "returned", "returned"),
    Tag.UNSENT: (Shape.UNSENT, "unsent", "unsent"),
    Tag.CONFLICT: (Shape.CONFLICT, "conflict", "conflict"),
    Tag.ATTEND: (Shape.ATTEND, "near", "near"),
}
"""Mark, colour of the frame and colour of the text."""
_ICONS = {Tag.CLAIMED: "eye"}


def tag_width(look: Look, kind: Tag, text: str) -> int:
    """Width of a tag in px."""
    words = look.metrics(Type.SMALL, kind is Tag.URGENT).horizontalAdvance(text)
    return round(words) + look.px(28 if kind in _MARKS or kind in _ICONS else 14)


def draw_tag(painter: QPainter, look: Look, kind: Tag, text: str, box: QRectF) -> None:
    """Draw a tag into `box`, which is as wide as `tag_width` says."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    if kind is Tag.URGENT:
        _draw_inverted(painter, look, text, box)
    else:
        _draw_framed(painter, look, kind, text, box)
    painter.restore()


def _draw_inverted(painter: QPainter, look: Look, text: str, box: QRectF) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour("text"))
    painter.drawRoundedRect(box, look.px(Radius.TAG), look.px(Radius.TAG))
    painter.setPen(look.colour("panel"))
    painter.setFont(look.font(Type.SMALL, True))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def _draw_framed(painter: QPainter, look: Look, kind: Tag, text: str, box: QRectF) -> None:
    shape, frame, colour = _MARKS.get(kind, (None, "edge", "text2"))
    painter.setPen(QPen(look.colour(frame), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), look.px(Radius.TAG), look.px(Radius.TAG))
    if shape is not None:
        side = look.px(MARK)
        mark = QRectF(box.x() + look.px(5), box.center().y() - side / 2, side, side)
        draw_lamp(painter, look.tokens, shape, mark)
    elif kind in _ICONS:
        side = look.px(ICON)
        place = QPointF(box.x() + look.px(4), box.center().y() - side / 2)
        painter.drawPixmap(place, look.pixmap(_ICONS[kind], colour, ICON))
    if kind in _MARKS or kind in _ICONS:
        box = box.adjusted(look.px(18), 0, -look.px(2), 0)
    painter.setFont(look.font(Type.SMALL))
    painter.setPen(look.colour(colour))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


class TagLabel(QWidget):
    """A tag as a widget; its accessible name is its text."""

    def __init__(self, look: Look, kind: Tag, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.show_tag(kind, text)

    def show_tag(self, kind: Tag, text: str) -> None:
        """Show another tag."""
        self._kind, self._text = kind, text
        self.setAccessibleName(text)
        self.setFixedSize(self.sizeHint())
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as the words need, as high as every tag."""
        return QSize(tag_width(self._look, self._kind, self._text), self._look.px(Height.KEY_CAP))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the tag."""
        painter = QPainter(self)
        draw_tag(painter, self._look, self._kind, self._text, QRectF(self.rect()))
        painter.end()
