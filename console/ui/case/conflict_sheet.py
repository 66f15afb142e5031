"""What is read on a conflict card: whom to call off, why and when it was found, the table, what fell with it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from console.ui.case.conflict_fields import Row
from console.ui.case.conflict_table import ConflictTable
from console.ui.look.look import Look
from console.ui.look.parts import label

LEAST = 44
"""Px of it that are always seen, however low the window is."""
PAGES = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
ENDS = frozenset({Qt.Key.Key_Home, Qt.Key.Key_End})


class ConflictSheet(QScrollArea):
    """Takes the room that head and choices leave; the mouse, and `page` for the keys, bring the rest of it."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumHeight(look.px(LEAST))
        self.call_off = label(role="strong", wrap=True)
        self._why, self._fell = label(role="two15", wrap=True), label(role="two15", wrap=True)
        self._table = ConflictTable(look)
        self.setWidget(self._inner())

    def _inner(self) -> QWidget:
        """Never wider than the card: a long word must not push the columns out of sight."""
        inner = QWidget()
        inner.setObjectName("raised")
        inner.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(6)
        for part in (self.call_off, self._why, self._table, self._fell):
            column.addWidget(part)
        column.addStretch(1)
        return inner

    def say(self, why: str, fell: str, call_off: str) -> None:
        """The sentences; one that is empty takes no room."""
        told: tuple[tuple[QLabel, str], ...] = ((self._why, why), (self._fell, fell), (self.call_off, call_off))
        for part, words in told:
            part.setText(words)
            part.setVisible(bool(words))

    def show_rows(self, heads: tuple[str, ...], rows: tuple[Row, ...]) -> None:
        """The table anew; what is read stays where it is."""
        self._table.show_rows(heads, rows)

    def to_top(self) -> None:
        """Another conflict is read from its beginning."""
        self.verticalScrollBar().setValue(0)

    def page(self, key: int) -> bool:
        """Page up, page down, home and end; False for any other key."""
        bar = self.verticalScrollBar()
        if key in PAGES:
            bar.setValue(bar.value() + PAGES[Qt.Key(key)] * bar.pageStep())
        elif key in ENDS:
            bar.setValue(bar.minimum() if key == Qt.Key.Key_Home else bar.maximum())
        else:
            return False
        return True
