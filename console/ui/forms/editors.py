"""One editor per kind of field; each gives its value as a command's body wants it, None when nothing was entered."""

from collections.abc import Callable, Mapping
from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QCompleter, QLineEdit, QVBoxLayout, QWidget

from console.ui.context import Context
from console.ui.forms.editor import Editor, Words
from console.ui.forms.instant_field import InstantField
from console.ui.forms.lines import Lines
from console.ui.forms.photo_field import PhotoField
from console.ui.forms.unit_picker import UnitPicker, impossible
from rules.case import Case
from rules.forms import Field

SHORT = 200  # a text of at most so many characters has one line
KINDS_OF_PHOTOS = {"report": "overview", "note": "reference"}
KEPT = "1"  # a tick, as it is kept
LEAST = 12  # letters of a choice that have room at least

_Maker = Callable[[Context, Field, Case, str], Editor]


def make_editor(context: Context, field: Field, case: Case, verb: str) -> Editor | None:
    """The editor for a field of this verb's form, None for a kind that people are not asked for."""
    maker = _MAKERS.get(field.kind)
    return maker(context, field, case, verb) if maker else None


def _text(_context: Context, field: Field, _case: Case, _verb: str) -> Editor:
    if field.max and field.max <= SHORT:
        return _line(field)
    area = Lines()
    area.setTabChangesFocus(True)
    area.setFixedHeight(64)
    words = Words(area.toPlainText, area.setPlainText)
    return _watched(Editor(area, lambda: area.toPlainText().strip(), words), area.textChanged)


def _line(field: Field) -> Editor:
    line = QLineEdit()
    if field.max:
        line.setMaxLength(field.max)
    return _watched(Editor(line, lambda: line.text().strip(), Words(line.text, line.setText)), line.textChanged)


def _reason(context: Context, _field: Field, _case: Case, verb: str) -> Editor:
    """Coded reasons of the city where there are such, else its phrases; other words may be typed."""
    coded = reasons(context, verb)
    choices = coded or {phrase: phrase for phrase in context.names.phrases(verb)}
    return _chosen_reason(choices, verb in CODED and bool(coded)) if choices else _line(Field("reason", "text"))


def _chosen_reason(choices: Mapping[str, str], counted: bool) -> Editor:
    box = _typed_combo(choices, typed=not counted)  # these are counted by their codes
    box.setCurrentIndex(-1)
    return _watched(Editor(box, lambda: _code_or_words(box), _words_of(box)), box.currentTextChanged)


def reasons(context: Context, verb: str) -> dict[str, str]:
    """The city's coded reasons for a deed, code -> words; empty where it has none."""
    names = context.names
    if verb == "reject_alarm":
        return names.alarm_reasons()
    return names.decline_reasons() if verb == "decline" else names.reject_reasons() if verb in REJECTS else {}


def _words_of(box: QComboBox) -> Words:
    """What stands in a box; a box that cannot be typed into shows it only if it is one of its lines."""
    return Words(box.currentText, lambda words: _show_words(box, words))


def _show_words(box: QComboBox, words: str) -> None:
    if box.isEditable():
        box.setEditText(words)
    else:
        box.setCurrentIndex(box.findText(words))


REJECTS = frozenset({"verify_fail", "confirm_refuse"})
CODED = frozenset({"verify_fail", "decline", "reject_alarm"})


def _combo() -> QComboBox:
    """A box to choose from, no wider than its place: its longest choice must not push its edge out of sight."""
    box = QComboBox()
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(LEAST)
    return box


def _typed_combo(choices: Mapping[str, str], *, typed: bool = True) -> QComboBox:
    """A box to choose from, and to type into.

    Whether it can be typed into is said before anything else: a line that is taken away again takes the keys with it.
    """
    box = _combo()
    box.setEditable(typed)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    for code, name in choices.items():
        box.addItem(name, code)
    completer = box.completer()
    if completer is not None:
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
    return box


def _code_or_words(box: QComboBox) -> str:
    typed = box.currentText().strip()
    index = box.findText(typed)
    return str(box.itemData(index)) if index >= 0 else typed


def _category(context: Context, _field: Field, case: Case, _verb: str) -> Editor:
    return category_editor(context, case)


def category_editor(context: Context, case: Case) -> Editor:
    """A class of the city's catalogue, found by typing; the case's own is chosen."""
    box = _typed_combo(_classes(context))
    box.setCurrentIndex(box.findData(case.category))
    return _watched(Editor(box, lambda: _known(box), _words_of(box)), box.currentIndexChanged)


