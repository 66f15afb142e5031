"""Collects garbage on the GUI thread alone, in small portions.

Left to itself the collector runs on whichever thread allocates, walks over all cases each time (165 ms with 9,879),
and may end a Qt object on a thread that is not its own. Here it looks each second at what came in it; what outlived
half a minute is frozen and not looked at again, until a moment in which nobody waits.
"""

import gc
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication

from console.facts import Delta

LOOK_MS, APART_MS = 1_000, 500  # apart from the beat of the second, with which windows have enough to do
BULK = 10_000
"""Objects that came since the last look: so many come with cases, which stay; to walk over them would be felt."""
MANY = 300
"""Cases shown anew since the last look: each took the place of an older one, so that `gc.get_count` says next to
nothing, and all of them would be walked over (47 ms). `gc.get_objects` would count them, but while other threads are at
work it must not be called: it hands out tuples that they are still filling, which ends in a SystemError over there.
"""
FREEZE_EVERY = 30
"""Looks until what is still there counts as lasting."""
FELT_NS = 10_000_000
"""So long the looks of that time may have taken together for one more at all that came in it, which takes as long."""
WHOLE_AFTER, WHOLE_AT_LAST = 10 * 60 * 1000 // LOOK_MS, 4 * 60 * 60 * 1000 // LOOK_MS
"""Looks from one walk over everything to the next: while another program is in front, and whatever is in front."""
YOUNG, YOUNG_AND_MIDDLE = 0, 1  # generations: what came since the last look, and what outlived one


class Collector(QObject):
    """Takes the collector's place from `start` on; `gc` stays disabled. `ticks` counts ns monotonically."""

    def __init__(
        self, application: QApplication, parent: QObject, ticks: Callable[[], int] = time.perf_counter_ns
    ) -> None:
        super().__init__(parent)
        self._application, self._ticks = application, ticks
        self._looks = 0
        self._since_whole = 0
        self._took = 0  # ns, all looks since the last freeze
        self._cases = 0  # shown anew since the last look
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Begin."""
        gc.disable()
        QTimer.singleShot(APART_MS, self._timer, self._timer.start)

    @Slot(object)
    def note(self, delta: Delta) -> None:
        """These cases are shown anew."""
        self._cases += len(delta.changed)

    @Slot()
    def look(self) -> None:
        """Collect what is new, or everything when nobody waits."""
        self._looks += 1
        self._since_whole += 1
        cases, self._cases = self._cases, 0
        if self._is_time_for_all():
            self._since_whole = 0
            gc.unfreeze()
            gc.collect()
            self._freeze()
        elif cases > MANY or gc.get_count()[0] > BULK:
            self._freeze()
        else:
            self._look_at_new()

    def _look_at_new(self) -> None:
        before = self._ticks()
        gc.collect(YOUNG)
        self._took += self._ticks() - before
        if self._looks % FREEZE_EVERY == 0:
            if self._took <= FELT_NS:
                gc.collect(YOUNG_AND_MIDDLE)
            self._freeze()

    def _freeze(self) -> None:
        gc.freeze()
        self._took = 0

    def _is_time_for_all(self) -> bool:
        active = self._application.applicationState() == Qt.ApplicationState.ApplicationActive
        return self._since_whole >= (WHOLE_AT_LAST if active else WHOLE_AFTER)
