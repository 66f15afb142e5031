"""Why a field check that is out is taken back: one line of words, with the city's phrases by digit or click."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from console.ui.context import Context
from console.ui.forms.phrases import PhraseBar
from console.ui.layouts import clear
from console.ui.look.parts import label


class RecallWords(QWidget):
    """Hidden until `ask`; `given` brings the words with Enter, and nothing is given without them."""

    given = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("Enter takes the check back, Esc leaves it"))
        self.field.setAccessibleName(self.tr("why the check is taken back"))
        self.field.returnPressed.connect(self._give)
        self._phrases = QVBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(label(self.tr("Take the check back: why?"), "head"))
        column.addLayout(self._phrases)
        column.addWidget(self.field)
        self.hide()

    def ask(self) -> None:
        """Await the words: the keys are the field's."""
        if self.isHidden():
            clear(self._phrases)
            if phrases := self._context.names.phrases("recall"):
                self._phrases.addWidget(PhraseBar(self._context, phrases, self.field))
        self.show()
        self.field.setFocus()

    def rest(self) -> None:
        """Nothing is awaited any more: the keys are the window's again."""
        if self.window().focusWidget() is self.field:
            self.window().setFocus()
        self.field.clear()
        self.hide()

    @Slot()
    def _give(self) -> None:
        if words := self.field.text().strip():
            self.given.emit(words)
