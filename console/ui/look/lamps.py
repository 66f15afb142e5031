"""Lamps (the state of a case's clock) and marks (facts beside it) as shapes: colour is never the only sign.

One function draws them all, at 12, 16 and 20 px and, with a halo, at 14 px on the map.
"""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from console.ui.look.shapes import SHAPES, Layer
from console.ui.look.tokens import Tokens

HALO_PX = 4.0


class Shape(StrEnum):
    """Every lamp and mark; the lamps bear the values of `rules.deadlines.Lamp`."""

    IN_TIME = "in_time"
    NEAR = "near"
    OVER = "over"
    PAUSED = "paused"
    RETURNED = "returned"
    REWORK = "rework"
    URGED = "urged"
    UNSENT = "unsent"
    CONFLICT = "conflict"
    ATTEND = "attend"
    DONE = "done"
    NONE = "none"


def draw_lamp(painter: QPainter, tokens: Tokens, shape: str, box: QRectF, halo: bool = False) -> None:
    """Draw a lamp or mark into the square `box`; with `halo`, on a rim of the map's halo colour.

    Raises KeyError when `shape` is no value of `Shape`.
    """
    layers = SHAPES[shape](box)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    if halo:
        _draw_halo(painter, tokens, layers)
    for layer in layers:
        _draw_layer(painter, tokens, layer)
    painter.restore()


def _draw_halo(painter: QPainter, tokens: Tokens, layers: list[Layer]) -> None:
    colour = QColor(tokens.halo)
    painter.setPen(_pen(colour, HALO_PX))
    painter.setBrush(colour)
    painter.drawPath(layers[0].outline)


def _draw_layer(painter: QPainter, tokens: Tokens, layer: Layer) -> None:
    painter.setPen(_layer_pen(tokens, layer))
    painter.setBrush(QColor(getattr(tokens, layer.fill)) if layer.fill else Qt.BrushStyle.NoBrush)
    painter.drawPath(layer.path)


def _layer_pen(tokens: Tokens, layer: Layer) -> QPen:
    if layer.pen is None:
        return QPen(Qt.PenStyle.NoPen)
    pen = _pen(QColor(getattr(tokens, layer.pen)), layer.width)
    if layer.dash:
        pen.setDashPattern(layer.dash)
    return pen


def _pen(colour: QColor, width: float) -> QPen:
    round_cap, round_join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    return QPen(colour, width, Qt.PenStyle.SolidLine, round_cap, round_join)
