"""The windows first: between two pieces of long work the store waits until they have taken what it told them.

Both share one interpreter. While the store works on, the windows go at half their pace, and what takes them 20 ms is
felt as 60; in turns both come to their end at the same time, and no key waits.
"""

from PySide6.QtCore import QObject, QTimer, Signal, Slot

PATIENCE = 250
"""ms; who holds the windows for longer, as an open menu may, does not hold the work."""


class Breath(QObject):
    """`asked` goes to the windows; they answer by `take` when nothing waits there any more."""

    asked = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: list[QTimer] = []
        self._is_asked = False
        self._patience = QTimer(self, interval=PATIENCE, singleShot=True)
        self._patience.timeout.connect(self._go_on)

    def then(self, work: QTimer) -> None:
        """Start this timer when the windows have caught up."""
        if work not in self._waiting:
            self._waiting.append(work)
        if not self._patience.isActive():
            self._patience.start()
        if not self._is_asked:
            self._is_asked = True
            self.asked.emit()

    @Slot()
    def take(self) -> None:
        """The windows have nothing to do."""
        self._is_asked = False
        self._go_on()

    @Slot()
    def _go_on(self) -> None:
        self._patience.stop()
        waiting, self._waiting = self._waiting, []
        for work in waiting:
            work.start()
