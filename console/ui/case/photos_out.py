"""Above the photos of a case: those that the centre does not have yet, and what to do about those it cannot get."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.facts import ShownCase
from console.facts.photos import NEEDS_SOMEBODY, PhotoOut
from console.ui.context import Context
from console.ui.forms.photo_choice import PhotoChoice
from console.ui.forms.photo_files import PhotoFile
from console.ui.layouts import across
from console.ui.look.buttons import button
from console.ui.look.parts import label
from console.ui.photo_words import sentences


class PhotosOutLine(QWidget):
    """Stands there while something of the case's photos is not with the centre.

    A file that is one of those goes again by itself; `another` brings one that is to stand in its place.
    """

    another = Signal(object)  # PhotoFile

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._shown: ShownCase | None = None
        self._asked = ""  # the case for which files were asked for last
        self._needs, self._says = label(role="conflict13", wrap=True), label(role="two", wrap=True)
        self._wrong = label(role="over13", wrap=True)
        self.add = button(context.look, self.tr("Add again"), icon="photo")
        self.drop = button(context.look, self.tr("Do without"), "chip")
        self.choice = PhotoChoice(self)
        self.add.clicked.connect(self._choose)
        self.drop.clicked.connect(self._give_up)
        self.choice.chosen.connect(self._take)
        self.choice.refused.connect(self._refuse)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for part in (self._says, self._needs, self._wrong):
            column.addWidget(part)
        column.addLayout(across(self.add, self.drop, None))
        context.board.photos.changed.connect(self._refresh)
        context.board.link_changed.connect(self._refresh)
        self.hide()

    @property
    def says(self) -> str:
        """What it says, "" while it is not there."""
        return "\n".join(each.text() for each in (self._says, self._needs) if each.isVisible() and each.text())

    @property
    def wrong(self) -> str:
        """Why a file could not be taken, "" when none was refused."""
        return "" if self._wrong.isHidden() else self._wrong.text()

    @property
    def missing(self) -> tuple[str, ...]:
        """The sha256 of those of the case that do not go by themselves."""
        return tuple(photo.sha256 for photo in self._photos() if photo.state in NEEDS_SOMEBODY)

    def show_case(self, shown: ShownCase) -> None:
        """Of this case from now on."""
        if self._shown is None or self._shown.id != shown.id:
            self._wrong.hide()
        self._shown = shown
        self._refresh()

    @Slot()
    def _refresh(self) -> None:
        photos = self._photos()
        if not photos or self._shown is None:
            self.hide()
            return
        total = len(self._shown.case.photos)
        for line, needs in ((self._says, False), (self._needs, True)):
            chosen = [photo for photo in photos if (photo.state in NEEDS_SOMEBODY) is needs]
            line.setText("\n".join(sentences(self._context, chosen, total)))
            line.setVisible(bool(chosen))
        self.add.setVisible(bool(self.missing))
        self.drop.setVisible(bool(self.missing))
        self.show()

    def _photos(self) -> tuple[PhotoOut, ...]:
        return self._context.board.photos.of(self._shown.case) if self._shown else ()

    @Slot()
    def _choose(self) -> None:
        self._wrong.hide()
        self._asked = self._shown.id if self._shown else ""
        self.choice.open()

    @Slot(object)
    def _take(self, photo: PhotoFile) -> None:
        """By its bytes it is one of those, or it is another one; of a case that was left, only the former goes."""
        if any(photo.sha256 == each.sha256 for each in self._context.board.photos.all):
            self._context.board.photos.again(photo.content)
        elif self._shown is not None and self._asked in {"", self._shown.id}:
            self.another.emit(photo)

    @Slot(str)
    def _refuse(self, why: str) -> None:
        self._wrong.setText(why)
        self._wrong.show()

    @Slot()
    def _give_up(self) -> None:
        self._context.board.photos.give_up(self.missing)
