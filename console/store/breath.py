"""The windows first: between two pieces of long work the store waits until they have taken what it told them.

Both share one interpreter. While the store works on, the windows go at half their pace, and what takes them 20 ms is
felt as 60; in turns both come to their end at the same time, and no key waits. To ask costs some ms: windows that
answer at once, and were told nothing since, are not asked anew after every piece.
"""

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal, Slot

PATIENCE = 250
"""ms; who holds the windows for longer, as an open menu may, does not hold the work."""
QUICK = 8
"""ms; windows that answer within them had nothing to do."""
UNASKED = 3
"""Pieces that go unasked after a quick answer: what the windows begin of themselves waits for so many at most."""


class Breath(QObject):
    """`asked` goes to the windows; they answer by `take` when nothing waits there any more."""

    asked = Signal()

    def __init__(self, parent: QObject, quick: int = QUICK) -> None:
        super().__init__(parent)
        self._quick = quick
        self._waiting: list[QTimer] = []
        self._is_asked = False
        self._asked_at = QElapsedTimer()
        self._unasked = 0  # pieces that may go yet without a question
        self._patience = QTimer(self, interval=PATIENCE, singleShot=True)
        self._patience.timeout.connect(self._go_on)

    def then(self, work: QTimer) -> None:
        """Start this timer when the windows have caught up."""
        if self._unasked:
            self._unasked -= 1
            work.start()
        else:
            self._wait(work)

    def _wait(self, work: QTimer) -> None:
        if work not in self._waiting:
            self._waiting.append(work)
        if not self._patience.isActive():
            self._patience.start()
        if not self._is_asked:
            self._is_asked = True
            self._asked_at.start()
            self.asked.emit()

    @Slot()
    def told(self) -> None:
        """The windows have something to do."""
        self._unasked = 0

    @Slot()
    def take(self) -> None:
        """The windows have nothing to do."""
        self._is_asked = False
        self._unasked = 0 if self._asked_at.hasExpired(self._quick) else UNASKED
        self._go_on()

    @Slot()
    def _go_on(self) -> None:
        self._patience.stop()
        waiting, self._waiting = self._waiting, []
        for work in waiting:
            work.start()
