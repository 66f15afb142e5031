"""Paints the rows of the queue. What was drawn once is kept and copied: to draw text takes long.

Whole rows are copied, not cells: to be asked by Qt for each cell takes longer than to copy it.
"""

from collections import OrderedDict

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

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
ROWS = 64
"""Rows that are kept whole: a tall screen of them."""
AT_ONCE = 8
"""Cells drawn anew per frame; the others come with the next one."""
Columns = tuple[tuple[int, int], ...]  # of each column where it begins and how wide it is
Key = tuple[object, ...]
Drawn = OrderedDict[Key, tuple[ShownCase, QPixmap]]
Cells = list[tuple[QRect, QPixmap | None]]


class QueueDelegate(QStyledItemDelegate):
    """`hovered` is the row under the pointer, -1 for none; `current` the chosen one; the view keeps both."""

    def __init__(self, look: Look, words: CaseWords, model: QueueModel) -> None:
        super().__init__()
        self._look, self._words, self._model = look, words, model
        self._painter = RowPainter(look, words)
        self.hovered = -1
        self.current = -1
        self.may_dispatch = False
        self._cells: Drawn = OrderedDict()
        self._rows: Drawn = OrderedDict()
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

    def paint_row(self, painter: QPainter, line: QRect, row: int, columns: Columns, ratio: float) -> None:
        """One row, whole, at `line`; `ratio` is the device pixel ratio."""
        shown = self._model.shown(row)
        if shown is None:
            return
        state, now = self._state(row), (self._words.left(shown), self._words.lamp(shown))
        key = (shown.id, state, now, self._words.minute() // QUARTER, columns, line.height(), ratio)
        if whole := _found(self._rows, key, shown):
            painter.drawPixmap(line.topLeft(), whole)
            return
        cells = self._cells_of(line, shown, state, columns, ratio)
        if any(drawn is None for _, drawn in cells):
            self._late.add(row)
            self._paint_cells(painter, cells, state)
        else:
            whole = _keep(self._rows, key, shown, self._joined(cells, line, state, ratio), ROWS)
            painter.drawPixmap(line.topLeft(), whole)

    def _joined(self, cells: Cells, line: QRect, state: State, ratio: float) -> QPixmap:
        """A row of its cells."""
        pixmap = QPixmap(line.size() * ratio)
        pixmap.setDevicePixelRatio(ratio)
        painter = QPainter(pixmap)
        painter.translate(-line.topLeft())
        self._paint_cells(painter, cells, state)
        painter.end()
        return pixmap

    def _paint_cells(self, painter: QPainter, cells: Cells, state: State) -> None:
        """What is drawn of a row; the ground where a cell is not."""
        for box, drawn in cells:
            if drawn is None:
                self._painter.paint_ground(painter, box, state)
            else:
                painter.drawPixmap(box.topLeft(), drawn)

    def _cells_of(self, line: QRect, shown: ShownCase, state: State, columns: Columns, ratio: float) -> Cells:
        boxes = self._boxes(line, shown, columns)
        beside = self._beside(boxes, shown, state)
        return [(box, self._cell(column, box.size(), shown, state, ratio, beside[column])) for column, box in boxes]

    def _beside(self, boxes: list[tuple[int, QRect]], shown: ShownCase, state: State) -> list[int]:
        """Unit and marks share their second line where the marks have none: of each how wide the other is."""
        wide = [box.width() for _, box in boxes]
        if len(wide) <= MARKS or state.has_button or not self._painter.is_free_below(shown, wide[MARKS]):
            return [0] * len(wide)
        return [0, 0, wide[MARKS], wide[UNIT]]

    def _state(self, row: int) -> State:
        chosen, hovered = row == self.current, row == self.hovered
        offered, old = (chosen or hovered) and self.offers_dispatch(row), self._words.claims_are_old
        return State(chosen, hovered, offered, self._model.gone(row), old and self._is_claimed(row))

    def _is_claimed(self, row: int) -> bool:
        shown = self._model.shown(row)
        return shown is not None and shown.claim is not None

    def _boxes(self, line: QRect, shown: ShownCase, columns: Columns) -> list[tuple[int, QRect]]:
        """The cells of a row; without marks their column is the unit's."""
        boxes = [QRect(x, line.y(), wide, line.height()) for x, wide in columns]
        if not self._words.tags(shown) and shown.claim is None:
            boxes[UNIT] = boxes[UNIT].united(boxes.pop(MARKS))
        return list(enumerate(boxes))

    def _cell(
        self, column: int, size: QSize, shown: ShownCase, state: State, ratio: float, beside: int
    ) -> QPixmap | None:
        """A cell as it was drawn last, or drawn now; None when this frame has drawn enough of them."""
        left = (self._words.left(shown), self._words.lamp(shown)) if column == LEFT else ()
        key = (shown.id, column, size.toTuple(), ratio, state, left, beside, self._words.minute() // QUARTER)
        kept = _found(self._cells, key, shown)
        if kept is not None or not self._left:
            return kept
        self._left -= 1
        return _keep(self._cells, key, shown, self._draw_cell(column, size, shown, state, ratio, beside), CELLS)

    def _draw_cell(
        self, column: int, size: QSize, shown: ShownCase, state: State, ratio: float, beside: int
    ) -> QPixmap:
        pixmap = QPixmap(size * ratio)
        pixmap.setDevicePixelRatio(ratio)
        painter = QPainter(pixmap)
        self._painter.paint(painter, QRect(QPoint(), size), column, shown, state, beside)
        painter.end()
        return pixmap

    def offers_dispatch(self, row: int) -> bool:
        """Whether the unit of this row is shown as a button that dispatches to it."""
        shown = self._model.shown(row)
        waits = shown is not None and waits_for_dispatch(shown.case) and bool(self._words.unit_code(shown))
        return self.may_dispatch and waits and not self._model.gone(row)

    def dispatch_box(self, line: QRect, row: int, columns: Columns) -> QRect:
        """The button of the row at `line`; empty where there is nothing to dispatch."""
        shown = self._model.shown(row)
        if shown is None or not self.offers_dispatch(row):
            return QRect()
        return dispatch_box(self._look, dict(self._boxes(line, shown, columns))[UNIT])

    def paint_choice(self, painter: QPainter, line: QRect, focused: bool) -> None:
        """Over the chosen row: a bar at the left; with the focus a frame around it."""
        colour = self._look.colour("sel_line")
        painter.fillRect(line.x(), line.y(), 4, line.height(), colour)
        if focused:
            painter.fillRect(line.x(), line.y(), line.width(), 2, colour)
            painter.fillRect(line.x(), line.bottom() - 1, line.width(), 2, colour)
            painter.fillRect(line.right() - 1, line.y(), 2, line.height(), colour)


def _found(drawn: Drawn, key: Key, shown: ShownCase) -> QPixmap | None:
    """What was drawn, if it was of this very image of the case."""
    kept = drawn.get(key)
    if kept is None or kept[0] is not shown:
        return None
    drawn.move_to_end(key)
    return kept[1]


def _keep(drawn: Drawn, key: Key, shown: ShownCase, pixmap: QPixmap, most: int) -> QPixmap:
    """Keep it; what was not asked for for longest goes."""
    drawn[key] = (shown, pixmap)
    if len(drawn) > most:
        drawn.popitem(last=False)
    return pixmap
