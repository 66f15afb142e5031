"""The overlay of keys (`?`): every key of the window by its place, as in the table of `keys`."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from console.ui.context import Context
from console.ui.keys import TABLES, KeyRow
from console.ui.look.parts import KeyCap, label

HIGH = 12
"""Rows of a column; a longer table goes on beside it, so that a low window has it all."""


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
        columns = QHBoxLayout()
        columns.setSpacing(32)
        outer.addLayout(columns)
        for table in tables:
            rows = TABLES[table]
            for start in range(0, len(rows), HIGH):
                columns.addLayout(self._column("" if start else table, rows[start : start + HIGH]))
        outer.addWidget(label(self.tr("Letters are taken by their place on the keyboard; any key closes this"), "two"))
        self.hide()

    def _column(self, heading: str, rows: tuple[KeyRow, ...]) -> QVBoxLayout:
        column, grid = QVBoxLayout(), QGridLayout()
        column.setSpacing(8)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        column.addWidget(label(self._translated(heading) if heading else " ", "head"))
        for line, row in enumerate(rows):
            caps = QHBoxLayout()
            caps.setSpacing(4)
            caps.addStretch(1)
            for key in row.keys:
                caps.addWidget(KeyCap(self._look, key))
            grid.addLayout(caps, line, 0)
            grid.addWidget(label(self._translated(row.does)), line, 1)
        column.addLayout(grid)
        column.addStretch(1)
        return column

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
