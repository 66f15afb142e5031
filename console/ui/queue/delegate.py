"""Paints a row of the queue: four columns, two lines, 44 px. It reads the case, not the model's texts."""

from collections import OrderedDict
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from console.facts import ShownCase
from console.ui.case_words import CaseWords
from console.ui.look import Look, draw_lamp
from console.ui.look.sizes import Height, Type
from console.ui.look.tags import draw_tag, tag_width
from console.ui.queue.model import LEFT, MARKS, QueueModel
from rules.case import Stage
from rules.deadlines import Lamp

LEFT_SIDE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT_SIDE = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
FLAGS = {side: int(side | Qt.TextFlag.TextDontClip) for side in (LEFT_SIDE, RIGHT_SIDE)}
WIDEST = 1.1  # no letter of the font is wider, in its size
MIDDLE, END = Qt.TextElideMode.ElideMiddle, Qt.TextElideMode.ElideRight
MATTER_SHARE = 0.6  # of the line, at most; the place takes the rest
LINE_1, LINE_2 = (2, 21), (24, 17)
"""Top and height of the two lines in a row."""
QUARTER = 15  # minutes: all days of all time zones begin with one, and nothing but the day changes what a cell says
CELLS = 400
"""Drawn cells that are kept: a tall screen full of rows, twice."""
AT_ONCE = 8
"""Cells drawn anew per frame; the others come with the next one."""


@dataclass(frozen=True, slots=True)
class Style:
    """Where and how a text stands."""

    size: int = Type.MAIN
    bold: bool = False
    ink: str = "text"
    side: Qt.AlignmentFlag = LEFT_SIDE
    elide: Qt.TextElideMode = END


def shortened(place: str, width: float, metrics: QFontMetricsF) -> str:
    """A place cut so that what stands behind the crossing (南 20 米; , 20 m S) stays whole: a cut number would lie."""
    cut = max(place.rfind("口") + 1, place.rfind(","))
    tail = place[cut:] if cut > 0 else ""
    room = width - metrics.horizontalAdvance(tail) - 1  # rounding must not cut it twice
    if not tail or metrics.horizontalAdvance(place) <= width or room < width * 0.25:
        return place
    return metrics.elidedText(place[:cut], END, room) + tail


