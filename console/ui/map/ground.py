"""The ground of the map: tiles farther out, polygons close in, and something coarser while a tile is being drawn."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, QRectF, Signal, Slot
from PySide6.QtGui import QColor, QPainter

from console.ui.look.tokens import Tokens
from console.ui.map.camera import Box, Camera, level_of, level_to_fit, scale_of
from console.ui.map.choropleth import colours
from console.ui.map.linework import Linework
from console.ui.map.live import LiveMap
from console.ui.map.plan import Plan
from console.ui.map.raster import Raster
from console.ui.map.tile_drawer import TileDrawer
from console.ui.map.tiles import SIZE, Key, Tile, TileStore, keys_in

LIVE_BELOW = 1.2
"""Metres per px below which the map is drawn live."""
OVERVIEW_PX = 900
MANY_CHANGES = 2000


class Ground(QObject):
    """Paints the grids in the colours of their steps, with all lines. `ready` says that something new can be shown."""

    ready = Signal()

    def __init__(self, plan: Plan, linework: Linework, raster: Raster, tokens: Tokens, ratio: float) -> None:
        super().__init__()
        self._plan, self._tokens, self._ratio = plan, tokens, ratio
        self._steps = np.zeros(plan.n_grids, np.uint8)
        self._live = LiveMap(plan, linework, tokens)
        self.store = TileStore()
        self._overview = keys_in(plan.extent, level_to_fit(plan.extent, OVERVIEW_PX, OVERVIEW_PX))
        self.store.pin(self._overview)
        self._last: list[Key] = []
        self.drawer = TileDrawer(raster, linework, self.store, colours(self._steps, tokens), ratio)
        self.drawer.drawn.connect(self._on_drawn)
        self.drawer.wish(self._overview)

    @Slot()
    def _on_drawn(self) -> None:
        self.ready.emit()

    def stop(self) -> None:
        """Draw no more."""
        self.drawer.stop()

    def show_steps(self, steps: npt.NDArray[np.uint8]) -> None:
        """Colour the grids by these steps, 0 to 4 per grid."""
        changed = np.flatnonzero(steps != self._steps)
        if not len(changed):
            return
        self._steps = steps
        self.drawer.recolour(colours(steps, self._tokens))
        self.store.mark_stale(self._plan.boxes[changed] if len(changed) < MANY_CHANGES else None)
        self.ready.emit()

    def paint(self, painter: QPainter, camera: Camera) -> None:
        """Fill the screen. What is missing or old is wished for; what is there is shown meanwhile."""
        if camera.mpp < LIVE_BELOW:
            self._live.paint(painter, camera, self._steps)
        else:
            self._paint_tiles(painter, camera)

    def _paint_tiles(self, painter: QPainter, camera: Camera) -> None:
        keys = keys_in(_seen(camera), level_of(camera.mpp / self._ratio))
        self.store.make_room(len(keys) + len(self._overview))
        found = [(key, self.store.get(key)) for key in keys]
        missing = [key for key, tile in found if tile is None]
        if missing:
            self._paint_behind(painter, camera)
        else:
            self._last = keys
        for key, tile in found:
            if tile is not None:
                _blit(painter, camera, key, tile)
        self._wish(missing + self.store.stale(keys))

    def _wish(self, keys: list[Key]) -> None:
        overview = [key for key in self._overview if self.store.get(key) is None]
        if wishes := overview + keys:
            self.drawer.wish(wishes)

    def _paint_behind(self, painter: QPainter, camera: Camera) -> None:
        painter.fillRect(0, 0, camera.width, camera.height, QColor(self._tokens.map_bg))
        for key in self._overview + self._last:
            if (tile := self.store.get(key)) is not None:
                _blit(painter, camera, key, tile)


def _seen(camera: Camera) -> Box:
    """The box of the screen by its whole px."""
    west, north = camera.to_plane(0, 0)
    east, south = camera.to_plane(camera.width - 1e-6, camera.height - 1e-6)
    return (west, south, east, north)


def _blit(painter: QPainter, camera: Camera, key: Key, tile: Tile) -> None:
    """Copy what the screen shows of a tile; at the screen's own scale px by px, else stretched."""
    west, south, east, north = key.box
    seen = _seen(camera)
    west, south, east, north = max(west, seen[0]), max(south, seen[1]), min(east, seen[2]), min(north, seen[3])
    if west >= east or south >= north:
        return
    mpp, (left, top) = scale_of(key.level), key.box[0::3]
    source = QRectF((west - left) / mpp, (top - north) / mpp, (east - west) / mpp, (north - south) / mpp)
    if key.level == camera.level:
        x, y = camera.to_screen(left, top)
        painter.drawImage(round(x), round(y), tile.image, 0, 0, SIZE, SIZE)
        return
    x0, y0 = camera.to_screen(west, north)
    x1, y1 = camera.to_screen(east, south)
    painter.drawImage(QRectF(x0, y0, x1 - x0, y1 - y0), tile.image, source)
