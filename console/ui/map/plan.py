"""The city as flat arrays in metres, made once from its `Grids` and then only read."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np

from console.ui.map.camera import Box
from rules.grid import Grids
from rules.grid.values import Floats, Ints


class RoadLine(NamedTuple):
    """One line of a road, points (n, 2) in metres; names are empty where nobody named it."""

    name: str
    name_en: str
    klass: str
    points: Floats


class Place(NamedTuple):
    """A district's name and where it stands, in metres."""

    name: str
    name_en: str
    x: float
    y: float


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """Everything to draw, in metres of the city's plane (x east, y north).

    `vertices` (V, 2); `ring_offsets`, `grid_rings` as in `rules.grid`; `boxes` (N, 4) of each grid. `ends` (M, 4)
    are the unique edges a→b with the grids at their `left` and `right` (-1 = outside) and their `kind` (`EdgeKind`).
    """

    vertices: Floats
    ring_offsets: Ints
    grid_rings: Ints
    boxes: Floats
    ends: Floats
    left: Ints
    right: Ints
    kind: Ints
    duty: Ints
    roads: tuple[RoadLine, ...]
    districts: tuple[Place, ...]
    extent: Box

    @property
    def n_grids(self) -> int:
        """How many unit grids there are."""
        return len(self.boxes)

    def vertices_of(self, grid: int) -> list[Floats]:
        """The rings of one grid."""
        first, end = self.grid_rings[grid : grid + 2].tolist()
        return [self.vertices[self.ring_offsets[r] : self.ring_offsets[r + 1]] for r in range(first, end)]

    def within(self, box: Box) -> Ints:
        """The grids whose own box touches this one."""
        west, south, east, north = self.boxes.T
        return np.flatnonzero((east > box[0]) & (west < box[2]) & (north > box[1]) & (south < box[3])).astype(np.int32)


def plan_of(grids: Grids) -> Plan:
    """The plan of a city. Takes some tens of ms for 38,515 grids: not for the GUI thread."""
    vertices = grids.plane.flat(grids.xy.astype(np.int64))
    boxes = _boxes(vertices, grids.ring_offsets[grids.grid_rings[:-1]])
    edges = grids.edges
    return Plan(
        vertices=vertices,
        ring_offsets=grids.ring_offsets,
        grid_rings=grids.grid_rings,
        boxes=boxes,
        ends=np.hstack([vertices[edges.a], vertices[edges.b]]),
        left=edges.left,
        right=edges.right,
        kind=edges.kind.astype(np.int32),
        duty=grids.duty,
        roads=_roads(grids),
        districts=_districts(grids, boxes),
        extent=(*boxes[:, :2].min(axis=0).tolist(), *boxes[:, 2:].max(axis=0).tolist()),
    )


def _roads(grids: Grids) -> tuple[RoadLine, ...]:
    """All lines at once: there are thousands, of few points each."""
    if not grids.roads:
        return ()
    points = grids.plane.flat(np.concatenate([road.points for road in grids.roads]).astype(np.int64))
    starts = accumulate((len(road.points) for road in grids.roads), initial=0)
    return tuple(
        RoadLine(road.name, road.name_en or road.name, road.klass, points[start:end])
        for road, (start, end) in zip(grids.roads, pairwise(starts), strict=True)
    )


def _boxes(vertices: Floats, starts: Ints) -> Floats:
    low, high = np.minimum.reduceat(vertices, starts), np.maximum.reduceat(vertices, starts)
    return np.ascontiguousarray(np.hstack([low, high]))


def _districts(grids: Grids, boxes: Floats) -> tuple[Place, ...]:
    """Each district's name at the middle of that of its grids that lies nearest to its centre of area."""
    centres = (boxes[:, :2] + boxes[:, 2:]) / 2
    areas = np.prod(boxes[:, 2:] - boxes[:, :2], axis=1)
    places = []
    for number, named in enumerate(grids.districts):
        own = np.flatnonzero(grids.district == number)
        if len(own):
            middle = np.average(centres[own], axis=0, weights=areas[own])
            x, y = centres[own[np.argmin(((centres[own] - middle) ** 2).sum(axis=1))]].tolist()
            places.append(Place(named.name, named.name_en or named.name, x, y))
    return tuple(places)
