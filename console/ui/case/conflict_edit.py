"""A command that took no effect as a filled form, and what a form never asks for taken over from it."""

from collections.abc import Mapping

from PySide6.QtWidgets import QCheckBox, QComboBox

from console.ui.context import Context
from console.ui.forms.editor import Editor
from console.ui.forms.unit_picker import impossible
from console.ui.forms.verb_form import UNASKED, VerbForm
from console.ui.offers import HIDDEN, Action
from rules.case import Case


def make_form(context: Context, action: Action, case: Case, body: Mapping[str, object]) -> VerbForm:
    """The verb's form on the case as it stands now, filled with the values of a command as they are typed.

    A unit that the form leaves out is not filled in: what was typed would find another one.
    """
    out = impossible(case, action.verb)
    known = {name: value for name, value in body.items() if isinstance(value, str) and value not in out}
    form = VerbForm(context, action, case, known)
    for field in action.fields:
        if field.name in body and (field.required or field.name not in UNASKED):
            _show(context, form.field(field.name), body[field.name])
    return form


def _show(context: Context, editor: Editor, value: object) -> None:
    """Codes are shown by their words, instants as they are typed; one that would be read otherwise is left empty."""
    box = editor.widget
    if isinstance(box, QComboBox) and box.findData(value) >= 0:
        box.setCurrentIndex(box.findData(value))
    elif isinstance(box, QCheckBox):
        box.setChecked(bool(value))
    elif isinstance(value, int):
        editor.restore(context.words.at(value, context.now()))
        if editor.wrong():
            editor.clear()


def kept(mine: Mapping[str, object], action: Action, body: Mapping[str, object]) -> dict[str, object]:
    """What was entered, with those values of mine that the verb still takes and no form asks for.

    Photos of the first command stay; new ones come after them.
    """
    taken = {field.name for field in action.form}
    hidden = {name: value for name, value in mine.items() if name in (HIDDEN | UNASKED) & taken}
    whole = {**hidden, **body}
    old, new = mine.get("photos"), body.get("photos")
    if isinstance(old, list | tuple) and isinstance(new, list | tuple):
        whole["photos"] = [*old, *new]
    return whole
