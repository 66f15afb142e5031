"""Shows the window of alarms on request; its wishes go to the board like all others."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from console.ui.context import Context
from console.ui.main_window import MainWindow

if TYPE_CHECKING:
    from console.ui.machine_alarms.window import AlarmWindow


class AlarmDesk(QObject):
    """The window, once it was opened."""

    def __init__(self) -> None:
        super().__init__()
        self._window: AlarmWindow | None = None

    def adopt(self, context: Context, main: MainWindow) -> None:
        """These are the windows now; those before have gone, and the window of alarms with them."""
        self._context, self._main, self._window = context, main, None
        main.seat_menu.alarms_asked.connect(self.open)

    @property
    def window(self) -> "AlarmWindow | None":
        """The window, once it was opened."""
        return self._window

    @Slot()
    def open(self) -> None:
        """Show it."""
        from console.ui.machine_alarms.window import AlarmWindow

        if self._window is None:
            self._window = AlarmWindow(self._context, self._main.photos, self._main)
            self._window.go_to.connect(self._main.choice.go_to)
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()
