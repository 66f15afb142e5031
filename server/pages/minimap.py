"""A small map as inline SVG: the grid of a case, its neighbours, the roads, and the point; north is up."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from rules.case import Case
from rules.grid import Grids, Road

HALF_X, HALF_Y = 260.0, 160.0  # metres shown on each side of the point
WIDE = 1.6  # what lies further out than this many times the window is left out
BESIDE = 12.0  # metres from a road to its name
WIDTHS = {"ring": 16, "main": 13, "secondary": 9, "branch": 6}


@dataclass(frozen=True, slots=True)
class Line:
    """A road: points of a polyline, its width in metres, and where its name stands (None = outside)."""

    points: str
    width: int
    name: str
    label: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class MiniMap:
    """All in metres from the point, x east and y south, as SVG wants it."""

    own: str
    others: tuple[str, ...]
    roads: tuple[Line, ...]
    half_x: float = HALF_X
    half_y: float = HALF_Y


def minimap(case: Case, grids: Grids | None, language: str) -> MiniMap | None:
    """The map around a case; None without geometry or without a point."""
    if grids is None or not case.located:
        return None
    at = grids.metres(case.lon, case.lat)
    near = _near(grids, at)
    own = [g for g in near if grids.codes[g] == case.unit_grid]
    others = tuple(_path(grids, g, at) for g in near if g not in own)
    roads = (_line(grids, road, at, language) for road in grids.roads)
    return MiniMap("".join(_path(grids, g, at) for g in own), others, _named_once(road for road in roads if road))


def _near(grids: Grids, at: tuple[float, float]) -> list[int]:
    """The grids whose middle lies in the wider window."""
    x, y = grids.metres(grids.points[:, 0], grids.points[:, 1])
    inside = (abs(x - at[0]) < HALF_X * WIDE) & (abs(y - at[1]) < HALF_Y * WIDE)
    found: list[int] = inside.nonzero()[0].tolist()
    return found


def _path(grids: Grids, grid: int, at: tuple[float, float]) -> str:
    return "".join(f"M{_points(grids, ring.tolist(), at)}z" for ring in grids.rings(grid))


def _points(grids: Grids, ring: list[list[int]], at: tuple[float, float]) -> str:
    return " ".join(f"{x - at[0]:.0f},{at[1] - y:.0f}" for x, y in (grids.metres(*point) for point in ring))


def _line(grids: Grids, road: Road, at: tuple[float, float], language: str) -> Line | None:
    """The part of a road that crosses the wider window, with one more point at each end."""
    seen = [(x - at[0], at[1] - y) for x, y in (grids.metres(*point) for point in _around(grids, road, at))]
    if not seen:
        return None
    inside = [p for p in _filled_in(seen) if abs(p[0]) < HALF_X * 0.8 and abs(p[1]) < HALF_Y * 0.85]
    if not inside and not any(abs(x) < HALF_X * WIDE and abs(y) < HALF_Y * WIDE for x, y in seen):
        return None
    points = " ".join(f"{x:.0f},{y:.0f}" for x, y in seen)
    name = road.name_en if language == "en" and road.name_en else road.name
    label = inside[len(inside) // 4] if inside and name else None
    return Line(points, WIDTHS.get(road.klass, 6), name, (label[0], label[1] - BESIDE) if label else None)


def _around(grids: Grids, road: Road, at: tuple[float, float]) -> list[list[int]]:
    """The vertices of the stretch that comes near the point, from one before it to one after it."""
    lon, lat = grids.degrees(*at)
    west, south = grids.degrees(at[0] - HALF_X * WIDE, at[1] - HALF_Y * WIDE)
    points: list[list[int]] = road.points.tolist()
    reach_x, reach_y = lon - west, lat - south
    hits = [
        n
        for n, (one, two) in enumerate(pairwise(points))
        if _meets(one[0] - lon, two[0] - lon, reach_x) and _meets(one[1] - lat, two[1] - lat, reach_y)
    ]
    return points[hits[0] : hits[-1] + 2] if hits else []


def _meets(one: float, two: float, reach: float) -> bool:
    """Whether the stretch from one to two touches [-reach, reach] on this axis."""
    return min(one, two) <= reach and max(one, two) >= -reach


def _filled_in(line: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Points every few metres, so that a name finds a place on a long straight stretch."""
    found = []
    for (x, y), (u, v) in pairwise(line):
        steps = max(1, int(max(abs(u - x), abs(v - y)) // 20))
        found += [(x + (u - x) * n / steps, y + (v - y) * n / steps) for n in range(steps + 1)]
    return found


def _named_once(roads: Iterable[Line]) -> tuple[Line, ...]:
    named: set[str] = set()
    found = []
    for road in roads:
        keep = road.label if road.name not in named else None
        if keep:
            named.add(road.name)
        found.append(Line(road.points, road.width, road.name, keep))
    return tuple(found)
