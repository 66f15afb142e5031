"""The queue's table: fixed rows and columns, drawn by rows in parts; only the time column is repainted each second."""

from PySide6.QtCore import QModelIndex, QRect, Qt, QTimer, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from console.ui.context import Context
from console.ui.keys import without_text
from console.ui.look.sizes import Height
from console.ui.queue.delegate import Columns, QueueDelegate
from console.ui.queue.model import QueueModel
from console.ui.queue.rows import LEFT, MARKS, MATTER, UNIT

WIDTHS = {"zh_CN": (119, 158, 118), "en": (102, 146, 116)}
NARROW_WIDTHS = {"zh_CN": (119, 138, 100), "en": (102, 136, 104)}
"""Widths of time left, unit and marks, in a wide column and in a narrow one; the matter takes the rest."""
NARROW = 700


class QueueTable(QTableView):
    """Shows the rows; what is chosen and what is done with them is the view's."""

    def __init__(self, context: Context, model: QueueModel, delegate: QueueDelegate) -> None:
        super().__init__()
        self._context, self._model, self._delegate = context, model, delegate
        self._late: set[int] = set()  # rows that the last frame has left out
        self._next_part = QTimer(self, interval=0, singleShot=True)
        self._next_part.timeout.connect(self._paint_late)
        self.setModel(model)
        self.setItemDelegate(delegate)
        self._set_up()
        self._set_up_columns()

    def _set_up(self) -> None:
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setTabKeyNavigation(False)
        self.setAutoScroll(False)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # what scrolls is copied, not drawn anew
        without_text(self)

    def _set_up_columns(self) -> None:
        rows, heads, px = self.verticalHeader(), self.horizontalHeader(), self._context.look.px
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(1)
        rows.setDefaultSectionSize(px(Height.QUEUE_ROW))
        heads.setFixedHeight(px(Height.COLUMN_HEAD))
        heads.setHighlightSections(False)
        heads.setSectionsClickable(False)
        heads.setMinimumSectionSize(px(60))
        heads.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        heads.setSectionResizeMode(MATTER, QHeaderView.ResizeMode.Stretch)
        self._set_widths()

    def _set_widths(self) -> None:
        px = self._context.look.px
        widths = NARROW_WIDTHS if self.width() < px(NARROW) else WIDTHS
        for column, wide in zip((LEFT, UNIT, MARKS), widths[self._context.language], strict=True):
            self.setColumnWidth(column, px(wide))

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Home and End are the first and the last row; of a table they would be the first and the last column."""
        ends = {QAbstractItemView.CursorAction.MoveHome: 0, QAbstractItemView.CursorAction.MoveEnd: -1}
        if action not in ends:
            return super().moveCursor(action, modifiers)
        return self._model.index(ends[action] % max(self._model.rowCount(), 1), LEFT)

    def _update_rows(self, rows: set[int]) -> None:
        for row in rows:
            if row >= 0:
                top, high = self.rowViewportPosition(row), self.rowHeight(row)
                self.viewport().update(0, top, self.viewport().width(), high)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Rows that are dear to draw come in parts, so that nothing waits for a whole page of them."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._context.look.colour("panel"))
        self._delegate.begin_frame()
        self._paint_rows(painter, event.region())
        self._late |= self._delegate.end_frame()
        painter.end()
        if self._late:
            self._next_part.start()

    def _paint_rows(self, painter: QPainter, area: QRegion) -> None:
        """The rows that touch an area."""
        columns, ratio = self.columns(), self.devicePixelRatioF()
        wide, high = self.viewport().width(), self.rowHeight(0)
        top, bottom = area.boundingRect().top(), area.boundingRect().bottom()
        row, rows = self.rowAt(max(top, 0)), self._model.rowCount()
        while 0 <= row < rows and (y := self.rowViewportPosition(row)) <= bottom:
            line = QRect(0, y, wide, high)
            if area.intersects(line):
                self._delegate.paint_row(painter, line, row, columns, ratio)
                if row == self._delegate.current:
                    self._delegate.paint_choice(painter, line, self.hasFocus())
            row += 1

    def columns(self) -> Columns:
        """Where each column begins in the viewport, and how wide it is."""
        return tuple((self.columnViewportPosition(n), self.columnWidth(n)) for n in range(self._model.columnCount()))

    def line(self, row: int) -> QRect:
        """Where a row is in the viewport."""
        return QRect(0, self.rowViewportPosition(row), self.viewport().width(), self.rowHeight(row))

    def last_row(self) -> int:
        """The last row of which at least half is in sight, -1 without rows."""
        half = (self.rowHeight(0) + 1) // 2
        row = self.rowAt(self.viewport().height() - half)
        return self._model.rowCount() - 1 if row < 0 else row

    @Slot()
    def _paint_late(self) -> None:
        late, self._late = self._late, set()
        self._update_rows(late)

    @Slot()
    def tick(self) -> None:
        """Repaint what counts down, and nothing else."""
        left = self.columnViewportPosition(LEFT)
        self.viewport().update(QRect(left, 0, self.columnWidth(LEFT), self.viewport().height()))
