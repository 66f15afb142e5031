"""Many changes at once, in portions as large as the windows take in some ms, between which they may answer."""

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal, Slot

from console.facts import Delta

PORTION, MOST = 12, 500
"""Cases that are shown in one go at first, and at most; in between as many as all views take in `SPAN_MS`."""
SPAN_MS = 8

Then = Callable[[], None]


class Portions(QObject):
    """Hands deltas to `show` in their order: few at once, many in one portion for each turn of the loop.

    What else is told keeps its place among them: it never comes before a change that was told first.
    """

    caught_up = Signal()  # asked by `take_breath`: all that was told is shown

    def __init__(self, show: Callable[[Delta], None], parent: QObject) -> None:
        super().__init__(parent)
        self._show = show
        self._waiting: deque[Delta | Then] = deque()
        self._portion = PORTION
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._show_next)
        self._idle = QTimer(self, singleShot=True, interval=0)
        self._idle.timeout.connect(self.caught_up)

    def take(self, delta: Delta) -> None:
        """Show it, behind what waits."""
        if self._waiting or len(delta.changed) > PORTION:
            self._waiting.append(delta)
            self._soon.start()
        else:
            self._portion = PORTION
            self._show(delta)

    def then(self, tell: Then) -> None:
        """Do this behind what waits, at once when nothing does."""
        if self._waiting:
            self._waiting.append(tell)
        else:
            tell()

    @Slot()
    def take_breath(self) -> None:
        """Say so when all that was told so far is shown, and nothing else is to be done."""
        self.then(self._idle.start)

    @Slot()
    def _show_next(self) -> None:
        if self._waiting:
            first = self._waiting.popleft()
            self._show_portion(first) if isinstance(first, Delta) else first()
        if self._waiting:
            self._soon.start()

    def _show_portion(self, delta: Delta) -> None:
        """The first of it; the next portion is larger or smaller, as the views took it."""
        first, rest = delta.cut(self._portion)
        if rest.changed:
            self._waiting.appendleft(rest)
        took = QElapsedTimer()
        took.start()
        self._show(first)
        if took.elapsed() > SPAN_MS:
            self._portion = max(PORTION, self._portion // 2)
        elif took.elapsed() * 2 < SPAN_MS:
            self._portion = min(MOST, self._portion * 3 // 2)
