"""A typed instant: `15:00`, `+30m`, `11-24 16:30`; beside it which day that is, and a few that are often meant."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from console.ui.context import Context
from console.ui.forms.instants import parse
from console.ui.layouts import across, chip
from console.ui.look.parts import label, set_role

OFTEN = {"until": ("+7d", "+30d", "+90d"), "call_back": ("+30m", "+1h", "+2h")}
"""What is offered to a click, by the field's name."""
PAST = frozenset({"at"})  # fields that tell when something was


class InstantField(QWidget):
    """`value` is ms UTC, 0 while nothing or nothing legible is typed."""

    changed = Signal()

    def __init__(self, context: Context, name: str) -> None:
        super().__init__()
        self._context, self._ahead = context, name not in PAST
        self.line = QLineEdit()
        self.line.setPlaceholderText(self._example(name))
        self.line.setFixedWidth(context.look.px(170))
        self._means = label(role="two15")
        row: list[QWidget | None] = [self.line]
        for words in OFTEN.get(name, ()):
            made = chip(words)
            made.clicked.connect(lambda _on=False, words=words: self.line.setText(words))
            row.append(made)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(across(*row, self._means, None, spacing=6))
        self.setFocusProxy(self.line)
        self.line.textChanged.connect(self._show)

    def _example(self, name: str) -> str:
        if not self._ahead:
            return self.tr("now; or 09:05, -10m")
        return "+7d, 11-24, 1124 0900" if name == "until" else "15:00, +30m"

    def value(self) -> int:
        """The instant that is meant."""
        zone = self._context.words.zone
        return parse(self.line.text(), self._context.now(), zone, ahead=self._ahead) or 0

    def wrong(self) -> str:
        """That it cannot be read; "" while it can, or nothing is typed."""
        return self.tr("no time or date that can be read") if self.line.text().strip() and not self.value() else ""

    @Slot()
    def _show(self) -> None:
        at, wrong = self.value(), self.wrong()
        self._means.setText(self._context.words.due(at) if at else wrong)
        set_role(self._means, "over13" if wrong else "two15")
        self.changed.emit()
