"""The cases that the map knows, handed on at once when they are few and in slices when they are many."""

from collections import deque
from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.ui.map.case import MapCase

SLICE = 500
"""Cases taken per turn of the event loop, so that a start with ten thousand never stalls it: a slice of the board's."""


class CaseFeed(QObject):
    """`cases` by id are all that are known; what came, changed or went is said by id."""

    fed = Signal(object)  # list of ids: cases to draw anew, or to take away when they are not in `cases`
    emptied = Signal()  # nothing waits any more

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.cases: dict[str, MapCase] = {}
        self._waiting: deque[str] = deque()
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
        if len(ids) <= SLICE and not self._waiting:
            self.fed.emit(ids)
        else:
            self._waiting.extend(ids)
            self._slices.start()

    def all_anew(self) -> None:
        """Hand on every case again, the first slice at once."""
        self._waiting = deque(self.cases)
        self._slices.start()
        self._feed_some()

    def stop(self) -> None:
        """Hand on nothing more."""
        self._slices.stop()

    @Slot()
    def _feed_some(self) -> None:
        self.fed.emit([self._waiting.popleft() for _ in range(min(SLICE, len(self._waiting)))])
        if not self._waiting:
            self._slices.stop()
            self.emptied.emit()