def refill_classes(context: Context, box: QComboBox) -> None:
    """The classes of the city as it is now; the chosen one stays chosen where there still is such a one."""
    chosen, typed = box.currentData(), box.currentText()
    box.clear()
    for code, words in _classes(context).items():
        box.addItem(words, code)
    box.setCurrentIndex(box.findData(chosen) if chosen else -1)
    if not chosen:
        box.setEditText(typed)


def _classes(context: Context) -> dict[str, str]:
    keys = context.city.categories if context.city else {}
    return {key: f"{context.names.category(key)}  {context.names.class_of(key)}" for key in keys}


def _known(box: QComboBox) -> str:
    index = box.findText(box.currentText())
    return str(box.itemData(index)) if index >= 0 else ""


def _condition(context: Context, _field: Field, case: Case, _verb: str) -> Editor:
    box = _combo()
    box.setPlaceholderText(context.texts.text("console.choose"))
    editor = _watched(Editor(box, box.currentData, _words_of(box)), box.currentIndexChanged)
    fill_conditions(context, box, case.category)
    return editor


def fill_conditions(context: Context, box: QComboBox, category: str) -> None:
    """Offer the filing conditions of a class, each with its limit; none chosen when there are several."""
    box.clear()
    city = context.city
    for condition in city.conditions.values() if city else ():
        if condition.category == category:
            limit = context.names.limit(condition.limit or city.policies.default_limit) if city else ""
            box.addItem(f"{context.names.condition_words(condition.key)} · {limit}", condition.key)
    box.setCurrentIndex(0 if box.count() == 1 else -1)


def _instant(context: Context, field: Field, _case: Case, _verb: str) -> Editor:
    made = InstantField(context, field.name)
    words = Words(made.line.text, made.line.setText)
    return _watched(Editor(made, made.value, words, made.wrong), made.changed)


def _flag(context: Context, field: Field, _case: Case, _verb: str) -> Editor:
    box = QCheckBox(context.field(field.name))
    words = Words(lambda: KEPT if box.isChecked() else "", lambda kept: box.setChecked(bool(kept)))
    return _watched(Editor(box, box.isChecked, words), box.toggled)


def _choice(context: Context, field: Field, _case: Case, _verb: str) -> Editor:
    box = _combo()
    for choice in field.choices:
        box.addItem(context.texts.text(f"choice.{choice}"), choice)
    return _watched(Editor(box, box.currentData, _words_of(box)), box.currentIndexChanged)


def _words(context: Context, _field: Field, case: Case, _verb: str) -> Editor:
    """The closing conditions to be ticked one by one."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    condition = context.names.condition(case.condition)
    kept = condition.closing if condition else ()  # the case keeps the city's own words, whatever the windows speak
    boxes = [QCheckBox(words) for words in context.names.closing(case.condition)]
    words_kept = Words(lambda: _ticks(boxes), lambda ticks: _tick(boxes, ticks))
    editor = Editor(
        holder, lambda: [words for words, box in zip(kept, boxes, strict=True) if box.isChecked()], words_kept
    )
    for box in boxes:
        column.addWidget(box)
        box.toggled.connect(editor.changed)
    if boxes:
        holder.setFocusProxy(boxes[0])
    return editor


def _ticks(boxes: list[QCheckBox]) -> str:
    return "".join(KEPT if box.isChecked() else "-" for box in boxes).rstrip("-")


def _tick(boxes: list[QCheckBox], ticks: str) -> None:
    for at, box in enumerate(boxes):
        box.setChecked(ticks[at : at + 1] == KEPT)


def _unit(context: Context, _field: Field, case: Case, verb: str) -> Editor:
    picker = UnitPicker(context)
    picker.leave_out(impossible(case, verb))
    picker.setMinimumHeight(context.look.px(120))
    return _watched(Editor(picker, picker.unit, Words(picker.unit, picker.show_unit)), picker.chosen)


def _photos(context: Context, _field: Field, _case: Case, verb: str) -> Editor:
    field = PhotoField(context)
    kind = KINDS_OF_PHOTOS.get(verb, "proof")
    return _watched(Editor(field, lambda: [photo.entry(kind) for photo in field.photos]), field.changed)


def _area(context: Context, _field: Field, case: Case, _verb: str) -> Editor:
    """An area around the case, drawn on a map of its own."""
    from console.ui.forms.area_field import AreaField

    field = AreaField(context, case)
    return _watched(Editor(field, field.value), field.changed)


def _watched(editor: Editor, signal: object) -> Editor:
    cast("Signal", signal).connect(editor.changed)  # type: ignore[attr-defined]
    return editor


_MAKERS: Mapping[str, _Maker] = {
    "text": _text,
    "reason": _reason,
    "category": _category,
    "condition": _condition,
    "instant": _instant,
    "flag": _flag,
    "choice": _choice,
    "words": _words,
    "unit": _unit,
    "photos": _photos,
    "area": _area,
}
