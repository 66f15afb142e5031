"""Paints the rows of the queue. What was drawn once is kept and copied: to draw text takes long."""

from collections import OrderedDict

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from console.facts import ShownCase
from console.ui.case_words import CaseWords, waits_for_dispatch
from console.ui.look import Look
from console.ui.look.sizes import Height
from console.ui.queue.model import QueueModel
from console.ui.queue.row_painter import RowPainter, State, dispatch_box
from console.ui.queue.rows import LEFT, MARKS, UNIT

Index = QModelIndex | QPersistentModelIndex
QUARTER = 15  # minutes: all days of all time zones begin with one, and nothing but the day changes what a cell says
CELLS = 400
"""Drawn cells that are kept: a tall screen full of rows, twice."""
AT_ONCE = 8
"""Cells drawn anew per frame; the others come with the next one."""


class QueueDelegate(QStyledItemDelegate):
    """`hovered` is the row under the pointer, -1 for none; `current` the chosen one; the view keeps both."""

    def __init__(self, look: Look, words: CaseWords, model: QueueModel) -> None:
        super().__init__()
        self._look, self._words, self._model = look, words, model
        self._painter = RowPainter(look, words)
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

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Every row is equally high."""
        return QSize(option.rect.width(), self._look.px(Height.QUEUE_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One cell: its part of what is drawn there, which may reach over two columns."""
        row, shown = index.row(), self._model.shown(index.row())
        if shown is None:
            return
        view = option.widget
        assert isinstance(view, QTableView)  # noqa: S101
        state, (column, box) = self._state(row), self._box(view, index.column(), option.rect, shown)
        drawn = self._cell(column, box.size(), shown, state, view.devicePixelRatioF())
        if drawn is None:
            self._late.add(row)
            self._painter.paint_ground(painter, option.rect, state)
        else:
            part = QRect(option.rect.topLeft() - box.topLeft(), option.rect.size())
            ratio = drawn.devicePixelRatio()
            painter.drawPixmap(QRectF(option.rect), drawn, _scaled(part, ratio))
        self._paint_choice(painter, option, index)

    def _state(self, row: int) -> State:
        chosen, hovered = row == self.current, row == self.hovered
        return State(chosen, hovered, (chosen or hovered) and self.offers_dispatch(row), self._model.gone(row))

    def _box(self, view: QTableView, column: int, cell: QRect, shown: ShownCase) -> tuple[int, QRect]:
        """What a cell is a part of: without marks their column is the unit's."""
        if column not in {UNIT, MARKS} or self._words.tags(shown):
            return column, cell
        before = 0 if column == UNIT else view.columnWidth(UNIT)
        behind = 0 if column == MARKS else view.columnWidth(MARKS)
        return UNIT, cell.adjusted(-before, 0, behind, 0)

    def _cell(self, column: int, size: QSize, shown: ShownCase, state: State, ratio: float) -> QPixmap | None:
        """A cell as it was drawn last, or drawn now; None when this frame has drawn enough of them."""
        left = (self._words.left(shown), self._words.lamp(shown)) if column == LEFT else ()
        key = (shown.id, column, size.toTuple(), ratio, state, left, self._words.minute() // QUARTER)
        kept = self._cells.get(key)
        if kept is not None and kept[0] is shown:
            self._cells.move_to_end(key)
            return kept[1]
        if not self._left:
            return None
        self._left -= 1
        pixmap = self._draw_cell(column, size, shown, state, ratio)
        self._cells[key] = (shown, pixmap)
        if len(self._cells) > CELLS:
            self._cells.popitem(last=False)
        return pixmap

    def _draw_cell(self, column: int, size: QSize, shown: ShownCase, state: State, ratio: float) -> QPixmap:
        pixmap = QPixmap(size * ratio)
        pixmap.setDevicePixelRatio(ratio)
        painter = QPainter(pixmap)
        self._painter.paint(painter, QRect(QPoint(), size), column, shown, state)
        painter.end()
        return pixmap

    def offers_dispatch(self, row: int) -> bool:
        """Whether the unit of this row is shown as a button that dispatches to it."""
        shown = self._model.shown(row)
        waits = shown is not None and waits_for_dispatch(shown.case) and bool(self._words.unit_code(shown))
        return self.may_dispatch and waits and not self._model.gone(row)

    def dispatch_box(self, view: QTableView, row: int) -> QRect:
        """The button of a row, in coordinates of the viewport; empty where there is nothing to dispatch."""
        shown = self._model.shown(row)
        if shown is None or not self.offers_dispatch(row):
            return QRect()
        cell = view.visualRect(self._model.index(row, UNIT))
        return dispatch_box(self._look, self._box(view, UNIT, cell, shown)[1])

    def _paint_choice(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
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


def _scaled(rect: QRect, ratio: float) -> QRectF:
    return QRectF(rect.x() * ratio, rect.y() * ratio, rect.width() * ratio, rect.height() * ratio)
