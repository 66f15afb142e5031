"""Names on the map: streets along their line, districts at their middle, on a halo; street names yield to lamps."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap

from console.ui.look import Look
from console.ui.look.sizes import Type
from console.ui.map.camera import Box, Camera, contains, grown
from console.ui.map.linework import road_width
from console.ui.map.name_places import Name, boxes_of, free, near, slots
from console.ui.map.plan import Place, Plan, RoadLine
from rules.grid.values import Floats, RoadClass

NAMES_BELOW = 20.0
"""Metres per px below which streets have names; from there on districts have."""
AROUND = 0.25
"""Names are placed this share of the screen beyond it."""
BUDGET_S, KEPT = 0.002, 600
"""Seconds at a time for placing and lettering names, names kept as pictures."""
HALO_PX = 3.5
_RANK: dict[str, int] = {RoadClass.RING: 0, RoadClass.MAIN: 1, RoadClass.SECONDARY: 2, RoadClass.BRANCH: 3}


Lettered = tuple[str, int, bool, float]
"""A name as a picture: text, angle, whether it is bold, px of the screen per px."""


class Names:
    """The names of one plan in one look and language. `version` grows when others can be drawn than before.

    Painting takes what is ready; what is missing is made ready by `prepare`, between the frames.
    """

    def __init__(self, plan: Plan, look: Look, language: str) -> None:
        self._look, self._chinese = look, language == "zh_CN"
        self._roads = sorted((road for road in plan.roads if road.name), key=lambda road: _RANK.get(road.klass, 9))
        self._boxes = boxes_of(self._roads)
        self._districts = plan.districts
        self._drawn: OrderedDict[Lettered, QPixmap] = OrderedDict()
        self._wanted: dict[Lettered, None] = {}
        self._placed: list[Name] = []
        self._next: list[Name] = []
        self._placing: Iterator[None] | None = None
        self._ratio = 1.0
        self.version = 0
        self._for: tuple[int, Hashable] | None = None
        self._area: Box = (0, 0, 0, 0)

    def paint_streets(self, painter: QPainter, camera: Camera, lamps: Callable[[], Floats], version: Hashable) -> bool:
        """Draw street names; says whether some are missing yet.

        `lamps` gives, where names must be placed anew, what they make way for in and around the screen: (n, 2) in
        metres; they are as long the same as `version` is.
        """
        if camera.mpp >= NAMES_BELOW:
            return False
        if self._for != (camera.level, version) or not contains(self._area, camera.box):
            self._begin(camera, lamps(), version)
        for name in self._placed:
            if camera.sees(name.x, name.y, -name.half):
                self._draw(painter, name.text, camera.to_screen(name.x, name.y), name.angle, bold=False)
        return self._placing is not None or bool(self._wanted)

    def prepare(self) -> bool:
        """Place and letter names for a few ms; says whether more of it is left."""
        until = time.perf_counter() + BUDGET_S
        while (self._placing is not None or self._wanted) and time.perf_counter() < until:
            if self._placing is not None:
                self._place_next(self._placing)
            else:
                self._letter_next()
        is_left = self._placing is not None or bool(self._wanted)
        self.version += not is_left
        return is_left

    def _place_next(self, placing: Iterator[None]) -> None:
        if next(placing, "done") == "done":
            self._placing, self._placed = None, self._next
            keys = ((name.text, name.angle, False, self._ratio) for name in self._placed)
            self._wanted = {key: None for key in keys if key not in self._drawn}

    def _letter_next(self) -> None:
        key, _ = self._wanted.popitem()
        self._drawn[key] = self._letter(*key)
        if len(self._drawn) > KEPT:
            self._drawn.popitem(last=False)

    def _begin(self, camera: Camera, lamps: Floats, version: Hashable) -> None:
        """Place names anew; at the same scale those placed before stay until then."""
        if self._for is None or self._for[0] != camera.level:
            self._placed = []
        self._for, self._area = (camera.level, version), grown(camera.box, AROUND)
        self._next = []
        self._placing = self._place(camera.mpp, lamps, self._next)

    def paint_districts(self, painter: QPainter, camera: Camera) -> bool:
        """Draw the names of districts far out; says whether some are missing yet."""
        if camera.mpp < NAMES_BELOW:
            return False
        for place in self._districts:
            if camera.sees(place.x, place.y):
                self._draw(painter, self._district(place), camera.to_screen(place.x, place.y), 0, bold=True)
        return bool(self._wanted)

    def district_boxes(self, camera: Camera) -> list[QRect]:
        """Where on the screen the names of districts stand."""
        if camera.mpp < NAMES_BELOW:
            return []
        metrics = self._look.metrics(Type.MAIN, True)
        return [
            _box(camera.to_screen(place.x, place.y), metrics.horizontalAdvance(self._district(place)), metrics.height())
            for place in self._districts
        ]

    def _district(self, place: Place) -> str:
        return place.name if self._chinese else place.name_en

    def _place(self, mpp: float, lamps: Floats, placed: list[Name]) -> Iterator[None]:
        """Every name that finds room in the area, greater streets first; stops for breath after each street."""
        for number in np.flatnonzero(near(self._boxes, self._area)).tolist():
            road = self._roads[number]
            if road_width(road.klass, mpp):
                self._place_along(road, mpp, lamps, placed)
                yield

    def _place_along(self, road: RoadLine, mpp: float, lamps: Floats, placed: list[Name]) -> None:
        text = road.name if self._chinese else road.name_en
        half = self._metrics().horizontalAdvance(text) / 2 + 2
        for options in slots(road.points, half * mpp, mpp, self._area):
            for x, y, angle in options:
                name = Name(text, x, y, angle, half)
                if free(name, mpp, lamps, placed):
                    placed.append(name)
                    break

    def _metrics(self) -> QFontMetricsF:
        return self._look.metrics(Type.SECOND)

    def _draw(self, painter: QPainter, text: str, at: tuple[float, float], angle: int, bold: bool) -> None:
        self._ratio = ratio = painter.device().devicePixelRatioF()
        key = (text, angle, bold, ratio)
        pixmap = self._drawn.get(key)
        if pixmap is None:
            self._wanted[key] = None
            return
        self._drawn.move_to_end(key)
        half_w, half_h = pixmap.width() / ratio / 2, pixmap.height() / ratio / 2
        painter.drawPixmap(QPointF(round(at[0] - half_w), round(at[1] - half_h)), pixmap)

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


def _box(middle: tuple[float, float], wide: float, high: float) -> QRect:
    return QRectF(middle[0] - wide / 2, middle[1] - high / 2, wide, high).toAlignedRect()
