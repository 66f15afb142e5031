"""Draws tiles in the pauses of the event loop, a few ms at a time, the newest wish first.

Not on a thread: every call that paints holds the interpreter, so a thread that paints makes each small step of the
windows wait for it, and one frame has hundreds of those.
"""

from __future__ import annotations

import time
from collections.abc import Generator

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QImage

from console.ui.map.linework import Linework
from console.ui.map.raster import Raster, Runs
from console.ui.map.tiles import Colours, Key, Painter, Shape, TileStore, coloured

BUDGET_S = 0.002
"""How long it draws at a time: what an event may wait for it."""


class TileDrawer(QObject):
    """Draws what was wished for into a `TileStore`. `drawn` says that one more is there."""

    drawn = Signal()

    def __init__(
        self, raster: Raster, linework: Linework, store: TileStore, colours: Colours, ratio: float = 1.0
    ) -> None:
        super().__init__()
        self._painter = Painter(raster, linework, ratio)
        self._store = store
        self._colours, self._version = colours, 0
        self._wishes: list[Key] = []
        self._begun: tuple[Key, Generator[None, None, Shape]] | None = None
        self._pauses = QTimer(self, interval=0)
        self._pauses.timeout.connect(self._go_on)

    def wish(self, keys: list[Key]) -> None:
        """Draw these, in this order, instead of what was wished for before; what is begun of them comes first."""
        begun = self._begun[0] if self._begun is not None else None
        self._wishes = sorted(keys, key=lambda key: key != begun)
        self._pauses.start()

    def recolour(self, colours: Colours) -> None:
        """Use these colours from now on; tiles drawn before keep theirs until they are wished for again."""
        self._colours = colours
        self._version += 1

    def idle(self) -> bool:
        """Whether nothing is left to draw."""
        return not self._wishes

    def stop(self) -> None:
        """Draw no more."""
        self._pauses.stop()
        self._wishes = []
        self._drop()

    def _drop(self) -> None:
        if self._begun is not None:
            self._begun[1].close()
            self._begun = None

    @Slot()
    def _go_on(self) -> None:
        until = time.perf_counter() + BUDGET_S
        while self._wishes and time.perf_counter() < until:
            self._draw_some(self._wishes[0])
        if not self._wishes:
            self._pauses.stop()

    def _draw_some(self, key: Key) -> None:
        """One part of a tile; of one that is kept only the colours are made anew."""
        old = self._store.get(key)
        if old is not None:
            self._put(key, old.runs, old.lines)
            return
        if self._begun is None or self._begun[0] != key:
            self._drop()
            self._begun = (key, self._painter.draw(key))
        try:
            next(self._begun[1])
        except StopIteration as ended:
            self._begun = None
            self._put(key, *ended.value)

    def _put(self, key: Key, runs: Runs, lines: QImage) -> None:
        self._wishes = [other for other in self._wishes if other != key]
        self._store.put(key, coloured(runs, lines, self._colours, self._version))
        self.drawn.emit()
