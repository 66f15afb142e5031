"""Everything on the map that is a line: seams, responsibility borders, streets by class, district borders."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from console.ui.look.tokens import Tokens
from console.ui.map.camera import Box
from console.ui.map.plan import Plan
from console.ui.map.segments import Segments, chains, draw
from rules.grid.values import EdgeKind, Floats, RoadClass

SEAMS_BELOW = 14.0
"""Metres per px from which seams between unit grids are no longer drawn."""
MARGIN_PX = 8
PIECE = 48
"""District borders are dashed in pieces of so many points, so that what is far away is not dashed at all."""


@dataclass(frozen=True, slots=True)
class Width:
    """Px of a street and of its casing, up to a scale in metres per px."""

    below: float
    street: float
    casing: float


ROAD_WIDTHS: dict[str, tuple[Width, ...]] = {
    RoadClass.BRANCH: (Width(1.5, 4.0, 5.6), Width(6, 1.4, 2.6)),
    RoadClass.SECONDARY: (Width(1.5, 7.0, 9.0), Width(6, 3.0, 4.6), Width(14, 2.2, 3.6)),
    RoadClass.MAIN: (Width(1.5, 11, 13), Width(14, 5, 7), Width(60, 1.6, 2.8)),
    RoadClass.RING: (Width(1.5, 14, 16), Width(14, 6, 8), Width(60, 2.2, 3.6)),
}
"""From the least to the greatest: the greater is drawn over the lesser."""


def road_width(klass: str, mpp: float) -> Width | None:
    """How wide a class of road is at a scale; None when it is not shown."""
    return next((width for width in ROAD_WIDTHS.get(klass, ()) if mpp < width.below), None)


class Linework:
    """The lines of one plan in one theme. Takes some ms to make, on any thread."""

    def __init__(self, plan: Plan, tokens: Tokens) -> None:
        self._plan, self._tokens = plan, tokens
        self._duty = Segments(plan.ends[plan.kind == EdgeKind.DUTY])
        self._roads = {klass: Segments(_segments_of(plan, klass)) for klass in ROAD_WIDTHS}
        self._borders = [(piece, _box(piece)) for piece in pieces(plan.ends[plan.kind >= EdgeKind.DISTRICT])]

    @cached_property
    def _seams(self) -> Segments:
        return Segments(self._plan.ends[self._plan.kind == EdgeKind.UNIT])

    def prepare(self) -> None:
        """Make ready what only a closer look shows, before somebody takes it."""
        _ = self._seams

    def paint(self, painter: QPainter, box: Box, origin: tuple[float, float], mpp: float, ratio: float = 1.0) -> None:
        """Draw all lines that touch `box` (metres); `origin` is the plane's origin on the screen."""
        for _ in self.strokes(painter, box, origin, mpp, ratio):
            pass

    def strokes(
        self, painter: QPainter, box: Box, origin: tuple[float, float], mpp: float, ratio: float = 1.0
    ) -> Iterator[None]:
        """The same in parts of less than a ms.

        On a tile for a screen with `ratio` px per px, `mpp` counts its own px and lines are so much wider.
        """
        shown = mpp * ratio
        margin = MARGIN_PX * shown
        box = (box[0] - margin, box[1] - margin, box[2] + margin, box[3] + margin)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        if shown < SEAMS_BELOW:
            yield from self._draw(painter, self._seams.within(box), self._pen("map_line", 1, ratio), origin, mpp)
        resp = self._pen("map_resp", 1, ratio, 150 if shown > 20 else 220)
        yield from self._draw(painter, self._duty.within(box), resp, origin, mpp)
        yield from self._paint_roads(painter, box, origin, mpp, ratio)
        yield from self._paint_borders(painter, box, origin, mpp, ratio)

    def _paint_roads(
        self, painter: QPainter, box: Box, origin: tuple[float, float], mpp: float, ratio: float
    ) -> Iterator[None]:
        widths = {klass: road_width(klass, mpp * ratio) for klass in ROAD_WIDTHS}
        shown = [(width, self._roads[klass].within(box)) for klass, width in widths.items() if width]
        for width, ends in shown:
            yield from self._draw(painter, ends, self._pen("road_edge", width.casing, ratio), origin, mpp)
        for width, ends in shown:
            yield from self._draw(painter, ends, self._pen("road", width.street, ratio), origin, mpp)

    def _paint_borders(
        self, painter: QPainter, box: Box, origin: tuple[float, float], mpp: float, ratio: float
    ) -> Iterator[None]:
        near = [piece for piece, around in self._borders if _touches(around, box)]
        dashed = self._pen("dist", 1.6, ratio)
        dashed.setDashPattern([5, 3])
        for pen in (self._pen("halo", 4, ratio, 160), dashed):
            painter.setPen(pen)
            for piece in near:
                xy = piece * [1 / mpp, -1 / mpp] + origin
                painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in xy.tolist()]))
                yield

    def _draw(
        self, painter: QPainter, ends: Floats, pen: QPen, origin: tuple[float, float], mpp: float
    ) -> Iterator[None]:
        if len(ends):
            painter.setPen(pen)
            yield from draw(painter, ends, origin, mpp)

    def _pen(self, name: str, width: float, ratio: float, alpha: int = 255) -> QPen:
        colour = QColor(getattr(self._tokens, name))
        colour.setAlpha(alpha)
        cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
        return QPen(colour, width * ratio, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap if width < 2 else cap, join)


def _segments_of(plan: Plan, klass: str) -> Floats:
    return chains([road.points for road in plan.roads if road.klass == klass])


def pieces(ends: Floats) -> list[Floats]:
    """Segments (n, 4) joined end to end into polylines (k, 2) of at most `PIECE` points."""
    if not len(ends):
        return []
    points, numbers = np.unique(ends.reshape(-1, 2), axis=0, return_inverse=True)
    joined = numbers.reshape(-1, 2).tolist()
    at: dict[int, list[int]] = {}
    for number, (a, b) in enumerate(joined):
        at.setdefault(a, []).append(number)
        at.setdefault(b, []).append(number)
    free = [True] * len(joined)
    found = [_walk(number, joined, at, free) for number in range(len(joined)) if free[number]]
    return [points[walk[i : i + PIECE]] for walk in found for i in range(0, len(walk) - 1, PIECE - 1)]


def _walk(start: int, joined: list[list[int]], at: dict[int, list[int]], free: list[bool]) -> list[int]:
    """The numbers of the points from one free segment on, as long as the way is not used and does not fork."""
    free[start] = False
    walk = list(joined[start])
    while True:
        onward = [number for number in at[walk[-1]] if free[number]]
        if len(onward) != 1:
            return walk
        free[onward[0]] = False
        a, b = joined[onward[0]]
        walk.append(b if a == walk[-1] else a)


def _box(points: Floats) -> Box:
    (west, south), (east, north) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
    return (west, south, east, north)


def _touches(one: Box, other: Box) -> bool:
    return one[2] > other[0] and one[0] < other[2] and one[3] > other[1] and one[1] < other[3]
