"""One field of a form: its widget, and how its value is read, kept as words, and given back from them."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from console.ui.forms.photo_field import PhotoField


@dataclass(frozen=True, slots=True)
class Words:
    """How what was entered becomes words that can be kept, and comes back from them."""

    save: Callable[[], str]
    restore: Callable[[str], object]


class Editor(QObject):
    """A widget and how its value is read; `changed` when a person changes it. Without `words` nothing is kept."""

    changed = Signal()

    def __init__(
        self, widget: QWidget, read: Callable[[], object], words: Words | None = None,
        wrong: Callable[[], str] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(widget)
        self.widget, self._read, self._words, self._wrong = widget, read, words, wrong

    def value(self) -> object:
        """The value, None when there is none."""
        return self._read() or None

    def wrong(self) -> str:
        """What is wrong with what was entered, "" when nothing is."""
        return self._wrong() if self._wrong else ""

    def files(self) -> tuple[bytes, ...]:
        """The bytes of new photos."""
        return tuple(p.content for p in self.widget.photos) if isinstance(self.widget, PhotoField) else ()

    def save(self) -> str:
        """What was entered, as words; "" when there is nothing to keep."""
        return self._words.save() if self._words else ""

    def clear(self) -> None:
        """Nothing is entered any more."""
        if self._words:
            self._words.restore("")
        if isinstance(self.widget, PhotoField):
            self.widget.clear()

    def restore(self, words: str) -> None:
        """Show what was kept."""
        if self._words and words:
            self._words.restore(words)
