"""常用语: the city's usual phrases for a deed, beside the field that they go into; a digit or a click takes one.

A digit takes a phrase only while the field is empty, and the phrase stands chosen as a whole: what is typed next
replaces it and the digit was text after all; an arrow key keeps it and goes on behind it.
"""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from console.ui.context import Context
from console.ui.keys import is_plain, key_of
from console.ui.layouts import across, holder
from console.ui.look.buttons import button
from console.ui.look.parts import KeyCap
from console.ui.wrap import WrapLayout

MOST = 9  # as many as there are digits

TextWidget = QLineEdit | QPlainTextEdit


def text_of(field: TextWidget) -> str:
    """What stands in it."""
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


class PhraseBar(QWidget):
    """The phrases as chips, each with its digit."""

    def __init__(self, context: Context, phrases: tuple[str, ...], field: TextWidget) -> None:
        super().__init__()
        self.phrases, self._field = phrases[:MOST], field
        self._joint = ", " if context.names.english else "，"
        self._digit, self._taken = "", ""  # the digit that was pressed last, and the phrase that it brought
        row = WrapLayout(spacing=6)
        row.setContentsMargins(0, 0, 0, 0)
        for number, phrase in enumerate(self.phrases):
            made = button(context.look, phrase, "chip")
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            made.clicked.connect(lambda _on=False, number=number: self.take(number))
            row.addWidget(holder(across(KeyCap(context.look, str(number + 1)), made, spacing=4)))
        self.setLayout(row)
        field.installEventFilter(self)
        field.textChanged.connect(self._text_changed)

    def take(self, number: int) -> None:
        """Put a phrase into the field, behind what stands there."""
        before, phrase = text_of(self._field).rstrip(), self.phrases[number]
        self._set(f"{before}{self._joint}{phrase}" if before else phrase)
        self._field.setFocus()

    def _set(self, words: str) -> None:
        self._digit = ""
        if isinstance(self._field, QLineEdit):
            self._field.setText(words)
        else:
            self._field.setPlainText(words)
            self._field.moveCursor(QTextCursor.MoveOperation.End)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A digit in the empty field."""
        if watched is self._field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            digit = key_of(event) if is_plain(event) and event.text().isdigit() else ""
            if digit and digit != "0" and int(digit) <= len(self.phrases) and not text_of(self._field):
                self.take(int(digit) - 1)
                self._field.selectAll()
                self._digit, self._taken = digit, self.phrases[int(digit) - 1]
                return True
        return super().eventFilter(watched, event)

    def _text_changed(self) -> None:
        """What replaced a phrase that a digit had brought goes on behind that digit."""
        digit, now = self._digit, text_of(self._field)
        if not digit or now == self._taken:
            return
        self._digit = ""
        if now and not now.startswith(self._taken):
            self._set(digit + now)
