"""Paints a line of the rail: digit, name, worst lamp with its count, count; folded, a short name above lamp and count.

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
SHORT_LEFT = 17
"""Where a short name begins, folded: beside the digit."""
LINES = 64
"""Drawn lines that are kept: a rail and a half."""


class RailDelegate(QStyledItemDelegate):
    """Paints a line; folded, in two short rows: key and short name, lamp and count."""

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
        """Key, name, mark, lamp and count: beside one another, or folded in two rows."""
        chosen = entry.list == self.current
        self._paint_choice(painter, line, chosen)
        mark = LOCAL.get(entry.list, "")
        ink = mark if mark and entry.count.total else "text"
        if self.folded:
            self._paint_folded(painter, line, entry, ink)
        else:
            self._paint_wide(painter, line, entry, ink)

    def _paint_wide(self, painter: QPainter, line: QRect, entry: Entry, ink: str) -> None:
        px, chosen = self._look.px, entry.list == self.current
        left = self._paint_lamp(painter, line, entry, self._paint_count(painter, line, entry, ink))
        self._text(painter, QRectF(line).adjusted(px(12), 0, 0, 0), entry.digit, Type.SMALL, False, "text3")
        name = QRectF(line.x() + px(32), line.y(), left - line.x() - px(36), line.height())
        self._text(painter, name, self._name(entry, chosen, name.width()), Type.MAIN, chosen, ink)
        if mark := LOCAL.get(entry.list, ""):
            box = QRectF(line.x() + px(10), line.y() + (line.height() - px(16)) / 2, px(16), px(16))
            draw_lamp(painter, self._look.tokens, mark, box)

    def _name(self, entry: Entry, chosen: bool, room: float) -> str:
        """The name, or where there is no room for it the short one: that is whole, a cut name may be another's too."""
        wide = self._look.metrics(Type.MAIN, chosen).horizontalAdvance
        return entry.short if wide(entry.name) > room >= wide(entry.short) > 0 else entry.name

    def _paint_folded(self, painter: QPainter, line: QRect, entry: Entry, ink: str) -> None:
        """The short name says what the number below it counts."""
        px, chosen = self._look.px, entry.list == self.current
        upper = QRectF(line.x(), line.y() + px(2), line.width(), px(18))
        lower = QRect(line.x(), line.y() + px(16), line.width(), px(17))
        self._text(painter, upper.adjusted(px(6), 0, 0, 0), entry.digit, Type.SMALL, False, "text3")
        self._text(painter, upper.adjusted(px(SHORT_LEFT), 0, -px(1), 0), entry.short, Type.SMALL, chosen, ink)
        self._paint_count(painter, lower, entry, ink)
        if lamp := LOCAL.get(entry.list, "") or self._lamp_of(entry):
            side = px(12)
            box = QRectF(line.x() + px(SHORT_LEFT), lower.y() + (lower.height() - side) / 2, side, side)
            draw_lamp(painter, self._look.tokens, lamp, box)

    def _paint_choice(self, painter: QPainter, line: QRect, chosen: bool) -> None:
        if chosen:
            painter.fillRect(line, self._look.colour("sel"))
            painter.fillRect(line.x(), line.y(), 4, line.height(), self._look.colour("sel_line"))

    def _paint_count(self, painter: QPainter, line: QRect, entry: Entry, ink: str) -> float:
        """How many; returns where it begins."""
        chosen, number = entry.list == self.current, self._words.number(entry.count.total) if entry.counted else ""
        size = Type.SECOND if self.folded else Type.MAIN
        wide = self._look.metrics(size, chosen).horizontalAdvance(number)
        left = line.right() - self._look.px(6 if self.folded else 14) - wide
        self._text(painter, QRectF(left, line.y(), wide + 1, line.height()), number, size, chosen, ink)
        return left

    def _lamp_of(self, entry: Entry) -> str:
        """The worst lamp; "" for none, and where the list is that lamp's."""
        lamp = "over" if entry.count.over else "near" if entry.count.near else ""
        return "" if entry.list == lamp else lamp

    def _paint_lamp(self, painter: QPainter, line: QRect, entry: Entry, right: float) -> float:
        """The worst lamp with its own count, left of the count; returns where it begins."""
        lamp = self._lamp_of(entry)
        if not lamp:
            return right
        side = self._look.px(12)
        left = self._paint_lamp_count(painter, line, entry, lamp, right - self._look.px(6)) - side - self._look.px(3)
        draw_lamp(painter, self._look.tokens, lamp, QRectF(left, line.y() + (line.height() - side) / 2, side, side))
        return left

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
