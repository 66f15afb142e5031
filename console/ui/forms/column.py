"""Where the fields of a form stand: below one another, a few beside the one before; the seldom used last."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from rules.forms import Field

FIRST = ("to", "phone", "call_back")  # fields that go before the others, in this order
LAST = "at"  # hardly ever filled in
BESIDE = frozenset({"phone"})  # stands in the row of the field before it


def place(field: Field) -> int:
    """The sort key of a field; equal ones keep the order of the rules."""
    return FIRST.index(field.name) if field.name in FIRST else 99 if field.name == LAST else len(FIRST)


class FormColumn(QVBoxLayout):
    """Rows of cells, one cell a field."""

    def __init__(self) -> None:
        super().__init__()
        self.setContentsMargins(0, 0, 8, 0)
        self.setSpacing(4)
        self._row: QHBoxLayout | None = None

    def cell(self, name: str) -> QVBoxLayout:
        """Where a field stands: a row of its own, or beside the one before it."""
        if self._row is None or name not in BESIDE:
            self._row = QHBoxLayout()
            self._row.setSpacing(12)
            self.addLayout(self._row)
        cell = QVBoxLayout()
        cell.setSpacing(4)
        self._row.addLayout(cell, 1)
        return cell
