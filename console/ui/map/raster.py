"""Which grid lies under each pixel: a rasteriser for a partition of the plane, exact at pixel centres.

Unit grids leave no gap, so along a line of pixels the grid changes only where the line crosses an edge. All crossings
are computed at once, the right-most one left of each pixel decides, and a line is kept as runs (grid, length). To
colour a tile anew is then one look-up per run; no geometry is touched.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from console.ui.map.plan import Plan
from rules.grid.values import Floats, Ints

OUTSIDE = 0
"""The id of what lies outside every grid; grid g has the id g + 1."""

ID_BITS = np.uint64(22)
ORDER_STEPS = 2.0**40
BAND = 128
"""Rows that are computed at once: a whole tile of a large city takes longer than an event should wait."""
NUDGE = 3.1415926e-7
"""Rows are sampled this share of a pixel above their centre, so that none runs exactly through a vertex."""
SLIVER_M = 0.02
"""Neighbours whose borders do not share their vertices overlap by up to the rounding of coordinates: a grid is left for
the outside this much earlier, so that its neighbour's begin, not its own end, decides."""

Keys = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True, eq=False)
class Runs:
    """Rows of pixels: ids and lengths of runs, row after row; each is `size` pixels and one id of 0 behind them."""

    size: int
    ids: npt.NDArray[np.uint32]
    lengths: Ints

    @property
    def nbytes(self) -> int:
        """Memory that the runs take."""
        return self.ids.nbytes + self.lengths.nbytes

    def coloured(self, colours: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
        """The colour of each pixel, (rows, size + 1); the last column means nothing. `colours` is indexed by id."""
        return np.repeat(colours[self.ids], self.lengths).reshape(-1, self.size + 1)

    def grids(self) -> npt.NDArray[np.int64]:
        """The id of each pixel, (rows, size)."""
        return np.repeat(self.ids.astype(np.int64), self.lengths).reshape(-1, self.size + 1)[:, : self.size]


def joined(bands: list[Runs]) -> Runs:
    """Bands below each other as one."""
    ids, lengths = (np.concatenate([getattr(band, name) for band in bands]) for name in ("ids", "lengths"))
    return Runs(bands[0].size, ids, lengths)


class _Edges(NamedTuple):
    """Edges that are not level, seen upwards and ordered by their lower end; `id` is what one enters at the right."""

    x0: Floats
    y0: Floats
    x1: Floats
    y1: Floats
    slope: Floats
    id: Keys
    tallest: float


class Raster:
    """The edges of a plan, ordered so that those of a tile are found at once: by `prepare`, or with the first tile."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan

    def prepare(self) -> None:
        """Order the edges; some tens of ms for a large city, on any thread."""
        _ = self._edges

    @cached_property
    def _edges(self) -> _Edges:
        plan = self._plan
        sloped = plan.ends[:, 1] != plan.ends[:, 3]
        ends, left, right = plan.ends[sloped], plan.left[sloped], plan.right[sloped]
        down = ends[:, 3] < ends[:, 1]
        # Seen upwards, the grid at the right of the edge begins where a line from the left crosses it: on its way down
        # an edge has that grid at its left.
        upward = np.where(down[:, None], ends[:, [2, 3, 0, 1]], ends)
        entered = np.where(down, left, right).astype(np.int64) + 1
        order = np.argsort(upward[:, 1], kind="stable")
        x0, y0, x1, y1 = np.ascontiguousarray(upward[order].T)
        slope, tallest = (x1 - x0) / (y1 - y0), float((y1 - y0).max(initial=0.0))
        return _Edges(x0, y0, x1, y1, slope, entered[order].astype(np.uint64), tallest)

    def runs(self, west: float, north: float, mpp: float, size: int) -> Runs:
        """The tile whose north-west corner is given; pixel (i, j) stands at west + (i+½)·mpp, north - (j+½)·mpp."""
        return joined(list(self.bands(west, north, mpp, size)))

    def bands(self, west: float, north: float, mpp: float, size: int) -> Iterator[Runs]:
        """The same tile in bands of at most `BAND` rows, from the north."""
        for row in range(0, size, BAND):
            yield self._band(west, north - row * mpp, mpp, size, min(BAND, size - row))

    def _band(self, west: float, north: float, mpp: float, size: int, height: int) -> Runs:
        keys = np.zeros((height, size + 1), np.uint64)
        keys[:, 0] = keys[:, size] = np.uint64(1) << ID_BITS  # outside, unless something is crossed
        rows, at, ids = self._crossings(west, north, mpp, size, height)
        _decide_first_column(keys, rows, at, ids)
        _decide_inside(keys, rows, at, ids)
        flat = keys.ravel()
        starts = np.flatnonzero(flat)
        found = (flat[starts] & ((np.uint64(1) << ID_BITS) - np.uint64(1))).astype(np.uint32)
        return Runs(size, found, np.diff(starts, append=flat.size).astype(np.int32))

    def _near(self, west: float, north: float, mpp: float, size: int, height: int) -> npt.NDArray[np.int64]:
        """The edges that may decide a pixel of the band: those that reach its rows and begin left of its end."""
        south, east, edges = north - height * mpp, west + size * mpp, self._edges
        first, end = np.searchsorted(edges.y0, [south - edges.tallest, north])
        part = slice(int(first), int(end))
        use = (edges.y1[part] > south) & (np.minimum(edges.x0[part], edges.x1[part]) < east)
        return np.flatnonzero(use) + int(first)

    def _crossings(self, west: float, north: float, mpp: float, size: int, height: int) -> tuple[Ints, Floats, Keys]:
        """Row, position in px from the centre of column 0, and id entered, of every crossing."""
        e, edges = self._near(west, north, mpp, size, height), self._edges
        y0, y1, slope = edges.y0[e], edges.y1[e], edges.slope[e]
        top = north - (0.5 - NUDGE) * mpp  # where row 0 is sampled; row j lies j·mpp below
        first = np.maximum(np.floor((top - y1) / mpp) + 1, 0).astype(np.int64)
        last = np.minimum(np.floor((top - y0) / mpp), height - 1).astype(np.int64)
        count = np.maximum(last - first + 1, 0)
        each = np.repeat(np.arange(len(e)), count)
        rows = np.arange(len(each)) - np.repeat(np.cumsum(count) - count, count) + first[each]
        at_top = (edges.x0[e] - west) / mpp + (top - y0) / mpp * slope - 0.5
        at = at_top[each] - rows * slope[each]
        ids = edges.id[e][each]
        return rows.astype(np.int32), at - (ids == OUTSIDE) * (SLIVER_M / mpp), ids


def _decide_first_column(keys: Keys, rows: Ints, at: Floats, ids: Keys) -> None:
    """Of all crossings left of a row's first pixel, exactly the nearest decides: rounding here makes a streak."""
    left = np.flatnonzero(at < 0)
    nearest = np.full(len(keys), -np.inf)
    np.maximum.at(nearest, rows[left], at[left])
    winners = left[at[left] == nearest[rows[left]]]
    keys[rows[winners], 0] = (np.uint64(1) << ID_BITS) | ids[winners]


def _decide_inside(keys: Keys, rows: Ints, at: Floats, ids: Keys) -> None:
    """Each crossing decides the first pixel right of it; of several between two pixels, the right-most."""
    width: Any = keys.shape[1]
    inside = np.flatnonzero((at >= 0) & (at <= width - 2))
    pixel = np.ceil(at[inside])
    order = ((at[inside] - pixel + 1) * ORDER_STEPS).astype(np.uint64) + np.uint64(2)
    place = rows[inside].astype(np.int64) * width + pixel.astype(np.int64)
    np.maximum.at(keys.reshape(-1), place, (order << ID_BITS) | ids[inside])
