"""Names on the map: streets along their line, districts at their middle, on a halo; street names yield to lamps."""

from __future__ import annotations

import math
from collections import OrderedDict
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap

from console.ui.look import Look
from console.ui.look.sizes import Type
from console.ui.map.camera import Box, Camera, contains, grown
from console.ui.map.linework import road_width
from console.ui.map.plan import Plan, RoadLine
from rules.grid.values import Floats, RoadClass

NAMES_BELOW = 20.0
"""Metres per px below which streets have names; from there on districts have."""
SLOT_PX, HALO_PX, BEND_PX, APART_PX, LAMP_PX, ROOM_PX = 460, 3.5, 7, 240, 11, 10
_RANK: dict[str, int] = {RoadClass.RING: 0, RoadClass.MAIN: 1, RoadClass.SECONDARY: 2, RoadClass.BRANCH: 3}


@dataclass(frozen=True, slots=True)
class Name:
    """A name where it is drawn: middle in metres, angle in degrees clockwise, half its width in px."""

    text: str
    x: float
    y: float
    angle: int
    half: float


class Names:
    """The names of one plan in one look and language."""

    def __init__(self, plan: Plan, look: Look, language: str) -> None:
        self._look, self._chinese = look, language == "zh_CN"
        self._roads = sorted((road for road in plan.roads if road.name), key=lambda road: _RANK.get(road.klass, 9))
        self._districts = plan.districts
        self._drawn: OrderedDict[tuple[str, int, bool, float], QPixmap] = OrderedDict()
        self._placed: list[Name] = []
        self._for: tuple[int, int] | None = None
        self._area: Box = (0, 0, 0, 0)

    def paint_streets(self, painter: QPainter, camera: Camera, lamps: Floats, lamps_version: int) -> None:
        """Draw street names; `lamps` (n, 2) in metres are what they make way for, in and around the screen."""
        if camera.mpp >= NAMES_BELOW:
            return
        if self._for != (camera.level, lamps_version) or not contains(self._area, camera.box):
            self._for, self._area = (camera.level, lamps_version), grown(camera.box, 0.3)
            self._placed = self._place(camera, lamps)
        for name in self._placed:
            if camera.sees(name.x, name.y, -name.half):
                self._draw(painter, name.text, camera.to_screen(name.x, name.y), name.angle, bold=False)

    def paint_districts(self, painter: QPainter, camera: Camera) -> None:
        """Draw the names of districts far out."""
        if camera.mpp < NAMES_BELOW:
            return
        for place in self._districts:
            if camera.sees(place.x, place.y):
                text = place.name if self._chinese else place.name_en
                self._draw(painter, text, camera.to_screen(place.x, place.y), 0, bold=True)

    def _place(self, camera: Camera, lamps: Floats) -> list[Name]:
        """Every name that finds room in the area, greater streets first, none near another of the same street."""
        placed: list[Name] = []
        for road in self._roads:
            if road_width(road.klass, camera.mpp) and _near(road, self._area):
                self._place_along(road, camera.mpp, lamps, placed)
        return placed

    def _place_along(self, road: RoadLine, mpp: float, lamps: Floats, placed: list[Name]) -> None:
        text = road.name if self._chinese else road.name_en
        half = self._metrics().horizontalAdvance(text) / 2 + 2
        for options in slots(road.points, half * mpp, mpp):
            for x, y, angle in options:
                name = Name(text, x, y, angle, half)
                if _inside(name, self._area) and free(name, mpp, lamps, placed):
                    placed.append(name)
                    break

    def _metrics(self) -> QFontMetricsF:
        return self._look.metrics(Type.SECOND)

    def _draw(self, painter: QPainter, text: str, at: tuple[float, float], angle: int, bold: bool) -> None:
        ratio = painter.device().devicePixelRatioF()
        pixmap = self._pixmap(text, angle, bold, ratio)
        half_w, half_h = pixmap.width() / ratio / 2, pixmap.height() / ratio / 2
        painter.drawPixmap(QPointF(round(at[0] - half_w), round(at[1] - half_h)), pixmap)

    def _pixmap(self, text: str, angle: int, bold: bool, ratio: float) -> QPixmap:
        key = (text, angle, bold, ratio)
        if key not in self._drawn:
            self._drawn[key] = self._letter(text, angle, bold, ratio)
            if len(self._drawn) > 400:
                self._drawn.popitem(last=False)
        return self._drawn[key]

    def _letter(self, text: str, angle: int, bold: bool, ratio: float) -> QPixmap:
        font = self._look.font(Type.MAIN if bold else Type.SECOND, bold)
        metrics = QFontMetricsF(font)
        side = metrics.horizontalAdvance(text) + 2 * metrics.height()
        turn = math.radians(angle)
        wide = math.ceil(side * abs(math.cos(turn)) + 2 * metrics.height())
        high = math.ceil(side * abs(math.sin(turn)) + 2 * metrics.height())
        pixmap = QPixmap(round(wide * ratio), round(high * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        path = QPainterPath()
        path.addText(-metrics.horizontalAdvance(text) / 2, (metrics.ascent() - metrics.descent()) / 2, font, text)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.translate(wide / 2, high / 2)
        painter.rotate(angle)
        self._fill(painter, path, "text2" if bold else "road_text")
        painter.end()
        return pixmap

    def _fill(self, painter: QPainter, path: QPainterPath, name: str) -> None:
        cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
        halo = QColor(self._look.colour("halo", 235))
        painter.strokePath(path, QPen(halo, HALO_PX, Qt.PenStyle.SolidLine, cap, join))
        painter.fillPath(path, self._look.colour(name))


def slots(points: Floats, half: float, mpp: float) -> list[list[tuple[float, float, int]]]:
    """Places for a name along a line, each with ways to shift: (x, y, angle). `half` is half the name in metres.

    A place is left out where the line bends by more than some px under the name.
    """
    steps = np.hypot(*np.diff(points, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(steps)])
    every = SLOT_PX * mpp
    count = max(1, int(along[-1] // every))
    if along[-1] < 2.4 * half:
        return []
    middles = (np.arange(count) + 0.5) * along[-1] / count
    found = []
    for middle in middles.tolist():
        shifts = [middle, middle + every / 5, middle - every / 5, middle + every / 3, middle - every / 3]
        found.append([place for at in shifts if (place := _straight(points, along, at, half, mpp))])
    return found


def _straight(points: Floats, along: Floats, at: float, half: float, mpp: float) -> tuple[float, float, int] | None:
    if at - half < 0 or at + half > along[-1]:
        return None
    (x0, x, x1), (y0, y, y1) = (np.interp([at - half, at, at + half], along, points[:, k]).tolist() for k in (0, 1))
    if math.hypot((x0 + x1) / 2 - x, (y0 + y1) / 2 - y) > BEND_PX * mpp:
        return None
    angle = -math.degrees(math.atan2(y1 - y0, x1 - x0))
    upright = angle - 180 if angle > 90 else angle + 180 if angle <= -90 else angle
    return (x, y, round(upright))


def free(name: Name, mpp: float, lamps: Floats, placed: list[Name]) -> bool:
    """Whether a name covers no lamp and no other name, and is not near another of the same street."""
    for other in placed:
        away = math.hypot(name.x - other.x, name.y - other.y) / mpp
        if away < (APART_PX if other.text == name.text else 0.8 * (name.half + other.half)):
            return False
    if not len(lamps):
        return True
    turn = math.radians(-name.angle)
    dx, dy = (lamps[:, 0] - name.x) / mpp, (lamps[:, 1] - name.y) / mpp
    along = np.abs(dx * math.cos(turn) + dy * math.sin(turn))
    across = np.abs(dy * math.cos(turn) - dx * math.sin(turn))
    return not bool(np.any((along < name.half + LAMP_PX) & (across < ROOM_PX + LAMP_PX)))


def _near(road: RoadLine, area: Box) -> bool:
    (west, south), (east, north) = road.points.min(axis=0), road.points.max(axis=0)
    return bool(east > area[0] and west < area[2] and north > area[1] and south < area[3])


def _inside(name: Name, area: Box) -> bool:
    return area[0] <= name.x <= area[2] and area[1] <= name.y <= area[3]
