"""Shows the window of forms for the chosen case, and passes its wishes down and what came of them up."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from console.ui.context import Context
from console.ui.main_window import MainWindow

if TYPE_CHECKING:
    from console.ui.papers.window import PaperWindow


class PaperDesk(QObject):
    """`print_asked` brings a page with the file that was chosen, None in it for a passing one."""

    print_asked = Signal(object)  # PaperWish

    def __init__(self) -> None:
        super().__init__()
        self._window: PaperWindow | None = None

    def adopt(self, context: Context, main: MainWindow) -> None:
        """These are the windows now; those before have gone, and their forms with them."""
        self._context, self._main, self._window = context, main, None
        main.seat_menu.papers_asked.connect(self.open)

    @property
    def window(self) -> "PaperWindow | None":
        """The window, once it was opened."""
        return self._window

    @Slot()
    def open(self) -> None:
        """Show the forms of the case that is chosen."""
        shown = self._main.case.open_case
        window = self._made()
        window.show_case(shown)
        window.show()
        window.raise_()
        window.activateWindow()

    def _made(self) -> "PaperWindow":
        if self._window is None:
            from console.ui.papers.window import PaperWindow

            self._window = PaperWindow(self._context, self._main)
            self._window.print_asked.connect(self.print_asked)
        return self._window

    @Slot(str)
    def know_printed(self, file: str) -> None:
        """The form lies there as a PDF."""
        if self._window is not None:
            self._window.say_printed(file)
