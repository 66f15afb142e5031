"""The form of one line: made for a kind, filled from a value, read back into one; what cannot be read says so."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QCompleter, QFormLayout, QLabel, QLineEdit, QWidget

from console.ui.context import Context
from console.ui.duties.fields import DAYS, FORMS, KINDS_OF_LAYERS, LineField, typed
from console.ui.duties.words import LineWords
from console.ui.look.parts import label
from rules.amending import Value
from rules.city import City

EXAMPLES = {"hours": "22:00–06:00", "season": "11-15–03-15", "since": "2026-01-01", "until": "2026-12-31"}


class LineForm(QWidget):
    """`edited` when a person changed a field; `value` then gives the line, None while a field cannot be read."""

    edited = Signal()

    def __init__(self, context: Context, kind: str, value: Value, city: City) -> None:
        super().__init__()
        self._context, self.kind, self._value, self._city = context, kind, value, city
        self._words = LineWords(context)
        self._widgets: dict[str, QWidget] = {}
        self._wrong: dict[str, QLabel] = {}
        self._form = QFormLayout(self)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._form.setContentsMargins(12, 8, 12, 8)
        self._form.setSpacing(6)
        for field in FORMS[kind]:
            self._add(field)

    def _add(self, field: LineField) -> None:
        texts = self._context.texts
        name = texts.text(f"duty.field_{field.name}")
        made = self._made(field)
        made.setAccessibleName(name)
        self._widgets[field.name] = made
        self._form.addRow(label(name, "two"), made)
        wrong = self._wrong[field.name] = label(role="over13", wrap=True)
        wrong.hide()
        self._form.addRow("", wrong)

    def _made(self, field: LineField) -> QWidget:
        held = tuple(getattr(self._value, part) for part in field.of)
        now = held if len(held) > 1 else held[0]
        if field.how == "flag":
            box = QCheckBox()
            box.setChecked(bool(now))
            box.toggled.connect(self._edited)
            return box
        choices = self._choices(field.how)
        if choices is not None:
            return self._combo(choices, " ".join(now) if field.how == "days" else str(now))
        return self._line(field, now)

    def _line(self, field: LineField, now: Any) -> QLineEdit:
        line = QLineEdit(typed(field.how, self._context.words.zone).show(now))
        line.setPlaceholderText(EXAMPLES.get(field.how, ""))
        line.setReadOnly(field.how == "fixed")
        line.textEdited.connect(self._edited)
        return line

    def _choices(self, how: str) -> Mapping[str, str] | None:
        """Code -> name of what can be chosen; None for a field that is typed."""
        texts, names, city = self._context.texts, self._context.names, self._city
        if how == "unit":
            return {code: f"{names.unit(code)}  {code}" for code in city.units}
        if how == "matter":
            return {pattern: f"{self._words.matter(pattern)}  {pattern}" for pattern in _patterns(city)}
        if how == "place":
            places = {area.code: self._named(area.name, area.name_en) for area in city.areas}
            places |= {code: names.area(code) for code in city.places}
            return {"": texts.text("duty.everywhere")} | {code: f"{name}  {code}" for code, name in places.items()}
        if how == "layer":
            numbers = sorted({*city.layer_by_number, *(row.layer for row in city.duties)})
            return {str(n): f"{n}  {names.layer(n)}".strip() for n in numbers}
        if how == "layer_kind":
            return {kind: texts.text(f"duty.kind_{kind}") for kind in KINDS_OF_LAYERS}
        if how == "days":
            return {days: self._days(days) for days in DAYS}
        return None

    def _named(self, zh: str, en: str) -> str:
        return self._context.texts.name(zh, en)

    def _days(self, days: str) -> str:
        texts = self._context.texts
        return ", ".join(texts.text(f"day_kind.{day}") for day in days.split()) or texts.text("duty.every_day")

    def _combo(self, choices: Mapping[str, str], now: str) -> QComboBox:
        """A box to choose from and to type into: a code that is not among them may be typed."""
        box = QComboBox()
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(16)
        box.setEditable(True)
        box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        for code, name in choices.items():
            box.addItem(name, code)
        completer = box.completer()
        if completer is not None:
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        at = box.findData(now)
        box.setCurrentIndex(at)
        if at < 0:
            box.setEditText(now)
        line = box.lineEdit()
        if line is not None:
            line.setCursorPosition(0)
        box.currentTextChanged.connect(self._edited)
        return box

    @Slot()
    def _edited(self) -> None:
        self.edited.emit()

    # what it says -----------------------------------------------------------------------------------------------------
    def value(self) -> Value | None:
        """The line as it stands in the form."""
        changes: dict[str, Any] = {}
        for field in FORMS[self.kind]:
            try:
                found = self._read(field)
            except ValueError:
                self._say(field.name, self._context.texts.text(f"duty.wrong_{field.how}"))
                return None
            self._say(field.name, "")
            changes |= dict(zip(field.of, found if len(field.of) > 1 else (found,), strict=True))
        self._value = replace(self._value, **changes)
        return self._value

    def _read(self, field: LineField) -> Any:
        widget = self._widgets[field.name]
        if isinstance(widget, QCheckBox):
            return widget.isChecked()
        if isinstance(widget, QComboBox):
            text = widget.currentText().strip()
            at = widget.findText(text)
            code = str(widget.itemData(at)) if at >= 0 else text
            return _code(field.how, code)
        text = widget.text() if isinstance(widget, QLineEdit) else ""
        return typed(field.how, self._context.words.zone).read(text)

    def take(self, value: Value) -> None:
        """What the map says of it; the fields stay."""
        self._value = value

    def show_wrong(self, field: str, words: str) -> None:
        """What the server has against a field."""
        joined = next((each.name for each in FORMS[self.kind] if field in each.of), "")
        if joined:
            self._say(joined, words)

    def _say(self, name: str, words: str) -> None:
        self._wrong[name].setText(words)
        self._wrong[name].setVisible(bool(words))

    def field(self, name: str) -> QWidget:
        """The widget of a field."""
        return self._widgets[name]

    def focus_first(self) -> None:
        """The keys go to the first field that can be changed."""
        first = FORMS[self.kind][1 if FORMS[self.kind][0].how == "fixed" else 0]
        self._widgets[first.name].setFocus()


def _code(how: str, code: str) -> Any:
    if how == "layer":
        if not (code.isascii() and code.isdigit()):
            raise ValueError(code)
        return int(code)
    return tuple(code.split()) if how == "days" else code


def _patterns(city: City) -> tuple[str, ...]:
    """Everything, kinds, classes, categories."""
    majors: dict[str, None] = {}
    kinds: dict[str, None] = {}
    for key in city.categories:
        kind, major = key.split("-")[:2]
        kinds[f"{kind}-*"] = None
        majors[f"{kind}-{major}-*"] = None
    return ("*", *kinds, *majors, *city.categories)
