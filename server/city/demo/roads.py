"""The main roads: given lines, drawn across every face that they pass right through."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from server.city.demo.mesh import Mesh

_SNAP = 60_000  # mm: a crossing this near to another one becomes the same crossing
_OVERSHOOT = 400_000  # mm: a road may be drawn this much beyond the road at which it ends
Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Line:
    """A road on the mesh: its names, class, and paths of vertices."""

    name: str
    name_en: str
    klass: str
    paths: list[list[int]]


@dataclass(frozen=True, slots=True)
class _Meeting:
    """The road meets a ring: how far along the road (segment, position), where on the ring, and the point itself."""

    along: tuple[int, int]
    edge: int
    point: Point


def draw(mesh: Mesh, points: Sequence[Point]) -> list[list[int]]:
    """Cut every face that the line enters and leaves. An end inside a face is left off: roads end at roads.

    Returns:
        The paths of the road, each an unbroken run of vertices, in the order of the line.
    """
    pieces: dict[tuple[int, ...], tuple[int, int]] = {}  # path -> how far along the road it begins
    todo = list(range(len(mesh.rings)))
    while todo:
        face = todo.pop()
        before = list(mesh.rings[face])
        meetings = _meetings(mesh, before, points)
        if _inside(mesh, before, points[0]):
            meetings = meetings[1:]
        for enter, leave in zip(meetings[::2], meetings[1::2], strict=False):
            path, new = _cross_face(mesh, face, points, enter, leave)
            pieces.setdefault(tuple(path), enter.along)
            if mesh.rings[face] != before:  # look again: the road may cross what is left of the face once more
                todo += [face] if new < 0 else [face, new] if len(meetings) > 2 else []
                break
    return _joined([(along, list(path)) for path, along in pieces.items()])


def hangs(mesh: Mesh, points: Sequence[Point]) -> bool:
    """Whether an end of the line stands far inside a face, with no road near enough to end at."""
    for end in (points, points[::-1]):
        for ring in mesh.rings:
            if _inside(mesh, ring, end[0]):
                meetings = _meetings(mesh, ring, end)
                if not meetings or _far(meetings[0].point, end[0]) > _OVERSHOOT**2:
                    return True
    return False


def _far(a: Point, b: Point) -> int:
    return (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2


def _meetings(mesh: Mesh, ring: list[int], points: Sequence[Point]) -> list[_Meeting]:
    found = []
    place = [(mesh.x[v], mesh.y[v]) for v in ring]
    for s, (p, q) in enumerate(pairwise(points)):
        sides = [(q[0] - p[0]) * (y - p[1]) - (q[1] - p[1]) * (x - p[0]) for x, y in place]
        for k, a in enumerate(place):
            b, here, there = place[(k + 1) % len(place)], sides[k], sides[(k + 1) % len(place)]
            if (here >= 0) != (there >= 0) and _passes(a, b, p, q):
                at = a[0] + (b[0] - a[0]) * here // (here - there), a[1] + (b[1] - a[1]) * here // (here - there)
                far = (at[0] - p[0]) * (q[0] - p[0]) + (at[1] - p[1]) * (q[1] - p[1])
                found.append(_Meeting((s, far), k, at))
    return sorted(found, key=lambda meeting: meeting.along)


def _passes(a: Point, b: Point, p: Point, q: Point) -> bool:
    first = (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])
    second = (b[0] - a[0]) * (q[1] - a[1]) - (b[1] - a[1]) * (q[0] - a[0])
    return (first >= 0) != (second >= 0)


def contains(place: Sequence[Point], point: Point) -> bool:
    """The even-odd rule, in integers."""
    inside = False
    for (ax, ay), (bx, by) in zip(place, [*place[1:], place[0]], strict=True):
        if (ay > point[1]) != (by > point[1]):
            side = (bx - ax) * (point[1] - ay) - (point[0] - ax) * (by - ay)
            inside ^= (side > 0) == (by > ay) and side != 0
    return inside


def _inside(mesh: Mesh, ring: list[int], point: Point) -> bool:
    return contains([(mesh.x[v], mesh.y[v]) for v in ring], point)


def _cross_face(
    mesh: Mesh, face: int, points: Sequence[Point], enter: _Meeting, leave: _Meeting
) -> tuple[list[int], int]:
    ring = list(mesh.rings[face])
    start, end = _vertex(mesh, ring, enter), _vertex(mesh, ring, leave)
    ring = mesh.rings[face]
    apart = (ring.index(end) - ring.index(start)) % len(ring)
    if apart in {0, 1, len(ring) - 1}:  # along an edge that is there already
        return [start, end], -1
    ends = [(mesh.x[v], mesh.y[v]) for v in (start, end)]
    bends = [points[k] for k in range(enter.along[0] + 1, leave.along[0] + 1)]
    kept = [point for point in bends if min(_far(point, other) for other in ends) > _SNAP**2]
    path = [start, *(mesh.add(*point) for point in kept), end]
    return path, mesh.split(face, path)


def _vertex(mesh: Mesh, ring: list[int], meeting: _Meeting) -> int:
    """The vertex for a meeting: one that stands near, or a new one on both sides of the edge."""
    a, b = ring[meeting.edge], ring[(meeting.edge + 1) % len(ring)]
    x, y = meeting.point
    away = {v: _far((mesh.x[v], mesh.y[v]), meeting.point) for v in (a, b)}
    near = min(away, key=lambda v: (away[v], v))
    return near if away[near] < _SNAP**2 else mesh.divide(a, b, x, y)


def _joined(pieces: list[tuple[tuple[int, int], list[int]]]) -> list[list[int]]:
    paths: list[list[int]] = []
    for _, piece in sorted(pieces):
        if paths and paths[-1][-1] == piece[0]:
            paths[-1] += piece[1:]
        elif piece[0] != piece[-1]:
            paths.append(piece)
    return paths
