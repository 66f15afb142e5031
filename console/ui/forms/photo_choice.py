"""The dialog in which a person chooses photo files; what is read of them comes when it is read."""

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from console.ui.forms.photo_files import NoPhoto, PhotoFile, PhotoReader


class PhotoChoice(QObject):
    """`open` asks for files, `read` takes them; each brings `chosen`, or in words why it cannot be taken."""

    chosen = Signal(object)  # PhotoFile
    refused = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self._reader = PhotoReader(self)
        self._reader.read.connect(self._take)

    @Slot()
    def open(self) -> None:
        """Ask for files."""
        dialog = QFileDialog(self._over, self.tr("Photos"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilter(self.tr("Photos") + " (*.jpg *.jpeg *.png *.webp)")
        dialog.filesSelected.connect(self.read)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(list)
    def read(self, paths: list[str]) -> None:
        """Read these files."""
        self._reader.start(paths)

    @Slot(object)
    def _take(self, answer: PhotoFile | NoPhoto) -> None:
        if isinstance(answer, NoPhoto):
            self.refused.emit(self._why(answer))
        else:
            self.chosen.emit(answer)

    def _why(self, answer: NoPhoto) -> str:
        words = {
            "too_large": self.tr("{0}: larger than 20 MB"),
            "unreadable": self.tr("{0}: cannot be read"),
            "no_photo": self.tr("{0}: no photo; JPEG, PNG or WebP expected"),
        }
        return words[answer.why].format(answer.name)
