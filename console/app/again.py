"""When a child process that ended unasked is started again: after a while, each time a longer one, and not for ever."""

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

AGAIN = (500, 2_000, 5_000, 15_000, 30_000)  # ms before each new start; then it is given up
STEADY = 60_000  # ms after which it counts as one that runs


class Again(QObject):
    """`due`: start it now. Who ran steadily for a minute has all tries before it again."""

    due = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._tries = 0
        self._since = QElapsedTimer()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.due)

    def note_running(self) -> None:
        """It is up."""
        self._since.start()

    def wait(self) -> bool:
        """It has ended: `due` follows after a while. False: it did so too often and is given up."""
        if self._since.isValid() and self._since.hasExpired(STEADY):
            self._tries = 0
        self._since.invalidate()
        if self._tries == len(AGAIN):
            return False
        self._timer.start(AGAIN[self._tries])
        self._tries += 1
        return True

    def stop(self) -> None:
        """It is to end."""
        self._timer.stop()