class QueueDelegate(QStyledItemDelegate):
    """`hovered` is the row under the pointer, -1 for none; `current` the chosen one; the view keeps both."""

    def __init__(self, look: Look, words: CaseWords, model: QueueModel) -> None:
        super().__init__()
        self._look, self._words, self._model = look, words, model
        self.hovered = -1
        self.current = -1
        self.may_dispatch = False
        self._cells: OrderedDict[tuple[object, ...], tuple[ShownCase, QPixmap]] = OrderedDict()
        self._left = 0  # cells that this frame may still draw
        self._late: set[int] = set()

    def begin_frame(self) -> None:
        """The view paints now: some cells are drawn, the rest is left to the next frame."""
        self._left = AT_ONCE

    def end_frame(self) -> set[int]:
        """The rows that are left to the next frame."""
        late, self._late = self._late, set()
        return late

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Every row is equally high."""
        return QSize(option.rect.width(), self._look.px(Height.QUEUE_ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """One cell."""
        shown = self._model.shown(index.row())
        if shown is None:
            return
        cell = self._cell(option, index, shown)
        if cell is None:
            self._late.add(index.row())
            self._paint_ground(painter, option.rect, index)
        else:
            painter.drawPixmap(option.rect.topLeft(), cell)
        self._paint_choice(painter, option, index)

    def _cell(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex, shown: ShownCase
    ) -> QPixmap | None:
        """A cell as it was drawn last, or drawn now: what is the same is copied, text is what takes long.

        None when this frame has drawn enough of them.
        """
        row, column = index.row(), index.column()
        state = (row == self.current, row == self.hovered, self.may_dispatch, self._model.gone(row))
        left = (self._words.left(shown), self._words.lamp(shown)) if column == LEFT else ()
        ratio = option.widget.devicePixelRatioF() if option.widget else 1.0
        key = (shown.id, column, option.rect.size().toTuple(), ratio, state, left, self._words.minute() // QUARTER)
        kept = self._cells.get(key)
        if kept is not None and kept[0] is shown:
            self._cells.move_to_end(key)
            return kept[1]
        if not self._left:
            return None
        self._left -= 1
        pixmap = self._draw_cell(QRect(QPoint(), option.rect.size()), index, shown, ratio)
        self._cells[key] = (shown, pixmap)
        if len(self._cells) > CELLS:
            self._cells.popitem(last=False)
        return pixmap

    def _draw_cell(
        self, cell: QRect, index: QModelIndex | QPersistentModelIndex, shown: ShownCase, ratio: float
    ) -> QPixmap:
        pixmap = QPixmap(cell.size() * ratio)
        pixmap.setDevicePixelRatio(ratio)
        painter = QPainter(pixmap)
        self._paint_ground(painter, cell, index)
        cells = (self._paint_left, self._paint_matter, self._paint_unit, self._paint_marks)
        cells[index.column()](painter, cell, shown, index.row())
        painter.end()
        return pixmap

    def offers_dispatch(self, row: int) -> bool:
        """Whether the unit of this row is shown as a button that dispatches to it."""
        shown = self._model.shown(row)
        waits = shown is not None and shown.case.stage is Stage.TO_DISPATCH and bool(self._words.unit_code(shown))
        return self.may_dispatch and waits and not self._model.gone(row)

    def dispatch_box(self, cell: QRect) -> QRect:
        """The button within the cell of the unit."""
        return cell.adjusted(2, 3, -self._look.px(4), -4)

    # -- ground and frame -----------------------------------------------------------------------------------------

    def _paint_ground(self, painter: QPainter, cell: QRect, index: QModelIndex | QPersistentModelIndex) -> None:
        chosen, hovered = index.row() == self.current, index.row() == self.hovered
        painter.fillRect(cell, self._look.colour("sel" if chosen else "hover" if hovered else "panel"))
        painter.fillRect(cell.x(), cell.bottom(), cell.width(), 1, self._look.colour("line", 150))

    def _paint_choice(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The chosen row: a bar at the left; with the focus a frame around it."""
        if index.row() != self.current:
            return
        cell, colour = option.rect, self._look.colour("sel_line")
        if index.column() == LEFT:
            painter.fillRect(cell.x(), cell.y(), 4, cell.height(), colour)
        if not option.state & QStyle.StateFlag.State_HasFocus and not self._has_focus(option):
            return
        painter.fillRect(cell.x(), cell.y(), cell.width(), 2, colour)
        painter.fillRect(cell.x(), cell.bottom() - 1, cell.width(), 2, colour)
        if index.column() == MARKS:
            painter.fillRect(cell.right() - 1, cell.y(), 2, cell.height(), colour)

    def _has_focus(self, option: QStyleOptionViewItem) -> bool:
        widget = option.widget
        return widget is not None and widget.hasFocus()

    # -- the four cells -------------------------------------------------------------------------------------------

    def _paint_left(self, painter: QPainter, cell: QRect, shown: ShownCase, row: int) -> None:
        px, lamp = self._look.px, self._words.lamp(shown)
        side = px(16)
        box = QRectF(cell.x() + px(12), cell.y() + (cell.height() - side) / 2, side, side)
        draw_lamp(painter, self._look.tokens, lamp.value, box)
        loud = lamp in {Lamp.NEAR, Lamp.OVER} and not self._model.gone(row)
        ink = lamp.value if loud else self._ink(row)
        place = QRectF(cell).adjusted(px(29), 0, -px(4), 0)
        self._text(painter, place, self._words.left(shown), Style(bold=loud, ink=ink, side=RIGHT_SIDE))

    def _paint_matter(self, painter: QPainter, cell: QRect, shown: ShownCase, row: int) -> None:
        px, ink = self._look.px, self._ink(row)
        one, two = self._lines(cell, px(8), px(8))
        matter = self._words.matter(shown)
        used = min(self._look.metrics(Type.MAIN, True).horizontalAdvance(matter) + 1, one.width() * MATTER_SHARE)
        self._text(painter, one.adjusted(0, 0, used - one.width(), 0), matter, Style(bold=True, ink=ink))
        rest = one.adjusted(used + px(8), 0, 0, 0)
        place = shortened(self._words.place(shown), rest.width(), self._look.metrics(Type.MAIN))
        self._text(painter, rest, place, Style(ink=ink, elide=MIDDLE))
        self._paint_origin(painter, two, shown, Style(Type.SECOND, ink=self._ink2(row)))

    def _paint_origin(self, painter: QPainter, line: QRectF, shown: ShownCase, how: Style) -> None:
        """District and street give way, so that the number behind them stays whole."""
        areas, rest = self._words.origin(shown)
        metrics, dot = self._look.metrics(how.size), "  ·  "
        room = line.width() - metrics.horizontalAdvance(dot + rest)
        cut = metrics.elidedText(areas, END, room) if areas and room > self._look.px(24) else ""
        self._text(painter, line, dot.join(part for part in (cut, rest) if part), how)

    def _paint_unit(self, painter: QPainter, cell: QRect, shown: ShownCase, row: int) -> None:
        px = self._look.px
        button = row in {self.current, self.hovered} and self.offers_dispatch(row)
        if button:
            self._paint_button(painter, self.dispatch_box(cell))
        one, two = self._lines(cell, px(8), px(22 if button else 4))
        gone = self._model.gone(row)
        known = bool(self._words.unit_code(shown))
        self._text(painter, one, self._words.unit(shown), Style(ink=self._ink(row) if known else self._ink2(row)))
        self._text(painter, two, gone or self._words.why(shown), Style(Type.SECOND, ink=self._ink2(row)))

    def _paint_button(self, painter: QPainter, box: QRect) -> None:
        px = self._look.px
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(QPen(self._look.colour("edge"), 1))
        painter.setBrush(self._look.colour("control"))
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), px(4), px(4))
        arrow = self._look.pixmap("right", "text", 16)
        painter.drawPixmap(box.right() - px(18), box.y() + (box.height() - px(16)) // 2, arrow)

    def _paint_marks(self, painter: QPainter, cell: QRect, shown: ShownCase, row: int) -> None:
        px = self._look.px
        right = cell.right() - px(9)
        for tag in self._words.tags(shown)[:2]:
            wide = tag_width(self._look, tag.kind, tag.text)
            draw_tag(painter, self._look, tag.kind, tag.text, QRectF(right - wide, cell.y() + px(4), wide, px(20)))
            right -= wide + px(5)
        more = self._words.tags(shown)[2:4]
        right = cell.right() - px(9)
        place = QRectF(cell.x(), cell.y() + px(LINE_2[0]), right - cell.x(), px(LINE_2[1]))
        extra = " · ".join(tag.text for tag in more)
        self._text(painter, place, extra, Style(Type.SECOND, ink=self._ink2(row), side=RIGHT_SIDE))

    # -- helpers --------------------------------------------------------------------------------------------------

    def _ink(self, row: int) -> str:
        return "text3" if self._model.gone(row) else "text"

    def _ink2(self, row: int) -> str:
        return "text3" if self._model.gone(row) else "text2"

    def _lines(self, cell: QRect, left: int, right: int) -> tuple[QRectF, QRectF]:
        px, wide = self._look.px, cell.width() - left - right
        x, y = cell.x() + left, cell.y()
        return (
            QRectF(x, y + px(LINE_1[0]), wide, px(LINE_1[1])),
            QRectF(x, y + px(LINE_2[0]), wide, px(LINE_2[1])),
        )

    def _text(self, painter: QPainter, place: QRectF, text: str, how: Style) -> None:
        if not text or place.width() <= 0:
            return
        painter.setFont(self._look.font(how.size, how.bold))
        painter.setPen(self._look.colour(how.ink))
        fitted = text
        if len(text) * self._look.px(how.size) * WIDEST > place.width():  # to measure takes as long as to draw
            fitted = self._look.metrics(how.size, how.bold).elidedText(text, how.elide, place.width())
        painter.drawText(place, FLAGS[how.side], fitted)
