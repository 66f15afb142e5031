"""All that is painted on the map, in its order: ground, hovered grid, street names, quiet marks, districts, loud marks,
the chosen case."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QTransform

from console.ui.look import Look, draw_lamp
from console.ui.map.atlas import NEAR_BELOW, Atlas
from console.ui.map.camera import Camera, grown
from console.ui.map.ground import Ground
from console.ui.map.live import rings_path
from console.ui.map.marks import FIRST_LOUD, Marks, Sprite
from console.ui.map.names import Names
from console.ui.map.plan import Plan
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
        self._atlas = Atlas(look, ratio)
        self._names = Names(plan, look, language)
        self.shown = Shown()

    def show(self, **changes: object) -> bool:
        """Change what is shown; says whether anything differs."""
        before, self.shown = self.shown, replace(self.shown, **changes)  # type: ignore[arg-type]
        return before != self.shown

    def paint(self, painter: QPainter, camera: Camera) -> bool:
        """Paint the whole screen; says whether something is left for another frame."""
        more = False
        self.ground.paint(painter, camera)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        if self.shown.hovered >= 0:
            self._paint_hovered(painter, camera)
        if self.shown.street_names:
            version = (self.marks.loud_version, self.shown.chosen)
            more = self._names.paint_streets(painter, camera, self._lamps(camera), version)
        more |= self._paint_marks(painter, camera)
        self._paint_chosen(painter, camera)
        if self.shown.focus:
            self._paint_focus(painter, camera)
        return more

    def _lamps(self, camera: Camera) -> Floats:
        """What street names make way for: what needs somebody, and the chosen case."""
        lamps = self.marks.loud_in(grown(camera.box, 0.5))
        case = self.marks.get(self.shown.chosen)
        return lamps if case is None else np.vstack([lamps, self.marks.position(case)])

    def _paint_marks(self, painter: QPainter, camera: Camera) -> bool:
        slots, screen = self.marks.in_view(camera)
        sprites, rows = self.marks.sprites(slots), self._atlas.rows(camera.mpp, self.marks.urgent(slots))
        drawn = ~np.isin(sprites, list(self.shown.hidden(camera.mpp)))
        quiet, loud = drawn & (sprites < FIRST_LOUD), drawn & (sprites >= FIRST_LOUD)
        self._atlas.draw(painter, screen[quiet], sprites[quiet], rows[quiet])
        more = self._names.paint_districts(painter, camera)
        self._atlas.draw(painter, screen[loud], sprites[loud], rows[loud])
        return more

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
        at = QPointF(*camera.to_screen(*self.marks.position(case)))
        for width, name in ((5.0, "halo"), (2.5, "accent")):
            painter.setPen(QPen(self._look.colour(name), width * self._look.scale))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            self._cross(painter, at)
        half = self._look.px(LAMP_PX) / 2
        box = QRectF(at.x() - half, at.y() - half, 2 * half, 2 * half)
        draw_lamp(painter, self._look.tokens, "unsent" if case.unsent else case.lamp, box, halo=True)

    def _cross(self, painter: QPainter, at: QPointF) -> None:
        ring, arm = self._look.px(RING_PX), self._look.px(ARM_PX)
        painter.drawEllipse(at, ring, ring)
        for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            painter.drawLine(at + QPointF(dx * ring, dy * ring), at + QPointF(dx * arm, dy * arm))

    def _paint_focus(self, painter: QPainter, camera: Camera) -> None:
        painter.setPen(QPen(self._look.colour("accent"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(1, 1, camera.width - 2, camera.height - 2))
