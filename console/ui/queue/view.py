"""The queue under a person's hands: which case is chosen, and one click or Enter dispatches."""

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, QRect, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent

from console.ui.context import Context
from console.ui.keys import is_enter, without_text
from console.ui.queue.delegate import QueueDelegate
from console.ui.queue.model import QueueModel
from console.ui.queue.rows import LEFT
from console.ui.queue.table import QueueTable

GUARD_MS = 300
"""After the selection moved by itself, no key dispatches for so long."""
WANTED = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End}


class QueueView(QueueTable):
    """Says which case is chosen and which is to be dispatched; every other key is the window's."""

    chosen = Signal(str)  # case id, "" when the list is empty
    picked = Signal()  # after `chosen`: it was the person who chose, the selection did not move by itself
    dispatch_asked = Signal(str)  # case id: one click or Enter
    resized = Signal()

    def __init__(self, context: Context, model: QueueModel, delegate: QueueDelegate) -> None:
        super().__init__(context, model, delegate)
        self._moved_at = context.ticks() - GUARD_MS
        self._inside = False
        self._chose = False  # the person moved the selection; otherwise it moved by itself
        self._enter_down = False
        self._pressed = (-1, False)
        self._shifted_at = self._moved_at  # an alert above shifts the rows: no click counts right after it
        model.own_left.connect(self._choose_row)
        model.modelReset.connect(self._after_reset)
        model.rowsInserted.connect(self._after_rows)
        model.rowsRemoved.connect(self._after_rows)
        model.layoutChanged.connect(self._after_rows)
        self.selectionModel().currentRowChanged.connect(self._on_current)

    # -- what is chosen -------------------------------------------------------------------------------------------

    @property
    def holding(self) -> bool:
        """Whether no row may move: the pointer is in the list, or the person chose a row in it."""
        return self._inside or self._chose

    def current_case(self) -> str:
        """The chosen case, "" for none."""
        return self._model.case_id(self.currentIndex().row())

    def case_at(self, place: QPoint) -> str:
        """The case of the row at a place of the viewport, "" where there is none."""
        return self._model.case_id(self.rowAt(place.y()))

    def choose(self, case_id: str) -> bool:
        """Choose a case by its id; False when it is not in the list."""
        row = self._model.row_of(case_id)
        if row < 0:
            return False
        self._set_chose(True)
        self._set_row(row)
        return True

    def let_go(self) -> None:
        """The person's own choice ends: new rows may come in again."""
        self._set_chose(False)

    @Slot(int)
    def _choose_row(self, row: int) -> None:
        """The selection moves by itself: to the row that took the place of the one that left."""
        self._moved_at = self._context.ticks()
        self._set_chose(False)
        self._set_row(min(row, self._model.rowCount() - 1))

    @Slot()
    def _after_reset(self) -> None:
        self._set_chose(False)
        self._choose_row(0)
        self.scrollToTop()
        self.chosen.emit(self.current_case())  # a reset clears the selection without a word

    @Slot()
    def _after_rows(self) -> None:
        if not self.currentIndex().isValid():
            self._choose_row(0)
        self._tell_delegate()
        self.viewport().update()

    def _set_row(self, row: int) -> None:
        index = self._model.index(row, LEFT) if row >= 0 else QModelIndex()
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(index, flags)
        if index.isValid():
            self.scrollTo(index)
        self._tell_delegate()

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self._tell_delegate()
        self.chosen.emit(self.current_case())

    def _tell_delegate(self) -> None:
        before, self._delegate.current = self._delegate.current, self.currentIndex().row()
        self._update_rows({before, self._delegate.current})

    def _set_chose(self, chose: bool) -> None:
        self._chose = chose
        self._model.holding = self.holding

    # -- keys and pointer -----------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, or dispatch with Enter; all other keys go on to the window."""
        if is_enter(event) and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._enter(event)
        elif event.key() in WANTED:
            self._set_chose(True)
            super().keyPressEvent(event)
            self.picked.emit()
        else:
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """A released Enter may dispatch again."""
        if is_enter(event) and not event.isAutoRepeat():
            self._enter_down = False
        super().keyReleaseEvent(event)

    def _enter(self, event: QKeyEvent) -> None:
        event.accept()
        held = event.isAutoRepeat() or self._enter_down
        self._enter_down = True
        if not held and self._context.ticks() - self._moved_at >= GUARD_MS:
            self._ask_dispatch(self.currentIndex().row())

    def _ask_dispatch(self, row: int) -> None:
        if self._model.case_id(row) and not self._model.gone(row):
            self.dispatch_asked.emit(self._model.case_id(row))

    def dispatch_box(self, row: int) -> QRect:
        """The button of a row, in coordinates of the viewport; empty where there is nothing to dispatch."""
        return self._delegate.dispatch_box(self.line(row), row, self.columns())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """One click on a row's button dispatches to the unit that stands on it."""
        super().mouseReleaseEvent(event)
        row = self.rowAt(event.position().toPoint().y())
        pressed_here = event.button() == Qt.MouseButton.LeftButton and self._pressed == (row, True)
        if pressed_here and self.dispatch_box(row).contains(event.position().toPoint()):
            self._ask_dispatch(row)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A pressed row is chosen; where the press began decides whether the release is a click on its button."""
        place = event.position().toPoint()
        row = self.rowAt(place.y())
        settled = self._context.ticks() - self._shifted_at >= GUARD_MS
        self._pressed = (row, settled and self.dispatch_box(row).contains(place))
        self._set_chose(row >= 0)
        super().mousePressEvent(event)
        if row >= 0:
            self.picked.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The second click of a double one falls on the row that moved up: it does nothing."""
        self._pressed = (-1, False)
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The row under the pointer shows its button."""
        super().mouseMoveEvent(event)
        self._hover(event.position().toPoint())

    def _hover(self, place: QPoint) -> None:
        row = self.rowAt(place.y())
        on_button = self.dispatch_box(row).contains(place)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if on_button else Qt.CursorShape.ArrowCursor)
        before, self._delegate.hovered = self._delegate.hovered, row
        if row != before:
            self._update_rows({before, row})

    def viewportEvent(self, event: QEvent) -> bool:
        """Notice the pointer coming and going: while it is inside, no row moves."""
        if event.type() in {QEvent.Type.Enter, QEvent.Type.Leave}:
            self._inside = event.type() == QEvent.Type.Enter
            self._model.holding = self.holding
            if not self._inside:
                self._hover(QPoint(-1, -1))
        return super().viewportEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The frame of the chosen row is the focus; no input method opens here."""
        super().focusInEvent(event)
        without_text(self)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The frame goes."""
        super().focusOutEvent(event)
        self._enter_down = False
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the chosen row in sight."""
        super().resizeEvent(event)
        self._set_widths()
        self._shifted_at = self._context.ticks()
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())
        self.resized.emit()
