"""The one thread that prepares the city and draws tiles, the newest wish first."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, Signal

from console.ui.map.linework import Linework
from console.ui.map.plan import Plan
from console.ui.map.raster import Raster
from console.ui.map.tiles import Colours, Key, Painter, TileStore, recoloured


class TileWorker(QObject):
    """Draws what was wished for into a `TileStore`. `drawn` comes on the worker's thread: connect it to a slot."""

    drawn = Signal()

    def __init__(self, plan: Plan, linework: Linework, store: TileStore, colours: Colours, ratio: float = 1.0) -> None:
        super().__init__()
        self._plan, self._linework, self._store, self._ratio = plan, linework, store, ratio
        self._colours, self._version = colours, 0
        self._wishes: list[Key] = []
        self._wake = threading.Condition()
        self._ending = False
        self._thread = threading.Thread(target=self._run, name="map tiles", daemon=True)
        self._thread.start()

    def wish(self, keys: list[Key]) -> None:
        """Draw these, in this order, instead of what was wished for before."""
        with self._wake:
            self._wishes = keys
            self._wake.notify()

    def recolour(self, colours: Colours) -> None:
        """Use these colours from now on; tiles drawn before keep theirs until they are wished for again."""
        with self._wake:
            self._colours = colours
            self._version += 1

    def idle(self) -> bool:
        """Whether nothing is left to draw."""
        with self._wake:
            return not self._wishes

    def stop(self) -> None:
        """End the thread; returns when it has ended."""
        with self._wake:
            self._ending = True
            self._wake.notify()
        self._thread.join()

    def _run(self) -> None:
        painter = Painter(Raster(self._plan), self._linework, self._ratio)
        while (wish := self._next()) is not None:
            key, colours, version = wish
            self._draw(painter, key, colours, version)

    def _next(self) -> tuple[Key, Colours, int] | None:
        with self._wake:
            self._wake.wait_for(lambda: self._wishes or self._ending)
            return None if self._ending else (self._wishes[0], self._colours, self._version)

    def _draw(self, painter: Painter, key: Key, colours: Colours, version: int) -> None:
        old = self._store.get(key)
        if old is None:
            self._store.put(key, painter.draw(key, colours, version))
        else:
            self._store.put(key, recoloured(old.runs, old.lines, colours, version))
        with self._wake:
            is_old = version != self._version  # the colours changed while it was drawn: it stays wished for
            if self._wishes and self._wishes[0] == key and not is_old:
                self._wishes = self._wishes[1:]
        if is_old:
            self._store.mark_stale_tile(key)
        self.drawn.emit()
