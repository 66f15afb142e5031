"""Photos of a form: chosen from files, listed by name with what was wrong with those that cannot be taken."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from console.ui.context import Context
from console.ui.forms.photo_files import NoPhoto, PhotoFile, PhotoReader
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
        self._reader = PhotoReader(self)
        self._reader.read.connect(self._take)
        add = button(context.look, self.tr("Add photos"), icon="photo")
        add.clicked.connect(self._choose)
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
        self._reader.start(paths)

    @property
    def wrong(self) -> str:
        """What could not be taken, and why; "" when all could."""
        return "" if self._wrong.isHidden() else self._wrong.text()

    def clear(self) -> None:
        """Begin anew."""
        self.photos.clear()
        self._refused.clear()
        self._show()

    @Slot()
    def _choose(self) -> None:
        dialog = QFileDialog(self, self.tr("Photos"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilter(self.tr("Photos") + " (*.jpg *.jpeg *.png *.webp)")
        dialog.filesSelected.connect(self.add)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(object)
    def _take(self, answer: PhotoFile | NoPhoto) -> None:
        if isinstance(answer, NoPhoto):
            self._refused.append(self._why(answer))
        elif all(answer.sha256 != photo.sha256 for photo in self.photos):
            self.photos.append(answer)
        self._show()

    def _show(self) -> None:
        self._names.setText(", ".join(photo.name for photo in self.photos))
        self._wrong.setText("\n".join(self._refused))
        self._wrong.setVisible(bool(self._refused))
        self.changed.emit()

    def _why(self, answer: NoPhoto) -> str:
        words = {
            "too_large": self.tr("{0}: larger than 20 MB"),
            "unreadable": self.tr("{0}: cannot be read"),
            "no_photo": self.tr("{0}: no photo; JPEG, PNG or WebP expected"),
        }
        return words[answer.why].format(answer.name)
