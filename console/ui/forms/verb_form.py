"""The form of one verb, made from the rules' own list of fields; says by field what is missing."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QScrollArea, QVBoxLayout, QWidget

from console.ui.context import Context
from console.ui.forms.editors import Editor, fill_conditions, make_editor
from console.ui.forms.limit_words import LimitWords
from console.ui.forms.unit_picker import UnitPicker
from console.ui.keys import is_enter
from console.ui.layouts import across
from console.ui.look.buttons import KeyButton, PrimaryButton
from console.ui.look.parts import label, set_role
from console.ui.offers import Action
from rules.case import Case
from rules.forms import Field

UNASKED = frozenset({"photos"})  # optional photos are asked for only where a form says so


class VerbForm(QWidget):
    """`done` brings the body and the photos' bytes; `left` when the person goes back without a deed."""

    done = Signal(object, object)  # body, tuple of bytes
    left = Signal()

    def __init__(self, context: Context, action: Action, case: Case, preset: Mapping[str, str] | None = None) -> None:
        super().__init__()
        self._context, self.action = context, action
        self._stage = case.stage
        self._fields: dict[str, tuple[Field, Editor]] = {}
        self._errors: dict[str, QWidget] = {}
        self._column = QVBoxLayout()
        self._column.setContentsMargins(0, 0, 8, 0)
        self._column.setSpacing(4)
        for field in action.fields:
            self._add(field, case, (preset or {}).get(field.name, ""))
        self._column.addStretch(1)
        self._lay_out()
        self._tie_conditions()

    def _lay_out(self) -> None:
        look = self._context.look
        verb = self._context.deed(self.action.verb, self._stage)
        verb = verb[:1].upper() + verb[1:]
        self.do_button = PrimaryButton(look, verb, "Ctrl+Enter" if self._many_lines() else "Enter")
        self.back_button = KeyButton(look, self.tr("Back"), "Esc")
        self.do_button.clicked.connect(self.submit)
        self.back_button.clicked.connect(self.left)
        inner = QWidget()
        inner.setObjectName("panel")
        inner.setLayout(self._column)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inner)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(label(verb, "head"))
        column.addWidget(area, 1)
        column.addLayout(across(self.do_button, None, self.back_button))

    def _many_lines(self) -> bool:
        return any(field.kind == "text" and not 0 < field.max <= 200 for field, _ in self._fields.values())

    def _add(self, field: Field, case: Case, preset: str) -> None:
        editor = None if field.name in UNASKED and not field.required else make_editor(
            self._context, field, case, self.action.verb
        )  # fmt: skip
        if editor is None:
            return
        name = self._context.field(field.name)
        if field.kind != "flag":
            self._column.addWidget(label(name, "two"))
        editor.widget.setAccessibleName(name)
        _preset(editor, preset)
        self._column.addWidget(editor.widget)
        if field.kind == "condition":
            self.limit_words = LimitWords(self._context, editor)
            self._column.addWidget(self.limit_words)
        error = label(role="over13", wrap=True)
        error.hide()
        self._column.addWidget(error)
        self._fields[field.name] = (field, editor)
        self._errors[field.name] = error
        editor.changed.connect(error.hide)
        if isinstance(editor.widget, UnitPicker):
            editor.widget.picked.connect(self._picked)

    def _tie_conditions(self) -> None:
        """Another class has other filing conditions."""
        if {"category", "condition"} <= self._fields.keys():
            self._fields["category"][1].changed.connect(self._refill)

    @Slot()
    def _refill(self) -> None:
        box = self._fields["condition"][1].widget
        if isinstance(box, QComboBox):
            fill_conditions(self._context, box, str(self._fields["category"][1].value() or ""))

    @Slot(str)
    def _picked(self, _unit: str) -> None:
        if len(self._fields) == 1 or all(
            not field.required or field.kind == "unit" for field, _ in self._fields.values()
        ):
            self.submit()

    def field(self, name: str) -> Editor:
        """The editor of a field. KeyError when it is not asked for."""
        return self._fields[name][1]

    def error(self, name: str) -> str:
        """What is wrong with a field, "" when nothing is."""
        shown = self._errors[name]
        return str(shown.property("text")) if not shown.isHidden() else ""

    def body(self) -> dict[str, object]:
        """What was entered; empty fields are left out."""
        values = {name: editor.value() for name, (_, editor) in self._fields.items()}
        return {name: value for name, value in values.items() if value is not None}

    @Slot()
    def submit(self) -> None:
        """Do it when every required field is filled; else say by field what is missing."""
        body = self.body()
        missing = [name for name, (field, _) in self._fields.items() if field.required and name not in body]
        for name in missing:
            self.show_error(name, self.tr("is missing"))
        if missing:
            self._fields[missing[0]][1].widget.setFocus()
            return
        blobs = tuple(blob for _, editor in self._fields.values() for blob in editor.files())
        self.done.emit(body, blobs)

    def show_error(self, name: str, words: str) -> None:
        """Say what is wrong with a field, under it."""
        shown = self._errors.get(name)
        if shown is not None:
            shown.setProperty("text", words)
            set_role(shown, "over13")
            shown.show()

    def focus_first(self) -> None:
        """Put the focus on the first field that must be filled and is not, else on the first."""
        open_ = (editor for field, editor in self._fields.values() if field.required and editor.value() is None)
        first = next(open_, None) or next((editor for _, editor in self._fields.values()), None)
        (first.widget if first else self.do_button).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter (Ctrl+Enter among lines of text) does it, Esc goes back; letters here are text, never commands."""
        if is_enter(event) and not event.isAutoRepeat():
            self.submit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        event.accept()


def _preset(editor: Editor, words: str) -> None:
    if words and hasattr(editor.widget, "setText"):
        editor.widget.setText(words)
