"""Keeps what is known of outage drills and shows their window on request."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from console.facts.drills import DrillRecord
from console.ui.context import Context
from console.ui.main_window import MainWindow

if TYPE_CHECKING:
    from console.ui.drill.window import DrillWindow


class DrillDesk(QObject):
    """The drills there were, and their window; a drill that is on shows in the state of the line."""

    def __init__(self) -> None:
        super().__init__()
        self._known: tuple[tuple[DrillRecord, str], ...] = ()
        self._window: DrillWindow | None = None

    def adopt(self, context: Context, main: MainWindow) -> None:
        """These are the windows now; those before have gone, and their drill window with them."""
        self._context, self._main, self._window = context, main, None
        main.seat_menu.drill_asked.connect(self.open)

    def know(self, drills: tuple[tuple[DrillRecord, str], ...]) -> None:
        """All drills there were, each with the file of its page, "" where there is none yet."""
        self._known = drills
        if self._window is not None:
            self._window.show_known(drills)

    @property
    def window(self) -> "DrillWindow | None":
        """The window, once it was opened."""
        return self._window

    @Slot()
    def open(self) -> None:
        """Show it."""
        from console.ui.drill.window import DrillWindow

        if self._window is None:
            self._window = DrillWindow(self._context, self._main)
            self._window.show_known(self._known)
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()
