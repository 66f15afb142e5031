"""The lines of this desk's own lists: thousands may wait, and each is put into words only when it is painted."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from console.facts import Conflict, Pending
from console.facts.photos import PhotoOut
from console.ui.local_lines import LINE, LocalLine

Index = QModelIndex | QPersistentModelIndex
Item = Pending | Conflict | PhotoOut
NO_PARENT = QModelIndex()
_SPOKEN = {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}


class LocalModel(QAbstractListModel):
    """What waits, in its order; `words` makes the line of one."""

    def __init__(self, words: Callable[[Item], LocalLine]) -> None:
        super().__init__()
        self._words = words
        self.items: tuple[Item, ...] = ()

    def show(self, items: Sequence[Item]) -> bool:
        """Show these; whether other ones than before, so that what was chosen must be chosen again."""
        same = [item.id for item in items] == [item.id for item in self.items]
        if same:
            self.items = tuple(items)
            self.say_again()
        else:
            self.beginResetModel()
            self.items = tuple(items)
            self.endResetModel()
        return not same

    def say_again(self) -> None:
        """The words may be others: the line, the clock, a case."""
        if self.items:
            self.dataChanged.emit(self.index(0), self.index(len(self.items) - 1))

    def row_of(self, item_id: str) -> int:
        """Where it stands, -1 = nowhere."""
        return next((row for row, item in enumerate(self.items) if item.id == item_id), -1)

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """Lines."""
        return 0 if parent.isValid() else len(self.items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The line, and its words for a screen reader."""
        if role != LINE and role not in _SPOKEN:
            return None
        line = self._words(self.items[index.row()])
        return line if role == LINE else line.spoken
