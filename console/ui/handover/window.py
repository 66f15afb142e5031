"""The window of hand-over files: whom to hand over to, and what a reply came to. The work goes on beside it."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from console.facts import DESK
from console.facts.handover import HandoverMade, HandoverUnit, HandoverWish, ReplyTaken, ReplyWish
from console.ui.context import Context
from console.ui.handover.lines import HandoverLines
from console.ui.keys import is_enter, is_plain, key_of, without_text
from console.ui.layouts import across
from console.ui.link_words import LinkWords
from console.ui.look.buttons import KeyButton, PrimaryButton
from console.ui.look.parts import hair, label, set_role

_UNIT = Qt.ItemDataRole.UserRole


class _Lines(QListWidget):
    """Letters are keys of the window, not the beginning of a name."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What is no letter moves about in the list."""
        if event.text().isalpha():
            event.ignore()
        else:
            super().keyPressEvent(event)


class HandoverWindow(QDialog):
    """`make_asked` and `take_asked` bring a wish with the file that was chosen."""

    make_asked = Signal(object)  # HandoverWish
    take_asked = Signal(object)  # ReplyWish

    def __init__(self, context: Context, resources: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._resources, self._lines = context, resources, HandoverLines(context)
        self._words = LinkWords(context)
        self.setWindowTitle(self.tr("Hand-over files for units"))
        look = context.look
        self.units, self.deeds = _Lines(), _Lines()
        self.units.setAccessibleName(self.tr("Units with open cases"))
        self.deeds.setAccessibleName(self.tr("What the reply came to"))
        self.deeds.setWordWrap(True)
        for shown in (self.units, self.deeds):
            without_text(shown)
        self.save = PrimaryButton(look, self.tr("Save its file …"), "Enter")
        self.read = KeyButton(look, self.tr("Read a reply file …"), "R")
        self.back = KeyButton(look, self.tr("Close"), "Esc")
        self.says = label(role="two15", wrap=True)
        self._empty = label(self.tr("No unit has an open case."), "two15", wrap=True)
        self._lay_out()
        self.save.clicked.connect(self._choose_file)
        self.read.clicked.connect(self._choose_reply)
        self.back.clicked.connect(self.close)
        self.units.itemDoubleClicked.connect(self._choose_file)
        self._why = ""  # nothing can be recorded at this desk
        context.board.link_changed.connect(self._show_duty)
        self.show_units(())
        self.resize(look.px(620), look.px(640))

    def _lay_out(self) -> None:
        why = self.tr(
            "For a unit that its terminal does not reach: one signed page with its cases, photos included. The unit "
            "marks there what it signs and what is done, and saves a reply file, which is read here."
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(10)
        column.addWidget(label(self.windowTitle(), "title"))
        column.addWidget(label(why, "two15", wrap=True))
        column.addWidget(self._empty)
        column.addWidget(self.units, 2)
        column.addLayout(across(self.save, None, self.read))
        column.addWidget(hair())
        column.addWidget(self.says)
        column.addWidget(self.deeds, 1)
        column.addLayout(across(None, self.back))
        self.deeds.hide()

    # what is known ----------------------------------------------------------------------------------------------------
    def show_units(self, units: tuple[HandoverUnit, ...]) -> None:
        """Those first that their terminals have not got all of; the chosen one stays chosen."""
        chosen = self._chosen()
        self.units.clear()
        for each in units:
            item = QListWidgetItem(self._lines.unit(each))
            item.setData(_UNIT, each.unit)
            self.units.addItem(item)
            if each.unit == chosen:
                self.units.setCurrentItem(item)
        if units and self.units.currentRow() < 0:
            self.units.setCurrentRow(0)
        self._show_duty()
        self._empty.setVisible(not units)
        self.units.setVisible(bool(units))
        if units:
            self.units.setFocus()

    @Slot()
    def _show_duty(self) -> None:
        """A desk that records nothing signs no file and takes in no reply; it says why as long as that is so."""
        why = self._words.closed(self._context.board.link)
        self.save.setEnabled(self.units.count() > 0 and not why)
        self.read.setEnabled(not why)
        if why != self._why:
            self._why = why
            self._say(why, "over13")

    def show_made(self, made: HandoverMade) -> None:
        """The file is on the disk."""
        self._say(self._lines.made(made))

    def show_taken(self, taken: ReplyTaken) -> None:
        """Deed by deed."""
        self._say(self._lines.taken(taken))
        self.deeds.clear()
        self.deeds.addItems([self._lines.deed(each, at_server=taken.at_server) for each in taken.deeds])
        self.deeds.setVisible(bool(taken.deeds))

    def show_refused(self, rule: str, details: Mapping[str, str]) -> None:
        """One plain sentence."""
        self._say(self._context.say(rule, details), "over13")

    def _say(self, words: str, role: str = "two15") -> None:
        self.deeds.hide()
        set_role(self.says, role)
        self.says.setText(words)

    # what is wished ---------------------------------------------------------------------------------------------------
    def _chosen(self) -> str:
        item = self.units.currentItem()
        return str(item.data(_UNIT)) if item is not None else ""

    @Slot()
    def _choose_file(self) -> None:
        unit = self._chosen()
        if not unit:
            return
        place = _documents() / self._lines.file_name(unit)
        file, _ = QFileDialog.getSaveFileName(self, self.tr("Save the hand-over file"), str(place), "HTML (*.html)")
        if file:
            whole = Path(file) if Path(file).suffix else Path(file).with_suffix(".html")
            self.make_asked.emit(HandoverWish(DESK, unit, whole, self._resources, self._context.language))

    @Slot()
    def _choose_reply(self) -> None:
        title = self.tr("Read a reply file")
        file, _ = QFileDialog.getOpenFileName(self, title, str(_documents()), self.tr("Reply files") + " (*.json)")
        if file:
            self.take_asked.emit(ReplyWish(DESK, Path(file)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter saves the file, `R` reads a reply; Esc is the dialog's own."""
        if event.isAutoRepeat():
            event.ignore()
        elif is_enter(event):
            self.save.click()
        elif is_plain(event) and key_of(event) == "R":
            self.read.click()
        else:
            super().keyPressEvent(event)


def _documents() -> Path:
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
