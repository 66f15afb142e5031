"""Collects garbage on the GUI thread alone, in small portions.

Left to itself the collector runs on whichever thread allocates, walks over all cases each time (165 ms with 9,879),
and may end a Qt object on a thread that is not its own. Here it looks at what came lately; what outlived that is frozen
and not looked at again, until a moment in which nobody waits.
"""

import gc

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication

LOOK_MS = 5_000
BULK = 2_500
"""Objects that came since the last freeze: so many come with cases, which stay; to walk over them would be felt (4 µs
each, 40 ms for 10,000)."""
FREEZE_EVERY = 6
"""Looks until what is still there counts as lasting."""
WHOLE_AFTER, WHOLE_AT_LAST = 10 * 60 * 1000 // LOOK_MS, 4 * 60 * 60 * 1000 // LOOK_MS
"""Looks from one walk over everything to the next: while another program is in front, and whatever is in front."""


class Collector(QObject):
    """Takes the collector's place from `start` on; `gc` stays disabled."""

    def __init__(self, application: QApplication, parent: QObject) -> None:
        super().__init__(parent)
        self._application = application
        self._looks = 0
        self._since_whole = 0
        self._young = 0
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Begin."""
        gc.disable()
        self._timer.start()

    @Slot()
    def look(self) -> None:
        """Collect what is new, or everything when nobody waits."""
        self._looks += 1
        self._since_whole += 1
        if self._is_time_for_all():
            self._since_whole = 0
            gc.unfreeze()
            gc.collect()
            self._freeze()
            return
        self._young += gc.get_count()[0]
        if self._young <= BULK:
            gc.collect()
        if self._young > BULK or self._looks % FREEZE_EVERY == 0:
            self._freeze()

    def _freeze(self) -> None:
        gc.freeze()
        self._young = 0

    def _is_time_for_all(self) -> bool:
        active = self._application.applicationState() == Qt.ApplicationState.ApplicationActive
        return self._since_whole >= (WHOLE_AT_LAST if active else WHOLE_AFTER)
