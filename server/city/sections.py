"""The ground along a section of a road: from its crossing with one road to that with another, along its own lines."""

from collections.abc import Iterator, Mapping, Sequence
from heapq import heappop, heappush
from itertools import pairwise

from rules.duties import Ring
from rules.grid import Grids
from rules.grid.corridors import along
from server.city.table import Row

Point = tuple[int, int]


def section_rings(row: Row, grids: Grids, road: str, ends: tuple[str, str], metres: float) -> tuple[Ring, ...]:
    """The ground nearer than so many metres; what is no road, no crossing or no way between is refused."""
    ways = _ways(grids, road)
    if not ways:
        row.refuse("road", "unknown_road", given=road)
        return ()
    found = [_crossing(row, field, grids, road, end) for field, end in zip(("from", "to"), ends, strict=True)]
    first, last = found
    if first is None or last is None:
        return ()
    line = _between(ways, first, last, grids)
    if len(line) < 2:
        row.refuse("to", "section_apart", given=ends[1], other=ends[0], road=road)
        return ()
    return along(line, grids.plane, metres)


def _crossing(row: Row, field: str, grids: Grids, road: str, end: str) -> Point | None:
    found = grids.crossing(road, end)
    if found is None:
        row.refuse(field, "no_crossing", given=end, road=road)
    return found


def _ways(grids: Grids, road: str) -> dict[Point, set[Point]]:
    """Each vertex of the lines of a road with its neighbours."""
    ways: dict[Point, set[Point]] = {}
    for each in grids.roads:
        points = [(lon, lat) for lon, lat in each.points.tolist()] if each.name == road else []
        for one, other in pairwise(points):
            ways.setdefault(one, set()).add(other)
            ways.setdefault(other, set()).add(one)
    return ways


def _between(ways: Mapping[Point, set[Point]], first: Point, last: Point, grids: Grids) -> Sequence[Point]:
    """The shortest way along the road; none where its lines do not join."""
    came: dict[Point, Point] = {}
    waiting: list[tuple[float, Point, Point]] = [(0.0, first, first)]
    while waiting:
        metres, at, before = heappop(waiting)
        if at in came:
            continue
        came[at] = before
        if at == last:
            return tuple(_back(came, last))[::-1]
        for beside in ways.get(at, ()):
            if beside not in came:
                heappush(waiting, (metres + _metres(at, beside, grids), beside, at))
    return ()


def _back(came: Mapping[Point, Point], at: Point) -> Iterator[Point]:
    yield at
    while came[at] != at:
        at = came[at]
        yield at


def _metres(one: Point, other: Point, grids: Grids) -> float:
    (x, y), (u, v) = grids.plane.metres(*one), grids.plane.metres(*other)
    return float(((x - u) ** 2 + (y - v) ** 2) ** 0.5)
