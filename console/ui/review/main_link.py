"""`L`: the main window shows the case of the review, until it is pressed again."""

from PySide6.QtCore import QObject, Signal

from console.ui.notices import Notices


class MainLink(QObject):
    """Linked or not; says so in `notices`."""

    case_linked = Signal(str)  # the case that the main window is to show, too

    def __init__(self, notices: Notices, parent: QObject) -> None:
        super().__init__(parent)
        self._notices, self._linked = notices, False
        self._case_id = ""

    def toggle(self) -> None:
        """Link the two, or let each go its own way."""
        self._linked = not self._linked
        self._notices.say(
            self.tr("The main window follows this one") if self._linked else self.tr("The main window goes its own way")
        )
        self._tell()

    def follow(self, case_id: str) -> None:
        """Another case is shown; "" for none."""
        self._case_id = case_id
        self._tell()

    def _tell(self) -> None:
        if self._linked and self._case_id:
            self.case_linked.emit(self._case_id)
