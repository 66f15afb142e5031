"""Outage drills as the windows ask for them; that one is on shows in the state of the line."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal, Slot


class Drills(QObject):
    """Part of the board."""

    asked = Signal(str, int)  # seat, minutes
    end_asked = Signal()
    refused = Signal(str, object)  # rule, details: it does not begin

    def begin(self, seat: str, minutes: int) -> None:
        """Hold the line back for so many minutes."""
        self.asked.emit(seat, minutes)

    def end(self) -> None:
        """Take the line back now."""
        self.end_asked.emit()

    @Slot(str, object)
    def take_refusal(self, rule: str, details: Mapping[str, object]) -> None:
        """It does not begin, for this reason."""
        self.refused.emit(rule, details)
