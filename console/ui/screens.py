"""Where a second window lives: on the second monitor while there is one, on the main one when it goes.

Only the place changes: the window, its case and its zoom stay as they are. `screenRemoved` can leave a window lost at
the edge of what remains, so its place is set anew at every change of the screens.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

SETTLE_MS = 150  # a monitor that goes is announced in several steps; the last one counts


def screen_for(screens: list[QScreen], home: QScreen | None) -> QScreen | None:
    """The first screen that is not `home` (the main window's); `home` itself when there is no other."""
    others = [screen for screen in screens if screen is not home]
    return others[0] if others else home


def has_own_screen(main: QWidget) -> bool:
    """Whether a second window has a monitor for itself."""
    return screen_for(QGuiApplication.screens(), main.screen()) is not main.screen()


class SecondScreen(QObject):
    """Keeps `window` on another screen than `main`, and brings it home when that screen goes.

    `placed` after each time with the number of the screen where it is now, from 1.
    """

    placed = Signal(int)

    def __init__(
        self,
        application: QGuiApplication,
        window: QWidget,
        main: QWidget,
        screens: Callable[[], list[QScreen]] = QGuiApplication.screens,
    ) -> None:
        super().__init__(window)
        self._screens = screens
        self._window = window
        self._main = main
        self._settled = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settled.timeout.connect(self.place)
        application.screenAdded.connect(self.changed)
        application.screenRemoved.connect(self.changed)
        application.primaryScreenChanged.connect(self.changed)

    @Slot()
    def place(self) -> None:
        """Put the window where it belongs now; full size on its own monitor, a normal window at home."""
        screen = screen_for(self._screens(), self._main.screen())
        if screen is None:
            return
        shown = self._window.isVisible()
        self._window.setScreen(screen)
        self._window.setGeometry(screen.availableGeometry())
        if shown:
            self._window.showMaximized()
            self._window.raise_()
        self.placed.emit(self._screens().index(screen) + 1)

    @Slot()
    def changed(self) -> None:
        """Monitors came or went: place the window once they have settled."""
        self._settled.start()
