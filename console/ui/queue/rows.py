"""What the queue shows in each of its rows and columns; which rows there are is the model's to say."""

from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from console.board import Board
from console.facts import ShownCase
from console.ui.case_words import CaseWords

Index = QModelIndex | QPersistentModelIndex
LEFT, MATTER, UNIT, MARKS = range(4)
NO_PARENT = QModelIndex()


@dataclass(frozen=True, slots=True)
class Gone:
    """A row whose case left the list by somebody else's deed: what it was, why, and when its row goes."""

    shown: ShownCase
    why: str
    until: int  # in ticks


class QueueRows(QAbstractTableModel):
    """Rows are ids of cases; a row is on the board as it is shown, or `Gone` and shown as it was."""

    def __init__(self, board: Board, words: CaseWords, heads: tuple[str, ...]) -> None:
        super().__init__()
        self._board, self._words, self._heads = board, words, heads
        self._rows: list[str] = []
        self._here: set[str] = set()  # the same ids, to look them up
        self._gone: dict[str, Gone] = {}

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """Rows of the list."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        """Time left · matter and place · unit · marks."""
        return 0 if parent.isValid() else len(self._heads)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Texts for a screen reader and for tests; the delegate reads the case itself."""
        shown = self.shown(index.row()) if index.isValid() else None
        if shown is None or role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._words.spoken(shown, self.gone(index.row()))
        cells = (self._words.left, self._words.matter, self._words.unit, self._marks)
        return cells[index.column()](shown)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The column heads."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section in {LEFT, MARKS} else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def _marks(self, shown: ShownCase) -> str:
        return " · ".join(tag.text for tag in self._words.headed(shown))

    def case_id(self, row: int) -> str:
        """The case of a row, "" beyond the end."""
        return self._rows[row] if 0 <= row < len(self._rows) else ""

    def shown(self, row: int) -> ShownCase | None:
        """The case of a row as it is shown; a case that has left as it was."""
        case_id = self.case_id(row)
        gone = self._gone.get(case_id)
        return gone.shown if gone else self._board.case(case_id)

    def gone(self, row: int) -> str:
        """Why the case of a row has left the list, "" while it is on it."""
        gone = self._gone.get(self.case_id(row))
        return gone.why if gone else ""

    def row_of(self, case_id: str) -> int:
        """The row of a case, -1 when it has none."""
        return self._rows.index(case_id) if case_id in self._here else -1
