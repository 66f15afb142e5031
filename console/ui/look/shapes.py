"""The outlines of lamps and marks: each is a short list of painted layers in a square box."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

SMALL = 14
"""Below this size a shape leaves out what would clot."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One path, filled or stroked with colours named in `Tokens`; `hull` is what a halo follows, if not `path`."""

    path: QPainterPath
    fill: str | None = None
    pen: str | None = None
    width: float = 0.0
    dash: tuple[float, ...] = ()
    hull: QPainterPath | None = None

    @property
    def outline(self) -> QPainterPath:
        """What a halo goes around."""
        return self.hull or self.path


def _line(box: QRectF, *points: tuple[float, float], closed: bool = False) -> QPainterPath:
    """A polyline through points given as fractions of the box."""
    at = [QPointF(box.x() + x * box.width(), box.y() + y * box.height()) for x, y in points]
    path = QPainterPath(at[0])
    for point in at[1:]:
        path.lineTo(point)
    if closed:
        path.closeSubpath()
    return path


def _ellipse(box: QRectF, inset: float) -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(box.adjusted(inset, inset, -inset, -inset))
    return path


def _bar(box: QRectF, top: float, bottom: float, dot: float) -> QPainterPath:
    """An exclamation mark: a bar with a dot below."""
    path = _line(box, (0.5, top), (0.5, bottom))
    path.addPath(_line(box, (0.5, dot), (0.5, dot + 0.02)))
    return path


def _stroke(box: QRectF, least: float, share: float) -> float:
    return max(least, box.width() * share)


def _in_time(box: QRectF) -> list[Layer]:
    return [Layer(_ellipse(box, 1.2), pen="ok", width=_stroke(box, 1.6, 0.13))]


def _near(box: QRectF) -> list[Layer]:
    triangle = _line(box, (0.5, 0.04), (1.0, 0.92), (0.0, 0.92), closed=True)
    layers = [Layer(triangle, fill="near_fill", pen="near", width=1.2)]
    if box.width() >= 10:
        layers.append(Layer(_bar(box, 0.37, 0.60, 0.76), pen="on_near", width=_stroke(box, 1.3, 0.11)))
    return layers


def _over(box: QRectF) -> list[Layer]:
    square = QPainterPath()
    square.addRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 1.5, 1.5)
    layers = [Layer(square, fill="over_fill", pen="over_edge", width=1.0)]
    if box.width() >= 10:
        layers.append(Layer(_bar(box, 0.25, 0.55, 0.75), pen="on_accent", width=_stroke(box, 1.5, 0.125)))
    return layers


def _paused(box: QRectF) -> list[Layer]:
    w = box.width()
    bars = QPainterPath()
    for left in (0.18, 0.60):
        bars.addRect(QRectF(box.x() + left * w, box.y() + 0.12 * w, 0.22 * w, 0.76 * w))
    return [Layer(bars, fill="paused")]


def _returned(box: QRectF) -> list[Layer]:
    w = box.width()
    hook = _line(box, (0.12, 0.36), (0.62, 0.36))
    hook.arcTo(QRectF(box.x() + 0.38 * w, box.y() + 0.36 * w, 0.48 * w, 0.48 * w), 90, -180)
    hook.lineTo(box.x() + 0.34 * w, box.y() + 0.84 * w)
    hook.addPath(_line(box, (0.34, 0.12), (0.10, 0.36), (0.34, 0.60)))
    return [Layer(hook, pen="returned", width=_stroke(box, 1.7, 0.13), hull=_ellipse(box, 0))]


def _rework(box: QRectF) -> list[Layer]:
    ring = box.adjusted(1.5, 1.5, -1.5, -1.5)
    arc = QPainterPath()
    arc.arcMoveTo(ring, 60)
    arc.arcTo(ring, 60, 290)
    arc.addPath(_line(box, (0.60, 0.00), (0.78, 0.20), (0.54, 0.34)))
    return [Layer(arc, pen="returned", width=_stroke(box, 1.6, 0.13), hull=_ellipse(box, 0))]


def _urged(box: QRectF) -> list[Layer]:
    pole = _line(box, (0.22, 0.06), (0.22, 0.94))
    cloth = _line(box, (0.22, 0.10), (0.88, 0.30), (0.22, 0.52), closed=True)
    return [Layer(pole, pen="text", width=_stroke(box, 1.6, 0.12), hull=_ellipse(box, 0)), Layer(cloth, fill="text")]


def _up_arrow(box: QRectF, top: float, tail: float, wing: float) -> QPainterPath:
    arrow = _line(box, (0.5, tail), (0.5, top))
    arrow.addPath(_line(box, (0.5 - wing, top + wing), (0.5, top), (0.5 + wing, top + wing)))
    return arrow


def _unsent(box: QRectF) -> list[Layer]:
    if box.width() < SMALL:
        arrow = _up_arrow(box, 0.08, 0.72, 0.28)
        for left in (0.10, 0.44, 0.78):
            arrow.addPath(_line(box, (left, 0.96), (left + 0.12, 0.96)))
        return [Layer(arrow, pen="unsent", width=1.6, hull=_ellipse(box, 0))]
    ring = Layer(_ellipse(box, 1), pen="unsent", width=1.5, dash=(1.7, 2.3))
    return [ring, Layer(_up_arrow(box, 0.26, 0.74, 0.20), pen="unsent", width=1.8)]


def _diamond(box: QRectF) -> QPainterPath:
    return _line(box, (0.5, 0.0), (1.0, 0.5), (0.5, 1.0), (0.0, 0.5), closed=True)


def _conflict(box: QRectF) -> list[Layer]:
    left_half = _line(box, (0.5, 0.0), (0.0, 0.5), (0.5, 1.0), closed=True)
    return [Layer(_diamond(box), pen="conflict", width=1.6), Layer(left_half, fill="conflict")]


def _attend(box: QRectF) -> list[Layer]:
    bar = Layer(_bar(box, 0.29, 0.53, 0.70), pen="near", width=_stroke(box, 1.4, 0.11))
    return [Layer(_diamond(box), pen="near", width=1.6), bar]


def _done(box: QRectF) -> list[Layer]:
    tick = _line(box, (0.14, 0.54), (0.40, 0.80), (0.88, 0.22))
    return [Layer(tick, pen="ok", width=_stroke(box, 1.8, 0.14), hull=_ellipse(box, 0))]


def _none(box: QRectF) -> list[Layer]:
    dash = _line(box, (0.2, 0.5), (0.8, 0.5))
    return [Layer(dash, pen="text3", width=1.6)]


SHAPES: dict[str, Callable[[QRectF], list[Layer]]] = {
    "in_time": _in_time,
    "near": _near,
    "over": _over,
    "paused": _paused,
    "returned": _returned,
    "rework": _rework,
    "urged": _urged,
    "unsent": _unsent,
    "conflict": _conflict,
    "attend": _attend,
    "done": _done,
    "none": _none,
}
