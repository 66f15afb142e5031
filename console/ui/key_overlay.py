"""The overlay of keys (`?`): every key of the window by its place, as in the table of `keys`."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from console.ui.context import Context
from console.ui.keys import TABLES, KeyRow
from console.ui.look.parts import KeyCap, label

HIGH = 20
"""Lines of a column at most, headings among them, so that a low window has it all."""

Line = KeyRow | str  # a key, or the heading of a table; "" where one goes on


def columns(tables: tuple[str, ...]) -> list[list[Line]]:
    """The tables one after the other: each begins where it has room as a whole, else in a column of its own."""
    made: list[list[Line]] = [[]]
    for table in tables:
        if len(made[-1]) + 1 + len(TABLES[table]) > HIGH and made[-1]:
            made.append([])
        made[-1].append(table)
        for row in TABLES[table]:
            if len(made[-1]) == HIGH:
                made.append([""])
            made[-1].append(row)
    return made


class KeyOverlay(QFrame):
    """Lies over its window until a key, a click or a change of focus takes it away."""

    def __init__(self, context: Context, window: QWidget, tables: tuple[str, ...]) -> None:
        super().__init__(window)
        self.setObjectName("overlay")
        self.setAccessibleName(self.tr("keys"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._look, self._texts, self._window = context.look, context.texts, window
        self._before: QWidget | None = None  # had the keys, and gets them back
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 16, 24, 16)
        outer.addWidget(label(self.tr("Keys"), "title"))
        beside = QHBoxLayout()
        beside.setSpacing(32)
        outer.addLayout(beside)
        for lines in columns(tables):
            beside.addLayout(self._column(lines))
        outer.addWidget(label(self.tr("Letters are taken by their place on the keyboard; any key closes this"), "two"))
        self.hide()

    def _column(self, lines: list[Line]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        for number, line in enumerate(lines):
            if isinstance(line, str):
                grid.addWidget(label(self._translated(line) if line else " ", "head"), number, 0, 1, 2)
            else:
                grid.addLayout(self._caps(line), number, 0)
                grid.addWidget(label(self._translated(line.does)), number, 1)
        grid.setRowStretch(len(lines), 1)
        return grid

    def _caps(self, row: KeyRow) -> QHBoxLayout:
        caps = QHBoxLayout()
        caps.setSpacing(4)
        caps.addStretch(1)
        for key in row.keys:
            caps.addWidget(KeyCap(self._look, key))
        return caps

    def _translated(self, words: str) -> str:
        return self._texts.text(f"keys.{words}")

    def open(self) -> None:
        """Lie in the middle of the window."""
        window = self._window
        self._before = window.focusWidget()
        self.show()  # before it is measured: only what is shown has the style sheet's type
        self.adjustSize()
        self.move((window.width() - self.width()) // 2, (window.height() - self.height()) // 2)
        self.raise_()
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Any key closes it."""
        event.accept()
        self.hide()
        (self._before or self._window).setFocus()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """So does a click elsewhere."""
        super().focusOutEvent(event)
        self.hide()
