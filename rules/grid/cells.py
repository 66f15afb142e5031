"""Square cells over a city that tell what a point is far from, so that exact tests are made only where they decide.

See `rules.sketch` for what a cell is.
"""

from collections.abc import Iterator, Mapping

import numpy as np

from rules.grid.values import Floats, Longs
from rules.sketch import ROW, SHIFT, SIZE


def cells_along(a: Longs, b: Longs, margin: tuple[int, int] = (0, 0)) -> Mapping[int, Longs]:
    """The cells that come nearer than `margin` (units of lon, lat) to segments a→b (n, 2); cell → numbers of these.

    Some cells a little farther off are among them, none is missing.
    """
    which, low, high = _pieces(a, b)
    first = (np.floor(low).astype(np.int64) - margin) >> SHIFT
    last = (np.ceil(high).astype(np.int64) + margin) >> SHIFT
    cells: list[Longs] = []
    segments: list[Longs] = []
    for dx in range(int((last - first)[:, 0].max(initial=-1)) + 1):
        for dy in range(int((last - first)[:, 1].max(initial=-1)) + 1):
            reached = (first + np.array([dx, dy]) <= last).all(1)
            cells.append((first[reached, 0] + dx) * ROW + first[reached, 1] + dy)
            segments.append(which[reached])
    if not cells:
        return {}
    return _grouped(np.concatenate(cells), np.concatenate(segments))


def _pieces(a: Longs, b: Longs) -> tuple[Longs, Floats, Floats]:
    """Segments cut into pieces no longer than a cell: the segment of each, and its lower and upper corner."""
    count = np.abs(b - a).max(1, initial=0) // SIZE + 1
    which = np.repeat(np.arange(len(a)), count)
    part = np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count)
    step = (b - a) / count[:, None]
    start = a[which] + step[which] * part[:, None]
    end = start + step[which]
    return which, np.minimum(start, end), np.maximum(start, end)


def _grouped(cells: Longs, segments: Longs) -> Mapping[int, Longs]:
    order = np.argsort(cells, kind="stable")
    cells, segments = cells[order], segments[order]
    starts = np.flatnonzero(np.diff(cells, prepend=-1))
    return dict(zip(cells[starts].tolist(), np.split(segments, starts[1:]), strict=True))


def cells_inside(a: Longs, b: Longs) -> Iterator[int]:
    """The cells whose middle lies inside the rings that segments a→b (n, 2) make, by the even-odd rule, row by row."""
    low, high = (np.minimum(a, b).min(0) >> SHIFT).tolist(), (np.maximum(a, b).max(0) >> SHIFT).tolist()
    columns = np.arange(low[0], high[0] + 1)
    middles = columns * SIZE + SIZE // 2
    for row in range(low[1], high[1] + 1):
        lat = row * SIZE + SIZE // 2
        passing = (a[:, 1] > lat) != (b[:, 1] > lat)
        (x, y), step = a[passing].T, (b - a)[passing]
        passed = np.sort(x + (lat - y) * step[:, 0] / step[:, 1])
        inside = np.searchsorted(passed, middles) % 2 == 1
        yield from (columns[inside] * ROW + row).tolist()
