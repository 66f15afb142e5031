"""The right half of the case panel: the decision, or in its place the unit picker or the form of one verb."""

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from console.facts import ShownCase
from console.ui.case.decide import DecidePane
from console.ui.context import Context
from console.ui.layouts import across
from console.ui.look.buttons import KeyButton
from console.ui.look.parts import label
from console.ui.offers import Action
from rules.responsibility import Proposal

if TYPE_CHECKING:
    from console.ui.forms.photo_files import PhotoFile
    from console.ui.forms.unit_picker import UnitPicker
    from console.ui.forms.verb_form import VerbForm


class CaseForms(QStackedWidget):
    """`done` brings a filled form's action, body and blobs; `left` when the person goes back without a deed.

    Picker and forms are made when somebody first asks for them: a start does not load them.
    """

    done = Signal(object, object, object)
    unit_picked = Signal(str)
    left = Signal()

    def __init__(self, context: Context, decide: DecidePane) -> None:
        super().__init__()
        self._context, self._decide = context, decide
        self.form: VerbForm | None = None
        self.replaced: tuple[str, ...] = ()  # sha256 of the photos in whose place those of the form are to stand
        self.addWidget(decide)

    @cached_property
    def picker(self) -> "UnitPicker":
        """The units to choose from."""
        from console.ui.forms.unit_picker import UnitPicker

        picker = UnitPicker(self._context)
        picker.picked.connect(self.unit_picked)
        return picker

    @cached_property
    def _picker_page(self) -> QWidget:
        back = KeyButton(self._context.look, self.tr("Back"), "Esc")
        back.clicked.connect(self.left)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(across(label(self.tr("Dispatch to another unit"), "head"), None, back))
        column.addWidget(self.picker, 1)
        column.addWidget(
            label(self.tr("Enter chooses; the deadline is shown, the next Enter dispatches"), "two", wrap=True)
        )
        self.addWidget(page)
        return page

    @property
    def busy(self) -> bool:
        """Whether a form or the unit picker is open."""
        return self.currentWidget() is not self._decide

    def open_form(self, action: Action, shown: ShownCase, known: dict[str, str], unit: str = "") -> None:
        """The form of a verb; `known` fills fields that are known already, `unit` is the one that is called."""
        from console.ui.forms.verb_form import VerbForm

        self.close_all()
        self.form = VerbForm(self._context, action, shown.case, known, unit)
        self.form.done.connect(self._form_done)
        self.form.left.connect(self.left)
        self.addWidget(self.form)
        self.setCurrentWidget(self.form)

    def open_picker(self, shown: ShownCase) -> None:
        """The unit picker; the units that come into question stand first."""
        from console.ui.forms.unit_picker import impossible

        self.close_all()
        found = shown.proposal or Proposal("", "")
        first = (found.unit, *found.candidates, *found.runners_up)
        self.picker.field.clear()
        self.picker.leave_out(impossible(shown.case, "dispatch"))
        self.picker.prefer(tuple(unit for unit in first if unit), found.unit)
        self.setCurrentWidget(self._picker_page)

    def focus_first(self) -> None:
        """The keys go to what was opened."""
        if self.form is not None:
            self.form.focus_first()
        elif self.busy:
            self.picker.field.setFocus()

    def take_photo(self, photo: "PhotoFile", instead_of: tuple[str, ...]) -> None:
        """One for the form that is open, in the place of these."""
        if self.form is not None:
            self.form.take_photo(photo)
            self.replaced = instead_of

    @Slot(object, object)
    def _form_done(self, body: object, blobs: object) -> None:
        if self.form is not None:
            self.done.emit(self.form.action, body, blobs)

    def close_all(self) -> None:
        """The decision again."""
        self.setCurrentWidget(self._decide)
        self.replaced = ()
        if self.form is not None:
            self.form.close_draft()
            self.removeWidget(self.form)
            self.form.deleteLater()
            self.form = None
