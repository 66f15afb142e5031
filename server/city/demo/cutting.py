"""One straight or slightly bent cut through a face, from border to border, and the reasons for which it is refused."""

from dataclasses import dataclass
from itertools import pairwise
from math import isqrt

from server.city.demo.mesh import Mesh

FEWEST, MOST = 4, 12  # vertices of a unit grid
_LEAST_PART = 30  # per cent of the face that each part keeps


@dataclass(frozen=True, slots=True)
class Rules:
    """What a cut has to keep: `snap` mm to an existing vertex, and in faces below `small` (twice mm²) 12 vertices."""

    snap: int
    small: int


@dataclass(frozen=True, slots=True)
class _End:
    """Where a cut meets the ring: at vertex `at` of the ring, or at (x, y) on the edge that starts there."""

    at: int
    x: int
    y: int
    new: bool


class Cutter:
    """Cuts faces of one mesh."""

    def __init__(self, mesh: Mesh, rules: Rules) -> None:
        self._mesh, self._rules = mesh, rules

    def cut(self, face: int, normal: tuple[int, int], per_mille: int, bend: int) -> tuple[int, list[int]] | None:
        """Cut the face at `per_mille` of its extent along `normal`; `bend` moves the middle of the path (per mille).

        Returns:
            The new face and the path, or None when the cut would break a rule.
        """
        mesh, ring = self._mesh, self._mesh.rings[face]
        across = [mesh.x[v] * normal[0] + mesh.y[v] * normal[1] for v in ring]
        low, high = min(across), max(across)
        level = low + (high - low) * per_mille // 1000
        ends = self._ends(ring, [value - level for value in across])
        if ends is None:
            return None
        points = [(ends[0].x, ends[0].y), (ends[1].x, ends[1].y)]
        if bend:
            points.insert(1, _bent(points, bend))
        if not self._allowed(ring, ends, points):
            return None
        return self._carry_out(face, ends, points)

    def _ends(self, ring: list[int], side: list[int]) -> tuple[_End, _End] | None:
        count = len(ring)
        at = [k for k in range(count) if (side[k] >= 0) != (side[(k + 1) % count] >= 0)]
        if len(at) != 2:
            return None
        first, second = (self._end(ring, k, side[k], side[(k + 1) % count]) for k in at)
        if first is None or second is None:
            return None
        return (first, second) if (first.at, first.new) <= (second.at, second.new) else (second, first)

    def _end(self, ring: list[int], k: int, here: int, there: int) -> _End | None:
        x, y = self._mesh.x, self._mesh.y
        a, b = ring[k], ring[(k + 1) % len(ring)]
        px = x[a] + (x[b] - x[a]) * here // (here - there)
        py = y[a] + (y[b] - y[a]) * here // (here - there)
        to_a, to_b = (px - x[a]) ** 2 + (py - y[a]) ** 2, (px - x[b]) ** 2 + (py - y[b]) ** 2
        near, vertex = (k, a) if to_a <= to_b else ((k + 1) % len(ring), b)
        if min(to_a, to_b) < self._rules.snap**2:
            return _End(near, x[vertex], y[vertex], False)
        return None if self._full(self._mesh.neighbour(a, b)) else _End(k, px, py, True)

    def _full(self, face: int) -> bool:
        """A small neighbour with all the vertices that it may have takes no more."""
        if face < 0 or len(self._mesh.rings[face]) < MOST:
            return False
        return self._mesh.area2(self._mesh.rings[face]) < self._rules.small

    def _allowed(self, ring: list[int], ends: tuple[_End, _End], points: list[tuple[int, int]]) -> bool:
        first, second = self._parts(ring, ends, points)
        if not (len(first) >= FEWEST and len(second) >= FEWEST):
            return False
        one, other = _area2(first), _area2(second)
        whole = one + other
        if min(one, other) * 100 < whole * _LEAST_PART:
            return False
        if any(area < self._rules.small and len(part) > MOST for area, part in ((one, first), (other, second))):
            return False
        return self._clear(ring, ends, points)

    def _parts(
        self, ring: list[int], ends: tuple[_End, _End], points: list[tuple[int, int]]
    ) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
        place = [(self._mesh.x[v], self._mesh.y[v]) for v in ring]
        i, j = ends[0].at, ends[1].at
        first = place[i + 1 : j + (1 if ends[1].new else 0)]
        second = place[j + 1 :] + place[: i + (1 if ends[0].new else 0)]
        return [*first, *points[::-1]], [*second, *points]

    def _clear(self, ring: list[int], ends: tuple[_End, _End], points: list[tuple[int, int]]) -> bool:
        """The path meets no edge of the ring but at its ends."""
        place = [(self._mesh.x[v], self._mesh.y[v]) for v in ring]
        own = {point for end, point in zip(ends, (points[0], points[-1]), strict=True) if not end.new}
        on = {end.at for end in ends if end.new}
        for k, a in enumerate(place):
            b = place[(k + 1) % len(place)]
            if k in on or a in own or b in own:
                continue
            if any(_cross(a, b, p, q) for p, q in pairwise(points)):
                return False
        return True

    def _carry_out(self, face: int, ends: tuple[_End, _End], points: list[tuple[int, int]]) -> tuple[int, list[int]]:
        ring = list(self._mesh.rings[face])
        path = [self._vertex(ring, ends[0]), self._vertex(ring, ends[1])]
        if len(points) == 3:
            path.insert(1, self._mesh.add(*points[1]))
        return self._mesh.split(face, path), path

    def _vertex(self, ring: list[int], end: _End) -> int:
        if not end.new:
            return ring[end.at]
        return self._mesh.divide(ring[end.at], ring[(end.at + 1) % len(ring)], end.x, end.y)


def _bent(points: list[tuple[int, int]], per_mille: int) -> tuple[int, int]:
    (ax, ay), (bx, by) = points
    return (ax + bx) // 2 - (by - ay) * per_mille // 1000, (ay + by) // 2 + (bx - ax) * per_mille // 1000


def _area2(points: list[tuple[int, int]]) -> int:
    total, (bx, by) = 0, points[-1]
    for x, y in points:
        total += bx * y - x * by
        bx, by = x, y
    return total


def _side(a: tuple[int, int], b: tuple[int, int], p: tuple[int, int]) -> bool:
    return (b[0] - a[0]) * (p[1] - a[1]) - (p[0] - a[0]) * (b[1] - a[1]) >= 0


def _cross(a: tuple[int, int], b: tuple[int, int], p: tuple[int, int], q: tuple[int, int]) -> bool:
    return _side(a, b, p) != _side(a, b, q) and _side(p, q, a) != _side(p, q, b)


def unit_vector(x: int, y: int) -> tuple[int, int]:
    """The direction as a vector of about 4,096 units."""
    length = isqrt(x * x + y * y)
    return x * 4096 // length, y * 4096 // length
