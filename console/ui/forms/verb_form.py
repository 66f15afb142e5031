"""The form of one verb, made from the rules' own list of fields; says by field what is missing or wrong."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from console.facts import form_of
from console.ui.context import Context
from console.ui.forms.call_words import CallWords
from console.ui.forms.column import FormColumn, place
from console.ui.forms.correcting import begun, brought, is_idle, typed
from console.ui.forms.drafts import DraftOfForm
from console.ui.forms.editor import Editor
from console.ui.forms.editors import fill_conditions, make_editor, reasons
from console.ui.forms.foot import FormFoot
from console.ui.forms.limit_words import LimitWords
from console.ui.forms.outcome_words import OutcomeWords
from console.ui.forms.photo_field import PhotoField
from console.ui.forms.photo_files import PhotoFile
from console.ui.forms.phrases import PhraseBar
from console.ui.forms.unit_picker import UnitPicker
from console.ui.keys import is_enter
from console.ui.layouts import across
from console.ui.look.buttons import KeyButton, PrimaryButton, button
from console.ui.look.parts import label
from console.ui.look.words import sentence
from console.ui.offers import Action
from rules.case import Case
from rules.forms import Field

UNASKED = frozenset({"photos"})  # optional photos are asked for only where a form says so
WITH_PHOTOS = frozenset({"note", "ask_void"})  # these say so; a rejection's are marked beside its form
WORDED = ("reason", "text", "note", "answer")  # the field that the city's phrases go into: the first of these


class VerbForm(QWidget):
    """`done` brings the body and the photos' bytes; `left` when the person goes back without a deed.

    `known` fills fields that are known already; `unit` is the one that a phone call goes to.
    """

    done = Signal(object, object)  # body, tuple of bytes
    left = Signal()

    def __init__(
        self, context: Context, action: Action, case: Case, known: Mapping[str, str] | None = None, unit: str = ""
    ) -> None:
        super().__init__()
        self._context, self.action, self._case, self._unit = context, action, case, unit
        self._fields: dict[str, tuple[Field, Editor]] = {}
        self._errors: dict[str, QLabel] = {}
        self.phrases: PhraseBar | None = None
        self._column = FormColumn()
        self.outcome = OutcomeWords(context, action, case, self.body)
        self._draft = DraftOfForm(context, form_of(case.id, action.verb, action.target), self._saved, self)
        self._kept = label(role="two")
        for field in sorted(action.fields, key=place):
            self._add(field)
        self._column.addStretch(1)
        self._lay_out()
        self._tie_conditions()
        self._fill(begun(action, case, known or {}))

    # -- made once ------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        look = self._context.look
        verb = sentence(self._context.deed(self.action.verb, self._case.stage))
        self.do_button = PrimaryButton(look, verb, "Enter")
        self.back_button = KeyButton(look, self.tr("Back"), "Esc")
        self.do_button.clicked.connect(self.submit)
        self.back_button.clicked.connect(self.left)
        inner = QWidget()
        inner.setObjectName("panel")
        inner.setLayout(self._column)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._discard = button(look, self.tr("Discard"), "chip")
        self._discard.clicked.connect(self._begin_anew)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(across(label(verb, "head"), None, self._kept, self._discard))
        if self._unit:
            column.addWidget(CallWords(self._context, self._unit))
        column.addWidget(area, 1)
        self.foot = FormFoot(self._context, self.outcome, self.do_button, self._fields)
        column.addWidget(self.foot)
        column.addLayout(across(self.do_button, None, self.back_button))

    def _add(self, field: Field) -> None:
        asked = field.required or field.name not in UNASKED or self.action.verb in WITH_PHOTOS
        editor = make_editor(self._context, field, self._case, self.action.verb) if asked else None
        if editor is None:
            return
        name, cell = self._context.field(field.name), self._column.cell(field.name)
        if field.kind != "flag":
            cell.addWidget(label(name, "two"))
        editor.widget.setAccessibleName(name)
        cell.addWidget(editor.widget)
        self._fields[field.name] = (field, editor)
        self._add_help(field, editor, cell)
        self._errors[field.name] = label(role="over13", wrap=True)
        self._errors[field.name].hide()
        cell.addWidget(self._errors[field.name])
        editor.changed.connect(self._errors[field.name].hide)
        editor.changed.connect(self.outcome.look)
        editor.changed.connect(self._draft.typed)
        if isinstance(editor.widget, UnitPicker):
            editor.widget.picked.connect(self._picked)

    def _add_help(self, field: Field, editor: Editor, cell: QVBoxLayout) -> None:
        """Under a condition its limit; under the field that takes words the city's phrases."""
        if field.kind == "condition":
            self.limit_words = LimitWords(self._context, editor)
            cell.addWidget(self.limit_words)
        phrases = self._context.names.phrases(self.action.verb)
        if phrases and field.name == self._worded():
            widget = editor.widget
            line = widget.lineEdit() if isinstance(widget, QComboBox) else widget
            if isinstance(line, QLineEdit | QPlainTextEdit):
                self.phrases = PhraseBar(self._context, phrases, line)
                cell.addWidget(self.phrases)

    def _worded(self) -> str:
        """The field that phrases go into; a coded reason takes none."""
        coded = bool(reasons(self._context, self.action.verb))
        names = [field.name for field in self.action.fields]
        return next((name for name in WORDED if name in names and not (coded and name == "reason")), "")

    def _tie_conditions(self) -> None:
        """Another class has other filing conditions."""
        if {"category", "condition"} <= self._fields.keys():
            self._fields["category"][1].changed.connect(self._refill)

    @Slot()
    def _refill(self) -> None:
        box = self._fields["condition"][1].widget
        if isinstance(box, QComboBox):
            fill_conditions(self._context, box, str(self._fields["category"][1].value() or ""))

    # -- what was typed before ------------------------------------------------------------------------------------

    def _fill(self, known: Mapping[str, str]) -> None:
        """What is known already, then what was typed here and not done."""
        self._restore(known)
        self._draft.begin()
        draft = self._draft.known()
        self._restore(draft.values if draft else {})
        self._kept.setVisible(draft is not None)
        self._discard.setVisible(draft is not None)
        if draft is not None:
            at = self._context.words.at(draft.at, self._context.now())
            who = self._context.people.name(draft.by)
            self._kept.setText(" ".join(part for part in (self.tr("typed {at}").format(at=at), who) if part))
        self.outcome.say()

    def _restore(self, values: Mapping[str, str]) -> None:
        for name, (_, editor) in self._fields.items():
            editor.restore(values.get(name, ""))

    def _saved(self) -> dict[str, str]:
        saved = {name: editor.save() for name, (_, editor) in self._fields.items()}
        return typed(self.action, self._case, saved)

    @Slot()
    def _begin_anew(self) -> None:
        """What was typed before is of no use."""
        for _, editor in self._fields.values():
            editor.clear()
        self._kept.hide()
        self._discard.hide()
        self._draft.keep()
        self.focus_first()

    def close_draft(self) -> None:
        """The form goes: what was typed last is kept."""
        self._draft.stop()

    # -- what it brings -------------------------------------------------------------------------------------------

    @Slot(str)
    def _picked(self, _unit: str) -> None:
        if len(self._fields) == 1 or all(
            not field.required or field.kind == "unit" for field, _ in self._fields.values()
        ):
            self.submit()

    def field(self, name: str) -> Editor:
        """The editor of a field. KeyError when it is not asked for."""
        return self._fields[name][1]

    def take_photo(self, photo: PhotoFile) -> None:
        """One that was chosen elsewhere; a form that asks for none leaves it."""
        for _, editor in self._fields.values():
            if isinstance(editor.widget, PhotoField):
                editor.widget.take(photo)

    def error(self, name: str) -> str:
        """What is wrong with a field, "" when nothing is."""
        shown = self._errors[name]
        return "" if shown.isHidden() else shown.text()

    def body(self) -> dict[str, object]:
        """What was entered; empty fields are left out."""
        values = {name: editor.value() for name, (_, editor) in self._fields.items()}
        entered = {name: value for name, value in values.items() if value is not None}
        return brought(self.action, self._case, entered)

    @Slot()
    def submit(self) -> None:
        """Do it when every required field is filled and each can be read; else say by field what is wrong."""
        body = self.body()
        wrong = {name: editor.wrong() for name, (_, editor) in self._fields.items()}
        missing = {name: self.tr("is missing") for name, (field, _) in self._fields.items() if field.required}
        found = {name: wrong[name] or missing.get(name, "") for name in wrong if wrong[name] or name not in body}
        found = {name: words for name, words in found.items() if words}
        if is_idle(self.action, body):
            found[next(iter(self._fields))] = self._context.texts.text("rule.nothing_corrected")
        for name, words in found.items():
            self.show_error(name, words)
        if found:
            self._fields[next(iter(found))][1].widget.setFocus()
            return
        blobs = tuple(blob for _, editor in self._fields.values() for blob in editor.files())
        self.done.emit(body, blobs)

    def show_error(self, name: str, words: str) -> None:
        """Say what is wrong with a field, under it."""
        shown = self._errors.get(name)
        if shown is not None:
            shown.setText(words)
            shown.show()

    def focus_first(self) -> None:
        """Put the focus on the first field that must be filled and is not, else on the first."""
        open_ = (editor for field, editor in self._fields.values() if field.required and editor.value() is None)
        first = next(open_, None) or next((editor for _, editor in self._fields.values()), None)
        (first.widget if first else self.do_button).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does it, Esc goes back; letters here are text, never commands."""
        if is_enter(event) and not event.isAutoRepeat():
            self.submit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        event.accept()
