"""Shows the window of responsibilities on request; what is drawn up there outlives it, not the program."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from console.ui.context import Context
from console.ui.duties.drafts import Drafts
from console.ui.main_window import MainWindow

if TYPE_CHECKING:
    from console.ui.duties.window import DutyWindow


class DutyDesk(QObject):
    """The drafts, and their window once it was opened."""

    def __init__(self) -> None:
        super().__init__()
        self.drafts = Drafts()
        self._window: DutyWindow | None = None

    def adopt(self, context: Context, main: MainWindow) -> None:
        """These are the windows now; those before have gone, and the window of responsibilities with them."""
        if self._window is not None:
            self._window.stop()
        self._context, self._main, self._window = context, main, None
        main.seat_menu.duties_asked.connect(self.open)
        main.stopping.connect(self._stop)

    @property
    def window(self) -> "DutyWindow | None":
        """The window, once it was opened."""
        return self._window

    @Slot()
    def _stop(self) -> None:
        if self._window is not None:
            self._window.stop()

    @Slot()
    def open(self) -> None:
        """Show it."""
        from console.ui.duties.window import DutyWindow

        if self._window is None:
            self._window = DutyWindow(self._context, self.drafts, self._main)
            self._window.go_to.connect(self._main.choice.go_to)
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()
