"""All that is painted on the map, in its order: ground, hovered grid, street names, quiet marks, districts, loud marks,
the chosen case."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap, QTransform

from console.ui.look import Look, draw_lamp
from console.ui.map.atlas import NEAR_BELOW, Atlas
from console.ui.map.camera import Camera, grown
from console.ui.map.ground import Ground
from console.ui.map.layer import Layer
from console.ui.map.live import rings_path
from console.ui.map.marks import Marks, Sprite
from console.ui.map.names import NAMES_BELOW, Names
from console.ui.map.plan import Plan
from console.ui.map.stamped import Stamped
from rules.grid.values import Floats

RING_PX, ARM_PX, LAMP_PX = 14, 22, 14


@dataclass(frozen=True, slots=True)
class Shown:
    """What a person chose to see. `hovered` is a grid, -1 = none; `chosen` a case's id, empty = none."""

    street_names: bool = True
    in_time: bool = True
    paused: bool = True
    hovered: int = -1
    chosen: str = ""
    focus: bool = False

    def hidden(self, mpp: float) -> frozenset[int]:
        """The sprites that are not drawn at a scale."""
        hidden = set() if self.in_time else {Sprite.NONE, Sprite.IN_TIME}
        if not self.paused or mpp >= NEAR_BELOW:
            hidden.add(Sprite.PAUSED)
        return frozenset(int(sprite) for sprite in hidden)


class Scene:
    """Paints one city with its cases. `shown` may be replaced at any time."""

    def __init__(self, plan: Plan, look: Look, language: str, ground: Ground, marks: Marks, ratio: float) -> None:
        self._plan, self._look, self.ground, self.marks = plan, look, ground, marks
        self._marked = Stamped(marks, Atlas(look, ratio))
        self._names = Names(plan, look, language)
        self._layer = Layer(ratio)
        self._chosen: dict[str, QPixmap] = {}  # by lamp
        self._ratio = ratio
        self.shown = Shown()

    def show(self, **changes: object) -> bool:
        """Change what is shown; says whether anything differs."""
        before, self.shown = self.shown, replace(self.shown, **changes)  # type: ignore[arg-type]
        return before != self.shown

    def paint(self, painter: QPainter, camera: Camera) -> bool:
        """Paint the whole screen; says whether `prepare` has something to do for another frame."""
        self.ground.paint(painter, camera)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        if self.shown.hovered >= 0:
            self._paint_hovered(painter, camera)
        more = self._layer.paint(painter, camera, self._version(camera), self._paint_layer)
        self._paint_chosen(painter, camera)
        if self.shown.focus:
            self._paint_focus(painter, camera)
        return more

    def prepare(self) -> bool:
        """Make ready for a few ms what the last frame lacked; says whether more of it is left."""
        return self._names.prepare()

    def district_names(self, camera: Camera) -> list[QRect]:
        """Where on the screen districts have their names."""
        return self._names.district_boxes(camera)

    def _version(self, camera: Camera) -> Hashable:
        """What the layer depends on besides the camera."""
        shown, streets = self.shown, camera.mpp < NAMES_BELOW
        chosen = shown.chosen if streets and shown.street_names else ""
        return self.marks.version, self._names.version, shown.hidden(camera.mpp), shown.street_names, chosen

    def _paint_layer(self, painter: QPainter, camera: Camera) -> bool:
        """Names and marks."""
        more, hidden = False, self.shown.hidden(camera.mpp)
        if self.shown.street_names:
            version = (self.marks.loud_version, self.shown.chosen)
            more = self._names.paint_streets(painter, camera, partial(self._lamps, camera), version)
        self._marked.draw(painter, camera, hidden, loud=False)
        more |= self._names.paint_districts(painter, camera)
        self._marked.draw(painter, camera, hidden, loud=True)
        return more

    def _lamps(self, camera: Camera) -> Floats:
        """What street names make way for: what needs somebody, and the chosen case."""
        lamps = self.marks.loud_in(grown(camera.box, 0.5))
        case = self.marks.get(self.shown.chosen)
        return lamps if case is None else np.vstack([lamps, self.marks.position(case)])

    def _paint_hovered(self, painter: QPainter, camera: Camera) -> None:
        left, top = camera.origin
        to_screen = QTransform(1 / camera.mpp, 0, 0, -1 / camera.mpp, left, top)
        painter.setPen(QPen(self._look.colour("accent"), 1.4))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(to_screen.map(rings_path(self._plan.vertices_of(self.shown.hovered))))

    def _paint_chosen(self, painter: QPainter, camera: Camera) -> None:
        case = self.marks.get(self.shown.chosen)
        if case is None:
            return
        x, y = camera.to_screen(*self.marks.position(case))
        half = self._half()
        lamp = "unsent" if case.unsent else case.lamp
        if lamp not in self._chosen:
            self._chosen[lamp] = self._draw_chosen(lamp)
        painter.drawPixmap(round(x) - half, round(y) - half, self._chosen[lamp])

    def _half(self) -> int:
        return self._look.px(ARM_PX) + 4

    def _draw_chosen(self, lamp: str) -> QPixmap:
        """The cross with the lamp in it, drawn once."""
        half = self._half()
        pixmap = QPixmap(round(2 * half * self._ratio), round(2 * half * self._ratio))
        pixmap.setDevicePixelRatio(self._ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        at = QPointF(half, half)
        for width, name in ((5.0, "halo"), (2.5, "accent")):
            painter.setPen(QPen(self._look.colour(name), width * self._look.scale))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            self._cross(painter, at)
        side = self._look.px(LAMP_PX)
        box = QRectF(at.x() - side / 2, at.y() - side / 2, side, side)
        draw_lamp(painter, self._look.tokens, lamp, box, halo=True)
        painter.end()
        return pixmap

    def _cross(self, painter: QPainter, at: QPointF) -> None:
        ring, arm = self._look.px(RING_PX), self._look.px(ARM_PX)
        painter.drawEllipse(at, ring, ring)
        for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            painter.drawLine(at + QPointF(dx * ring, dy * ring), at + QPointF(dx * arm, dy * arm))

    def _paint_focus(self, painter: QPainter, camera: Camera) -> None:
        painter.setPen(QPen(self._look.colour("accent"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(1, 1, camera.width - 2, camera.height - 2))
