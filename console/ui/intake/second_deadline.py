"""The deadline that a hotline sets by itself, beside the city's own: only where the order names one."""

from PySide6.QtCore import QDateTime, QTimeZone, Signal
from PySide6.QtWidgets import QCheckBox, QDateTimeEdit, QHBoxLayout, QWidget

from console.ui.context import Context

DAY = 86_400_000


class SecondDeadline(QWidget):
    """A tick and an instant in the city's time; `changed` when a person changes it."""

    changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.given = QCheckBox(context.field("external_due"))
        self.edit = QDateTimeEdit()
        self.edit.setDisplayFormat("yyyy-MM-dd HH:mm")
        self.edit.setCalendarPopup(True)
        self.edit.setAccessibleName(context.field("external_due"))
        self.edit.hide()
        self.given.toggled.connect(self._toggled)
        self.given.toggled.connect(self.changed)
        self.edit.dateTimeChanged.connect(self.changed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.given)
        row.addWidget(self.edit)
        row.addStretch(1)

    def value(self) -> int:
        """The instant, ms UTC; 0 when the order names none."""
        return self.edit.dateTime().toMSecsSinceEpoch() if self.given.isChecked() else 0

    def restore(self, at: int) -> None:
        """Show an instant that was kept; 0 = none."""
        self.given.setChecked(bool(at))
        if at:
            self.edit.setDateTime(QDateTime.fromMSecsSinceEpoch(at, self.edit.timeZone()))

    def clear(self) -> None:
        """Begin anew."""
        self.given.setChecked(False)

    def _toggled(self, on: bool) -> None:
        self.edit.setVisible(on)
        if on:
            zone = QTimeZone(self._context.city.zone.encode()) if self._context.city else QTimeZone.utc()
            self.edit.setTimeZone(zone)
            self.edit.setDateTime(QDateTime.fromMSecsSinceEpoch(self._context.now() + DAY, zone))
