"""What is typed freely while somebody speaks proposes the phone number, the class and the place; fields stay the
person's: what they changed themselves is not touched again."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit

from console.ui.context import Context
from console.ui.intake.place import PlaceField
from rules.hearing import class_in, phones_in, without_phones

PAUSE = 40  # ms without a letter


class Listening(QObject):
    """Follows `words`. With Alt and a digit the place of that number is taken without leaving them."""

    def __init__(
        self, context: Context, words: QPlainTextEdit, place: PlaceField, category: QComboBox, phone: QLineEdit
    ) -> None:
        super().__init__(words)
        self._context, self._words, self._place = context, words, place
        self._category, self._phone = category, phone
        self._proposed_class = self._proposed_phone = ""
        self._pause = QTimer(self, interval=PAUSE, singleShot=True)
        self._pause.timeout.connect(self.listen)
        words.textChanged.connect(self._pause.start)
        words.installEventFilter(self)

    def forget(self) -> None:
        """Begin anew."""
        self._pause.stop()
        self._proposed_class = self._proposed_phone = ""

    @Slot()
    def listen(self) -> None:
        """Propose from what stands there now."""
        self._pause.stop()
        said = self._words.toPlainText()
        if phones := phones_in(said):
            self._propose_phone(phones[0])
        said = without_phones(said)
        self._propose_class(said)
        self._place.hear(said)

    def _propose_phone(self, phone: str) -> None:
        if self._phone.text() in {"", self._proposed_phone}:
            self._proposed_phone = phone
            self._phone.setText(phone)

    def _propose_class(self, said: str) -> None:
        box, city = self._category, self._context.city
        untouched = box.currentText() == "" or (self._proposed_class and box.currentData() == self._proposed_class)
        if city is None or not untouched:
            return
        names = [(key, name) for key, each in city.categories.items() for name in (each.name, each.name_en) if name]
        key = class_in(said, names)
        if key and key != self._proposed_class:
            self._proposed_class = key
            box.setCurrentIndex(box.findData(key))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Alt and a digit; everything else is text."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            number = event.key() - Qt.Key.Key_1
            alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
            if alt and 0 <= number < len(self._place.candidates.places):
                self._place.candidates.setCurrentRow(number)
                self._place.candidates.take()
                return True
        return super().eventFilter(watched, event)
