"""Tiles: squares of the map that are drawn once and copied, and the store of those that were drawn last."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Generator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage, QPainter

from console.ui.map.camera import Box, scale_of
from console.ui.map.linework import Linework
from console.ui.map.raster import Raster, Runs, joined

SIZE = 512
CAP_BYTES = 96 << 20
Colours = npt.NDArray[np.uint32]


class Key(NamedTuple):
    """A tile's level, and its column and row from the plane's origin (rows count southwards)."""

    level: int
    column: int
    row: int

    @property
    def box(self) -> Box:
        """The part of the plane that it shows."""
        side = SIZE * scale_of(self.level)
        west, north = self.column * side, -self.row * side
        return (west, north - side, west + side, north)


@dataclass(frozen=True, slots=True, eq=False)
class Tile:
    """A drawn tile. `buffer` is the memory behind `image` and must outlive it; `version` is that of its colours."""

    runs: Runs
    lines: QImage
    buffer: Colours
    image: QImage
    version: int

    @property
    def nbytes(self) -> int:
        """Memory that it takes."""
        return self.runs.nbytes + self.lines.sizeInBytes() + self.buffer.nbytes


class Shape(NamedTuple):
    """A tile without its colours."""

    runs: Runs
    lines: QImage


class Painter:
    """Draws tiles: grids as runs to be coloured, lines to be laid over them."""

    def __init__(self, raster: Raster, linework: Linework, ratio: float) -> None:
        self._raster, self._linework, self._ratio = raster, linework, ratio

    def draw(self, key: Key) -> Generator[None, None, Shape]:
        """A tile from nothing, in parts of about a ms; `close` leaves it unfinished."""
        west, _, _, north = key.box
        mpp = scale_of(key.level)
        bands = []
        for band in self._raster.bands(west, north, mpp, SIZE):
            bands.append(band)
            yield
        lines = QImage(SIZE, SIZE, QImage.Format.Format_ARGB32_Premultiplied)
        lines.fill(0)
        painter = QPainter(lines)
        try:
            yield from self._linework.strokes(painter, key.box, (-west / mpp, north / mpp), mpp, self._ratio)
        finally:
            painter.end()
        return Shape(joined(bands), lines)


def coloured(runs: Runs, lines: QImage, colours: Colours, version: int) -> Tile:
    """A tile in these colours; no geometry is touched."""
    buffer = runs.coloured(colours)
    image = QImage(buffer.data, SIZE, SIZE, (SIZE + 1) * 4, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.drawImage(0, 0, lines)
    painter.end()
    return Tile(runs, lines, buffer, image, version)


class TileStore:
    """The tiles drawn last, by key, within a limit of memory."""

    def __init__(self, cap_bytes: int = CAP_BYTES) -> None:
        self._cap = cap_bytes
        self._tiles: OrderedDict[Key, Tile] = OrderedDict()
        self._bytes = 0
        self._stale: set[Key] = set()
        self._pinned: frozenset[Key] = frozenset()

    def get(self, key: Key) -> Tile | None:
        """A tile, which becomes the one used last."""
        if key in self._tiles:
            self._tiles.move_to_end(key)
        return self._tiles.get(key)

    def put(self, key: Key, tile: Tile) -> None:
        """Keep a tile and drop those unused for longest; never the one just put."""
        old = self._tiles.pop(key, None)
        self._bytes += tile.nbytes - (old.nbytes if old else 0)
        self._tiles[key] = tile
        self._stale.discard(key)
        self._drop_oldest()

    def _drop_oldest(self) -> None:
        for key in [key for key in list(self._tiles)[:-1] if key not in self._pinned]:
            if self._bytes <= self._cap:
                return
            self._bytes -= self._tiles.pop(key).nbytes
            self._stale.discard(key)

    def pin(self, keys: list[Key]) -> None:
        """Never drop these: they stand in for what is not drawn yet."""
        self._pinned = frozenset(keys)

    def make_room(self, tiles: int) -> None:
        """Hold at least so many tiles, whatever the limit: a screen must never drop what it shows."""
        self._cap = max(self._cap, tiles * 5 * SIZE * SIZE * 4 // 2)

    def mark_stale(self, boxes: npt.NDArray[np.float64] | None) -> None:
        """Colours changed in these boxes (n, 4), or everywhere (None)."""
        self._stale.update(key for key in self._tiles if boxes is None or _touched(key.box, boxes))

    def stale(self, keys: list[Key]) -> list[Key]:
        """Which of these tiles show old colours."""
        return [key for key in keys if key in self._stale]

    def keys(self) -> list[Key]:
        """All tiles that are kept, the one used last at the end."""
        return list(self._tiles)

    @property
    def nbytes(self) -> int:
        """Memory that all tiles take."""
        return self._bytes


def _touched(box: Box, boxes: npt.NDArray[np.float64]) -> bool:
    west, south, east, north = boxes.T
    return bool(np.any((east > box[0]) & (west < box[2]) & (north > box[1]) & (south < box[3])))


def keys_in(box: Box, level: int) -> list[Key]:
    """The tiles of a level that touch a box, row by row."""
    side = SIZE * scale_of(level)
    columns = range(math.floor(box[0] / side), math.floor(box[2] / side) + 1)
    rows = range(math.floor(-box[3] / side), math.floor(-box[1] / side) + 1)
    return [Key(level, column, row) for row in rows for column in columns]
