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
        """Show these; whether all rows are new, so that what was chosen must be chosen again.

        Mostly some went from the top, which are sent, and some came at the end: the others keep their rows.
        """
        gone = _went([item.id for item in self.items], [item.id for item in items])
        if gone is None:
            self.beginResetModel()
            self.items = tuple(items)
            self.endResetModel()
        else:
            self._move_on(tuple(items), gone)
        return gone is None

    def _move_on(self, items: tuple[Item, ...], gone: int) -> None:
        if gone:
            self.beginRemoveRows(NO_PARENT, 0, gone - 1)
            self.items = self.items[gone:]
            self.endRemoveRows()
        if len(items) > len(self.items):
            self.beginInsertRows(NO_PARENT, len(self.items), len(items) - 1)
            self.items = items
            self.endInsertRows()
        self.items = items
        self.say_again()

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


def _went(shown: list[str], wanted: list[str]) -> int | None:
    """How many went from the top where all others stay in their order, and new ones come behind them; else None."""
    if shown == wanted:
        return 0
    gone = shown.index(wanted[0]) if wanted and wanted[0] in shown else len(shown)
    stay = len(shown) - gone
    return gone if stay and shown[gone:] == wanted[:stay] else None
