"""The partition as a graph: unique edges with the grid on either side, and the rings around any set of grids."""

import math
from collections import defaultdict
from dataclasses import replace
from itertools import pairwise

import numpy as np

from rules.grid.values import EdgeKind, Edges, Flags, Ints, Longs, Shapes


def ring_grid(shapes: Shapes) -> Ints:
    """The grid that each ring belongs to."""
    return np.repeat(np.arange(len(shapes.grid_rings) - 1, dtype=np.int32), np.diff(shapes.grid_rings))


def directed(shapes: Shapes) -> tuple[Ints, Ints, Ints]:
    """All directed edges: start and end as numbers of the first equal vertex in `xy`, and the grid on the left."""
    lengths = np.diff(shapes.ring_offsets)
    following = np.arange(1, len(shapes.xy) + 1)
    following[shapes.ring_offsets[1:] - 1] = shapes.ring_offsets[:-1]
    key = (shapes.xy[:, 0].astype(np.int64) << 32) + shapes.xy[:, 1]
    _, first, inverse = np.unique(key, return_index=True, return_inverse=True)
    same = first.astype(np.int32)[inverse]
    return same, same[following], np.repeat(ring_grid(shapes), lengths)


def unique_edges(shapes: Shapes) -> Edges:
    """Pair each directed edge with its reverse; what has no partner has -1 on its right. Kinds are not yet known."""
    start, end, grid = directed(shapes)
    key = (np.minimum(start, end).astype(np.int64) << 32) + np.maximum(start, end)
    forward = start < end
    keys, inverse = np.unique(key, return_inverse=True)
    left, right = (np.full(len(keys), -1, np.int32) for _ in range(2))
    left[inverse[forward]] = grid[forward]
    right[inverse[~forward]] = grid[~forward]
    a, b = (keys >> 32).astype(np.int32), (keys & 0xFFFFFFFF).astype(np.int32)
    turn = left < 0  # only the backward edge exists: turn it, so that the left side is always a grid
    a[turn], b[turn] = b[turn], a[turn].copy()
    left[turn], right[turn] = right[turn], -1
    return Edges(a, b, left, right, np.full(len(keys), EdgeKind.UNIT, np.uint8))


def with_kinds(edges: Edges, beyond: Ints, duty: Ints, district: Ints) -> Edges:
    """What each edge parts, given the grid beyond it (-1 = outside the city)."""
    kind = edges.kind.copy()
    kind[duty[edges.left] != duty[beyond]] = EdgeKind.DUTY
    kind[district[edges.left] != district[beyond]] = EdgeKind.DISTRICT
    kind[beyond < 0] = EdgeKind.OUTLINE
    return replace(edges, kind=kind)


def rings_around(shapes: Shapes, edges: Edges, inside: Flags) -> tuple[Ints, ...]:
    """The closed rings around the chosen grids, area on the left; rings that touch in a point stay apart."""
    return rings_by_label(shapes, edges, np.where(inside, 0, -1).astype(np.int32), 1)[0]


def rings_by_label(shapes: Shapes, edges: Edges, label: Ints, count: int) -> list[tuple[Ints, ...]]:
    """As `rings_around`, for all labels 0 … count-1 of a column at once; -1 = none."""
    sides = np.append(label, -1)  # index -1 = outside the city
    left, right = sides[edges.left], sides[edges.right]
    border = left != right
    owner = np.concatenate([left[border], right[border]])
    start = np.concatenate([edges.a[border], edges.b[border]])
    end = np.concatenate([edges.b[border], edges.a[border]])
    order = np.argsort(owner, kind="stable")
    cuts = np.searchsorted(owner[order], np.arange(count + 1))
    xy = shapes.xy.astype(np.int64)
    found = []
    for first, last in pairwise(cuts.tolist()):
        own = order[first:last]
        found.append(tuple(shapes.xy[ring] for ring in _chain(xy, start[own], end[own])))
    return found


def _chain(xy: Longs, start: Ints, end: Ints) -> list[list[int]]:
    ways: defaultdict[int, list[int]] = defaultdict(list)
    for a, b in zip(start.tolist(), end.tolist(), strict=True):
        ways[a].append(b)
    rings = []
    for first in sorted(ways):
        while ways[first]:
            ring = [first, ways[first].pop(0)]
            while ring[-1] != first:
                ring.append(_next(xy, ring[-2], ring[-1], ways[ring[-1]]))
            rings.append(ring[:-1])
    return rings


def _next(xy: Longs, before: int, here: int, ways: list[int]) -> int:
    """Take the first way clockwise from where we came: it stays at the same piece of the area."""
    if len(ways) == 1:
        return ways.pop()
    back = _angle(xy, here, before)
    choice = max(ways, key=lambda way: (_angle(xy, here, way) - back) % (2 * math.pi))
    ways.remove(choice)
    return choice


def _angle(xy: Longs, here: int, there: int) -> float:
    dx, dy = (xy[there] - xy[here]).tolist()
    return math.atan2(dy, dx)
