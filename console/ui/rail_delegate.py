"""Paints a line of the rail: digit, name, worst lamp with its count, count; folded, digit, lamp and count alone.

A line that was drawn is kept and copied: some count changes many times a second, and to draw text takes long.
"""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from console.ui.context import Context
from console.ui.look import draw_lamp
from console.ui.look.sizes import Height, Type
from console.ui.rail_model import LOCAL, Entry, RailModel

Index = QModelIndex | QPersistentModelIndex
CENTRE = Qt.AlignmentFlag.AlignVCenter
STACKED = 16
"""So much higher stands a digit that has the lamp under it: folded, beside three figures."""
LINES = 64
"""Drawn lines that are kept: a rail and a half."""


class RailDelegate(QStyledItemDelegate):
    """Paints a line; folded, it is lamp and count alone."""

    def __init__(self, context: Context, model: RailModel) -> None:
        super().__init__()
        self._look, self._words, self._model = context.look, context.words, model
        self.folded = False
        self.current = ""
        self._drawn: dict[tuple[object, ...], QPixmap] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """36 px, headings the same."""
        return QSize(10, self._look.px(Height.LIST_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One line."""
        ratio = option.widget.devicePixelRatioF() if option.widget is not None else 1.0
        entry, first = self._model.entries[index.row()], index.row() == 0
        key = (entry, first, entry.list == self.current, self.folded, option.rect.size().toTuple(), ratio)
        if key not in self._drawn:
            if len(self._drawn) >= LINES:
                del self._drawn[next(iter(self._drawn))]
            self._drawn[key] = self._draw(entry, first, option.rect.size(), ratio)
        painter.drawPixmap(option.rect.topLeft(), self._drawn[key])

    def _draw(self, entry: Entry, first: bool, size: QSize, ratio: float) -> QPixmap:
        pixmap = QPixmap(size * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(self._look.colour("ground"))
        painter, line = QPainter(pixmap), QRect(QPoint(), size)
        if not entry.list:
            self._paint_heading(painter, line, entry, first)
        else:
            self._paint_entry(painter, line, entry)
        painter.end()
        return pixmap

    def _paint_heading(self, painter: QPainter, line: QRect, entry: Entry, first: bool) -> None:
        px = self._look.px
        if not first:
            painter.fillRect(line.adjusted(px(16), px(5), -px(16), -line.height() + px(6)), self._look.colour("line"))
        if not self.folded:
            self._text(painter, QRectF(line).adjusted(px(16), px(6), 0, 0), entry.name, Type.SECOND, False, "text3")

    def _paint_entry(self, painter: QPainter, line: QRect, entry: Entry) -> None:
        """The digit is always there: folded, the key is all that names a list."""
        px, chosen = self._look.px, entry.list == self.current
        self._paint_choice(painter, line, chosen)
        mark = LOCAL.get(entry.list, "")
        ink = mark if mark and entry.count.total else "text"
        left, stacked = self._paint_lamp(painter, line, entry, self._paint_count(painter, line, entry, ink))
        digit = QRectF(line).adjusted(px(5 if self.folded else 12), 0, 0, -px(STACKED) if stacked else 0)
        self._text(painter, digit, entry.digit, Type.SMALL, False, "text3")
        if not self.folded:
            name = QRectF(line.x() + px(32), line.y(), left - line.x() - px(36), line.height())
            self._text(painter, name, entry.name, Type.MAIN, chosen, ink)
        if mark:
            box = QRectF(line.x() + px(10), line.y() + (line.height() - px(16)) / 2, px(16), px(16))
            draw_lamp(painter, self._look.tokens, mark, box)

    def _paint_choice(self, painter: QPainter, line: QRect, chosen: bool) -> None:
        if chosen:
            painter.fillRect(line, self._look.colour("sel"))
            painter.fillRect(line.x(), line.y(), 4, line.height(), self._look.colour("sel_line"))

    def _paint_count(self, painter: QPainter, line: QRect, entry: Entry, ink: str) -> float:
        """How many; returns where it begins."""
        chosen, number = entry.list == self.current, self._words.number(entry.count.total) if entry.counted else ""
        wide = self._look.metrics(Type.MAIN, chosen).horizontalAdvance(number)
        left = line.right() - self._look.px(6 if self.folded else 14) - wide
        self._text(painter, QRectF(left, line.y(), wide + 1, line.height()), number, Type.MAIN, chosen, ink)
        return left

    def _paint_lamp(self, painter: QPainter, line: QRect, entry: Entry, right: float) -> tuple[float, bool]:
        """The worst lamp with its own count, left of the count: where it begins; whether it stands under the digit."""
        px = self._look.px
        lamp = "over" if entry.count.over else "near" if entry.count.near else ""
        if not lamp or entry.list == lamp:
            return right, False
        left = right - px(3) if self.folded else self._paint_lamp_count(painter, line, entry, lamp, right - px(6))
        side = px(12)
        box = QRectF(left - side - px(0 if self.folded else 3), line.y() + (line.height() - side) / 2, side, side)
        stacked = self.folded and bool(entry.digit) and box.left() < line.x() + px(14)
        if stacked:
            box.moveTo(line.x() + px(5), box.top() + px(STACKED) / 2)
        draw_lamp(painter, self._look.tokens, lamp, box)
        return box.left(), stacked

    def _paint_lamp_count(self, painter: QPainter, line: QRect, entry: Entry, lamp: str, right: float) -> float:
        """It is never left out: what has less room than it needs is the name, which the tool tip has whole."""
        count = self._words.number(getattr(entry.count, lamp))
        wide = self._look.metrics(Type.SMALL, True).horizontalAdvance(count) + 1
        self._text(painter, QRectF(right - wide, line.y(), wide, line.height()), count, Type.SMALL, True, lamp)
        return right - wide

    def _text(self, painter: QPainter, place: QRectF, text: str, size: int, bold: bool, ink: str) -> None:
        painter.setFont(self._look.font(size, bold))
        painter.setPen(self._look.colour(ink))
        shown = self._look.metrics(size, bold).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, CENTRE, shown)
