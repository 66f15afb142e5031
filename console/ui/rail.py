"""The rail of lists: a list view with a delegate; it says which list was picked."""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListView

from console.ui.context import Context
from console.ui.keys import without_text
from console.ui.promised_calls import PromisedCalls
from console.ui.proportions import RAIL, RAIL_FOLDED
from console.ui.rail_delegate import RailDelegate
from console.ui.rail_model import RailModel


class Rail(QListView):
    """Says which list was picked; `Ctrl+digit` comes from the window."""

    picked = Signal(str)

    def __init__(self, context: Context, calls: PromisedCalls) -> None:
        super().__init__()
        self._look, self._wide = context.look, RAIL[context.language]
        self._model = RailModel(context, calls)
        self._delegate = RailDelegate(context, self._model)
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self.setObjectName("ground")
        self.setAccessibleName(self.tr("lists"))
        self.setStyleSheet(f"QListView {{ background: {context.look.tokens.ground}; }}")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        without_text(self)
        self.clicked.connect(self._clicked)
        self._model.modelReset.connect(self._show_current)
        self.fold(False)

    def fold(self, folded: bool) -> None:
        """Fold to short names, lamps and counts, or unfold."""
        self._delegate.folded = folded
        self.setFixedWidth(self._look.px(RAIL_FOLDED if folded else self._wide))
        self.viewport().update()

    def show_current(self, name: str) -> None:
        """Mark the list that the queue shows."""
        self._delegate.current = name
        self._show_current()

    @Slot()
    def _show_current(self) -> None:
        row = self._model.row_of(self._delegate.current)
        index = self._model.index(row) if row >= 0 else QModelIndex()
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.viewport().update()

    def list_at_digit(self, digit: str) -> str:
        """The list of `Ctrl+digit`."""
        return self._model.list_at_digit(digit)

    def has(self, name: str) -> bool:
        """Whether this person has the list."""
        return self._model.row_of(name) >= 0

    def first(self) -> str:
        """The first list of this person."""
        return next(entry.list for entry in self._model.entries if entry.list)

    @Slot(QModelIndex)
    def _clicked(self, index: QModelIndex) -> None:
        if entry := self._model.entries[index.row()].list:
            self.picked.emit(entry)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down pick a list; letters go on to the window."""
        if event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End}:
            super().keyPressEvent(event)
            self._clicked(self.currentIndex())
        else:
            event.ignore()
