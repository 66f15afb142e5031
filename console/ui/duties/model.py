"""The table of lines of one kind: code, who, what, when, and whether it differs from what is in force."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from console.ui.context import Context
from console.ui.duties.drafts import Line, State
from console.ui.duties.words import LineWords

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
COLUMNS = ("code", "who", "what", "when", "state")


class LineModel(QAbstractTableModel):
    """Lines and their cells; replaced as a whole, for there are hundreds and not ten thousands."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context, self._words = context, LineWords(context)
        self._lines: tuple[Line, ...] = ()
        self._cells: tuple[tuple[str, ...], ...] = ()

    def show_lines(self, lines: Sequence[Line], wanted: str) -> None:
        """Those of these lines whose words hold what is looked for."""
        cells = [(line, (*self._words.cells(line.value), self._state(line))) for line in lines]
        needle = wanted.strip().casefold()
        kept = [(line, row) for line, row in cells if needle in " ".join(row).casefold()]
        self.beginResetModel()
        self._lines, self._cells = tuple(line for line, _ in kept), tuple(row for _, row in kept)
        self.endResetModel()

    def _state(self, line: Line) -> str:
        return self._context.texts.text(f"duty.state_{line.state}") if line.state else ""

    def line(self, row: int) -> Line | None:
        """The line of a row."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def row_of(self, code: str) -> int:
        """The row of a code, -1 when it is not shown."""
        return next((row for row, line in enumerate(self._lines) if line.code == code), -1)

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """How many lines."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        """The same for every kind."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The head of a column."""
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal:
            return None
        return self._context.texts.text(f"duty.column_{COLUMNS[section]}")

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell; of a line that goes it is struck through, of one that differs the state is bold."""
        line = self._lines[index.row()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return self._cells[index.row()][index.column()]
        if role == Qt.ItemDataRole.FontRole and line.state:
            font = QFont()
            font.setStrikeOut(line.state is State.GONE)
            font.setBold(index.column() == len(COLUMNS) - 1)
            return font
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return " · ".join(part for part in self._cells[index.row()] if part)
        return None
