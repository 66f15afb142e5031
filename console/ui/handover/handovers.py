"""Shows the window of hand-over files on request, and passes its wishes down and what came of them up."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from console.facts.handover import HandoverMade, HandoverUnit, ReplyTaken
from console.ui.context import Context
from console.ui.main_window import MainWindow

if TYPE_CHECKING:
    from console.ui.handover.window import HandoverWindow


class HandoverDesk(QObject):
    """`resources` is the folder in which the parts of the page lie."""

    units_asked = Signal()
    make_asked = Signal(object)  # HandoverWish
    take_asked = Signal(object)  # ReplyWish

    def __init__(self, resources: Path) -> None:
        super().__init__()
        self._resources = resources
        self._window: HandoverWindow | None = None

    def adopt(self, context: Context, main: MainWindow) -> None:
        """These are the windows now; those before have gone, and their hand-over window with them."""
        self._context, self._main, self._window = context, main, None
        main.seat_menu.handover_asked.connect(self.open)

    @property
    def window(self) -> "HandoverWindow | None":
        """The window, once it was opened."""
        return self._window

    @Slot()
    def open(self) -> None:
        """Show it, with the units as they are now."""
        from console.ui.handover.window import HandoverWindow

        if self._window is None:
            self._window = HandoverWindow(self._context, self._resources, self._main)
            self._window.make_asked.connect(self.make_asked)
            self._window.take_asked.connect(self.take_asked)
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()
        self.units_asked.emit()

    @Slot(object)
    def show_units(self, units: tuple[HandoverUnit, ...]) -> None:
        """The units that have something to do."""
        if self._window is not None:
            self._window.show_units(units)

    @Slot(object)
    def show_made(self, made: HandoverMade) -> None:
        """A file was written."""
        if self._window is not None:
            self._window.show_made(made)

    @Slot(object)
    def show_taken(self, taken: ReplyTaken) -> None:
        """A reply was imported: other units may have something to do now."""
        if self._window is not None:
            self._window.show_taken(taken)
            self.units_asked.emit()

    @Slot(str, object)
    def show_refused(self, rule: str, details: dict[str, str]) -> None:
        """Nothing was written or imported."""
        if self._window is not None:
            self._window.show_refused(rule, details)
