"""The foot of a form: what is still missing, what the deed would bring, and a button that looks so."""

from collections.abc import Mapping

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.ui.context import Context
from console.ui.forms.editor import Editor
from console.ui.forms.outcome_words import OutcomeWords
from console.ui.look.buttons import PrimaryButton
from console.ui.look.parts import label, restyle
from rules.forms import Field

Fields = Mapping[str, tuple[Field, Editor]]
TAKEN_AS_GIVEN = frozenset({"reason", "text"})  # the outcome is told without them


class FormFoot(QWidget):
    """Follows the outcome; while the deed would be refused, its button is subdued but still says why when pressed."""

    def __init__(self, context: Context, outcome: OutcomeWords, button: PrimaryButton, fields: Fields) -> None:
        super().__init__()
        self._context, self._outcome, self._button, self._fields = context, outcome, button, fields
        self.missing = label(role="near13", wrap=True)
        self.missing.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.missing)
        column.addWidget(outcome)
        outcome.said.connect(self._said)

    @Slot(bool)
    def _said(self, possible: bool) -> None:
        fields = [field for field, editor in self._fields.values() if field.required and editor.value() is None]
        text = self._context.texts.text
        what = text("page.missing_between").join(self._context.field(field.name) for field in fields)
        self.missing.setText(text("page.missing", what=what) if what else "")
        self.missing.setVisible(bool(what))
        if not possible and any(field.kind not in TAKEN_AS_GIVEN for field in fields):
            self._outcome.hide()  # it would say the same
        self._subdue(bool(fields) or not possible)

    def _subdue(self, on: bool) -> None:
        if bool(self._button.property("aside")) != on:
            self._button.setProperty("aside", on)
            restyle(self._button.button)
