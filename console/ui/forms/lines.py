"""Several lines of text in a form: Enter does the deed, Shift+Enter begins a new line."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit

from console.ui.keys import is_enter


class Lines(QPlainTextEdit):
    """Leaves Enter to the form, unless Shift is held; an input method has taken its own Enter before."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Text, or the form's Enter."""
        if is_enter(event) and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)
