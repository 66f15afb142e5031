"""Prepares a city off the GUI thread: its arrays and lines, and once it can be shown, what is needed after that."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from console.ui.look.tokens import Tokens
    from rules.grid import Grids


class CityLoader(QObject):
    """One load on one thread. `loaded` carries `Plan`, `Linework`, `Raster`, on that thread: connect it to a slot."""

    loaded = Signal(object, object, object)

    def __init__(self, grids: Grids, tokens: Tokens) -> None:
        super().__init__()
        self._grids, self._tokens = grids, tokens
        self._thread = threading.Thread(target=self._load, name="map city", daemon=True)

    def start(self) -> None:
        """Begin. What needs Qt is imported here, on the GUI thread: see `Preload` for why."""
        import console.ui.map.live_city  # noqa: F401  what the GUI thread needs next, and `_load`

        self._thread.start()

    def wait(self) -> None:
        """Return when the load has ended."""
        if self._thread.is_alive():
            self._thread.join()

    def _load(self) -> None:
        from console.ui.map.linework import Linework
        from console.ui.map.plan import plan_of
        from console.ui.map.raster import Raster

        plan = plan_of(self._grids)
        linework, raster = Linework(plan, self._tokens), Raster(plan)
        self.loaded.emit(plan, linework, raster)
        raster.prepare()
        linework.prepare()
        self._grids.locate(*self._grids.origin)  # the first search of a point takes longer than those that follow
