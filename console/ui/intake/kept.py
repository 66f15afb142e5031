"""What of a report that is being typed is kept as its draft: everything but who reported it, and the photos.

A phone number that was typed among the words is of who reported it, too.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox

from console.facts import form_of
from rules.hearing import without_phones

if TYPE_CHECKING:
    from console.ui.intake.form import IntakeForm

TICKED = "1"


def form_name(slot: int) -> str:
    """The name of the draft of a report; several calls may be open at a time."""
    return form_of("", "report", str(slot) if slot else "")


def save(form: IntakeForm) -> dict[str, str]:
    """The fields as words; the source only beside something that was typed, as it is chosen from the start."""
    place, category = form.place, form.category.widget
    typed = {
        "words": without_phones(form.words.toPlainText()),
        "address": place.address.text(),
        "coordinates": place.coordinates.text(),
        "category": category.currentText() if isinstance(category, QComboBox) else "",
        "external_number": form.external.text(),
        "external_due": str(form.external_due.value() or ""),
        "urgent": TICKED if form.urgent.isChecked() else "",
        "wants_answer": TICKED if form.wants_answer.isChecked() else "",
    }
    typed = {name: words for name, words in typed.items() if words}
    chosen = {"source": str(form.source.currentData() or ""), "datum": str(place.datum.currentData())}
    return typed | chosen if typed else {}


def restore(form: IntakeForm, values: Mapping[str, str]) -> None:
    """Show what was kept."""
    form.words.setPlainText(values.get("words", ""))
    form.place.restore(values.get("address", ""), values.get("coordinates", ""), values.get("datum", ""))
    if isinstance(form.category.widget, QComboBox):
        form.category.widget.setCurrentIndex(form.category.widget.findText(values.get("category", "")))
    form.source.setCurrentIndex(max(0, form.source.findData(values.get("source", ""))))
    form.external.setText(values.get("external_number", ""))
    form.external_due.restore(int(values.get("external_due") or 0))
    form.urgent.setChecked("urgent" in values)
    form.wants_answer.setChecked("wants_answer" in values)
