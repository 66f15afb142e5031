"""Photos of a form: chosen from files, listed by name with what was wrong with those that cannot be taken."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.ui.context import Context
from console.ui.forms.photo_choice import PhotoChoice
from console.ui.forms.photo_files import PhotoFile
from console.ui.layouts import across
from console.ui.look.buttons import button
from console.ui.look.parts import label


class PhotoField(QWidget):
    """`photos` are those taken so far, without repeats."""

    changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.photos: list[PhotoFile] = []
        self._refused: list[str] = []
        self._choice = PhotoChoice(self)
        self._choice.chosen.connect(self.take)
        self._choice.refused.connect(self._refuse)
        add = button(context.look, self.tr("Add photos"), icon="photo")
        add.clicked.connect(self._choice.open)
        self._names = label(role="two", wrap=True)
        self._wrong = label(role="over13", wrap=True)
        self._wrong.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(across(add, self._names, None))
        column.addWidget(self._wrong)
        self.setFocusProxy(add)

    def add(self, paths: list[str]) -> None:
        """Read these files and take those that are photos."""
        self._choice.read(paths)

    @property
    def names(self) -> str:
        """The files of the photos taken so far."""
        return self._names.text()

    @property
    def wrong(self) -> str:
        """What could not be taken, and why; "" when all could."""
        return "" if self._wrong.isHidden() else self._wrong.text()

    def clear(self) -> None:
        """Begin anew."""
        self.photos.clear()
        self._refused.clear()
        self._show()

    @Slot(object)
    def take(self, photo: PhotoFile) -> None:
        """One that was read; once is enough."""
        if all(photo.sha256 != each.sha256 for each in self.photos):
            self.photos.append(photo)
        self._show()

    @Slot(str)
    def _refuse(self, why: str) -> None:
        self._refused.append(why)
        self._show()

    def _show(self) -> None:
        self._names.setText(", ".join(photo.name for photo in self.photos))
        self._wrong.setText("\n".join(self._refused))
        self._wrong.setVisible(bool(self._refused))
        self.changed.emit()
