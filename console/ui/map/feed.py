"""The cases that the map knows, handed on at once when they are few and seldom, and in slices when they are many."""

from collections import deque
from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.ui.map.case import MapCase
from console.ui.paced import Paced

SLICE = 200
"""Cases taken per turn of the event loop, so that a start with ten thousand never stalls it."""


class CaseFeed(QObject):
    """`cases` by id are all that are known; what came, changed or went is said by id."""

    fed = Signal(object)  # list of ids: cases to draw anew, or to take away when they are not in `cases`
    emptied = Signal()  # nothing waits any more

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.cases: dict[str, MapCase] = {}
        self._waiting: deque[str] = deque()
        self._few = Paced(self._feed_few, self)
        self._slices = QTimer(self, interval=0)
        self._slices.timeout.connect(self._feed_some)

    @property
    def waits(self) -> bool:
        """Whether there are cases that have not been handed on."""
        return bool(self._waiting)

    def take(self, changed: Sequence[MapCase], removed: Sequence[str]) -> None:
        """Take changes; many at once are handed on in slices."""
        for case_id in removed:
            self.cases.pop(case_id, None)
        self.cases.update((case.id, case) for case in changed)
        ids = [*(case.id for case in changed), *removed]
        self._waiting.extend(ids)
        if len(self._waiting) > SLICE:
            self._slices.start()
        elif not self._slices.isActive():
            self._few.ask()

    def all_anew(self) -> None:
        """Hand on every case again, the first slice at once."""
        self._waiting = deque(self.cases)
        self._slices.start()
        self._feed_some()

    def stop(self) -> None:
        """Hand on nothing more."""
        self._slices.stop()
        self._waiting.clear()

    def _feed_few(self) -> None:
        if self._waiting and not self._slices.isActive():
            self._feed()

    @Slot()
    def _feed_some(self) -> None:
        self._feed()
        if not self._waiting:
            self._slices.stop()
            self.emptied.emit()

    def _feed(self) -> None:
        """The next slice, each case once."""
        some = [self._waiting.popleft() for _ in range(min(SLICE, len(self._waiting)))]
        self.fed.emit(list(dict.fromkeys(some)))
