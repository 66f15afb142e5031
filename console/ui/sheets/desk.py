"""Shows the window in which files of reports are taken in."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from console.ui.context import Context
from console.ui.main_window import MainWindow

if TYPE_CHECKING:
    from console.ui.sheets.window import SheetWindow


class SheetDesk(QObject):
    """The window, once it was opened."""

    def __init__(self) -> None:
        super().__init__()
        self._window: SheetWindow | None = None

    def adopt(self, context: Context, main: MainWindow) -> None:
        """These are the windows now; those before have gone, and this one with them."""
        self._context, self._main, self._window = context, main, None
        main.seat_menu.sheets_asked.connect(self.open)

    @property
    def window(self) -> "SheetWindow | None":
        """The window, once it was opened."""
        return self._window

    @Slot()
    def open(self) -> None:
        """Show it, with the forms that the server has now."""
        from console.ui.sheets.window import SheetWindow

        if self._window is None:
            self._window = SheetWindow(self._context, self._main)
        self._window.begin()
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()
