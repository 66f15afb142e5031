"""How many cases are open and how many of them are in view, said beside the scale."""

from __future__ import annotations

from collections.abc import Sized
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from console.ui.map.overlay import Overlay

if TYPE_CHECKING:
    from console.ui.map.live_city import LiveCity

COUNT_MS = 80
"""While the map is dragged, the count follows at this pace."""


class Tally(QObject):
    """Counts `cases` on the city that it follows; silent until there is one."""

    def __init__(self, cases: Sized, overlay: Overlay, parent: QObject) -> None:
        super().__init__(parent)
        self._cases, self._overlay = cases, overlay
        self._live: LiveCity | None = None
        self._as_of, self._said_mpp = "", 0.0
        self._counting = QTimer(self, interval=COUNT_MS, singleShot=True)
        self._counting.timeout.connect(self.say)

    def follow(self, live: LiveCity) -> None:
        """Count on this city from now on."""
        self._live = live

    def set_as_of(self, text: str) -> None:
        """Say how old the data are instead of how many cases are open; "" ends it."""
        self._as_of = text
        self.say()

    def stop(self) -> None:
        """Count no more by itself."""
        self._counting.stop()

    def follow_move(self) -> None:
        """The view moved: another scale is said at once, another place at its pace."""
        if self._live is not None and self._live.canvas.camera.mpp != self._said_mpp:
            self.say()
        elif not self._counting.isActive():
            self._counting.start()

    @Slot()
    def say(self) -> None:
        """Count, and say it."""
        if self._live is None:
            return
        self._said_mpp = self._live.canvas.camera.mpp
        total, shown = len(self._cases), self._live.count_in_view()
        in_view = self.tr("all in view") if shown == total else self.tr("{0} in view").format(f"{shown:,}")
        first = self._as_of or self.tr("{0} open").format(f"{total:,}")
        self._overlay.show_scale(f"{first} · {in_view}", self._live.canvas.camera.mpp)
        self._live.canvas.setAccessibleDescription(f"{first}, {in_view}")
