"""The table of a conflict card: a row per field, bars by who changed it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from console.ui.case.conflict_fields import Kind, Row
from console.ui.look.look import Look
from console.ui.look.parts import label
from console.ui.look.sizes import Height

COLUMNS = (86, 130, 190, 200, 190)
MINE, MEANWHILE = 2, 3


class ConflictTable(QWidget):
    """Shows the rows of one conflict. A violet bar: both of us, differently; a blue one: mine alone can be kept."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        for column, wide in enumerate(COLUMNS):
            self._grid.setColumnStretch(column, wide)

    def show_rows(self, heads: tuple[str, ...], rows: tuple[Row, ...]) -> None:
        """These rows under these heads, in the place of what stood here."""
        while item := self._grid.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for column, words in enumerate(heads):
            self._cell(0, column, label(words, "cap", wrap=True))
        for at, row in enumerate(rows, 1):
            self._cell(at, 0, label(row.name, "two15"))
            for column, words in enumerate(row.cells, 1):
                self._cell(at, column, self._value(row.kind, column, words))

    def _value(self, kind: Kind, column: int, words: str) -> QLabel:
        colour = self._bar(kind, column)
        cell = label(words, "strong" if colour else "two15", wrap=True)
        if colour:
            cell.setStyleSheet(f"border-left: 3px solid {colour};")
        return cell

    def _bar(self, kind: Kind, column: int) -> str:
        """The colour of the bar before a cell, "" for none."""
        tokens = self._look.tokens
        if kind is Kind.CLASH and column in {MINE, MEANWHILE}:
            return tokens.conflict
        if kind is Kind.MINE and column == MINE:
            return tokens.accent
        return tokens.text3 if kind is Kind.THEIRS and column == MEANWHILE else ""

    def _cell(self, row: int, column: int, cell: QLabel) -> None:
        cell.setContentsMargins(8, 3, 8, 3)
        cell.setAlignment(Qt.AlignmentFlag.AlignTop)  # beside long words the name of the field stays in sight
        cell.setMinimumHeight(self._look.px(Height.COLUMN_HEAD))
        self._grid.addWidget(cell, row, column)
