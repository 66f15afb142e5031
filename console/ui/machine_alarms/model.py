"""The alarms that wait to be looked at, one row each: urgent ones on top, then those seen last."""

from collections.abc import Iterable

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from console.facts import ShownCase
from console.ui import alarm_words as say
from console.ui.context import Context

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
COLUMNS = ("kind", "likely", "count", "place", "seen", "device", "model")
LIST = "alarms"


class AlarmModel(QAbstractTableModel):
    """Rows of the board's list; replaced as a whole, for somebody looks at each of them."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._rows: tuple[ShownCase, ...] = ()
        self._cells: tuple[tuple[str, ...], ...] = ()

    def show_alarms(self, cases: Iterable[ShownCase]) -> bool:
        """Those of these that wait; False when nothing of it is new."""
        rows = tuple(sorted((each for each in cases if LIST in each.lists), key=_order))
        cells = tuple(self._said(each) for each in rows)
        if (rows, cells) == (self._rows, self._cells):
            return False
        self.beginResetModel()
        self._rows, self._cells = rows, cells
        self.endResetModel()
        return True

    def _said(self, shown: ShownCase) -> tuple[str, ...]:
        case, context = shown.case, self._context
        alarm = case.alarm
        place = context.names.place(case) or (f"{case.lat / 1e7:.5f}, {case.lon / 1e7:.5f}" if case.located else "")
        kind = say.kind_words(context, case)
        urgent = context.texts.text("mark.urgent") if case.urgent else ""
        return (
            " · ".join(part for part in (urgent, kind) if part),
            say.likely(case),
            say.often(context, case),
            place,
            say.when(context, case),
            alarm.device if alarm else "",
            alarm.model if alarm else "",
        )

    def shown(self, row: int) -> ShownCase | None:
        """The alarm of a row."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def rows_of(self, ids: Iterable[str]) -> list[int]:
        """The rows of those that still wait."""
        wanted = set(ids)
        return [row for row, shown in enumerate(self._rows) if shown.id in wanted]

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """How many wait."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        """What is said of each."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The head of a column."""
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal:
            return None
        return self._context.texts.text(f"alarm.column_{COLUMNS[section]}")

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell; a screen reader hears the whole row."""
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return self._cells[index.row()][index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return " · ".join(part for part in self._cells[index.row()] if part)
        return None


def _order(shown: ShownCase) -> tuple[bool, int, str]:
    alarm = shown.case.alarm
    return not shown.case.urgent, -(alarm.last_at if alarm else 0), shown.id
