"""Whom to call: unit, duty person and number, as the form of a phone call shows them at its top."""

from PySide6.QtWidgets import QFrame

from console.ui.context import Context
from console.ui.layouts import across
from console.ui.look.parts import IconLabel, label


class CallWords(QFrame):
    """Nothing here can be pressed: the number is read and dialled."""

    def __init__(self, context: Context, unit: str) -> None:
        super().__init__()
        self.setObjectName("card")
        names = context.names
        person, phone = names.duty(unit), names.phone(unit) or self.tr("no number known")
        who = " · ".join(part for part in (names.unit(unit), person) if part)
        self.setLayout(
            across(IconLabel(context.look, "phone"), label(who), label(phone, "title"), None, margins=(12, 6, 12, 6))
        )
        self.setAccessibleName(f"{who} · {phone}")
