"""Prepares a city off the GUI thread: numpy and pyqtgraph are imported, its arrays made, its point search warmed."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from rules.grid import Grids


class CityLoader(QObject):
    """One load on one thread. `loaded` carries the `Plan`, on the worker's thread: connect it to a slot."""

    loaded = Signal(object)

    def __init__(self, grids: Grids) -> None:
        super().__init__()
        self._grids = grids
        self._thread = threading.Thread(target=self._load, name="map city", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def wait(self) -> None:
        """Return when the load has ended."""
        if self._thread.is_alive():
            self._thread.join()

    def _load(self) -> None:
        import console.ui.map.canvas  # noqa: F401  what the GUI thread needs next is imported here
        from console.ui.map.plan import plan_of

        plan = plan_of(self._grids)
        self._grids.locate(*self._grids.origin)
        self.loaded.emit(plan)
