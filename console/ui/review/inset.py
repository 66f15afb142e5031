"""The small map of the review: grids and streets around the case, its point, and where the photos were taken."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QWidget

from console.ui.context import Context
from console.ui.look import draw_lamp
from console.ui.look.sizes import Type
from rules.case import Case

if TYPE_CHECKING:
    from rules.grid import Grids

Projection = Callable[[float, float], QPointF]

METRES = 320  # across the inset, at least
HIGH = 220


class Inset(QWidget):
    """Shows one case; nothing on it can be clicked."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._case: Case | None = None
        self._lamp = "none"
        self._low = False
        self._photos: tuple[tuple[str, int, int], ...] = ()
        self._ground: tuple[tuple[object, ...], QPixmap] | None = None
        self.setFixedHeight(context.look.px(HIGH))
        self.setAccessibleName(self.tr("map around the case"))

    def show_case(self, case: Case | None, lamp: str, photos: tuple[tuple[str, int, int], ...]) -> None:
        """The case and its photos as (letter, lon, lat)."""
        self._case, self._lamp, self._photos = case, lamp, tuple(each for each in photos if each[1] or each[2])
        self._show_where_there_is_room()
        self.update()

    def spare(self, low: bool) -> None:
        """A low window has no room for a map that says anything."""
        self._low = low
        self._show_where_there_is_room()

    def _show_where_there_is_room(self) -> None:
        self.setVisible(self._case is not None and self._case.located and not self._low)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Edges of grids, streets, then the marks."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self._context.look.colour("map_bg"))
        grids = self._context.city.grids if self._context.city else None
        if grids is not None and self._case is not None and self._case.located:
            self._paint(painter, grids, self._case)
        painter.end()

    def _paint(self, painter: QPainter, grids: "Grids", case: Case) -> None:
        x, y = grids.metres(case.lon, case.lat)
        spread = [METRES / 2]
        for _, lon, lat in self._photos:
            a, b = grids.metres(lon, lat)
            spread.append(max(abs(a - x), abs(b - y)) * 1.3)
        scale = min(self.width(), self.height()) / (2 * max(spread))
        middle = QPointF(self.width() / 2, self.height() / 2)

        def to(px: float, py: float) -> QPointF:
            return middle + QPointF((px - x) * scale, (y - py) * scale)

        reach = max(self.width(), self.height()) / (2 * scale) + 200
        self._paint_lines(painter, (x, y, reach), to)
        side = self._context.look.px(16)
        for letter, lon, lat in self._photos:
            self._paint_letter(painter, to(*grids.metres(lon, lat)), letter)
        box = QRectF(middle - QPointF(side / 2, side / 2), middle + QPointF(side / 2, side / 2))
        draw_lamp(painter, self._context.look.tokens, self._lamp, box, halo=True)

    def _paint_lines(self, painter: QPainter, around: tuple[float, float, float], to: Projection) -> None:
        """The ground does not change while the same is shown: it is drawn once, and then only put there."""
        key = (
            around,
            self.size(),
            self.devicePixelRatioF(),
            self._context.look.colour("map_bg").rgba(),
            id(self._context.city),
        )
        if self._ground is None or self._ground[0] != key:
            self._ground = (key, self._drawn(around, to))
        painter.drawPixmap(0, 0, self._ground[1])

    def _drawn(self, around: tuple[float, float, float], to: Projection) -> QPixmap:
        from console.ui.review.vicinity import vicinity  # numpy is needed by nobody before

        ratio, look, city = self.devicePixelRatioF(), self._context.look, self._context.city
        ground = QPixmap(self.size() * ratio)
        ground.setDevicePixelRatio(ratio)
        ground.fill(look.colour("map_bg"))
        if city is None or city.grids is None:
            return ground
        near = vicinity(city.grids)
        painter = QPainter(ground)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.colour("map_resp"), 1))
        painter.drawLines([QLineF(to(a, b), to(c, d)) for a, b, c, d in near.edges(*around)])
        painter.setPen(QPen(look.colour("road"), 4))
        for street in near.streets(*around):
            painter.drawPolyline(QPolygonF([to(a, b) for a, b in street]))
        painter.end()
        return ground

    def _paint_letter(self, painter: QPainter, at: QPointF, letter: str) -> None:
        look = self._context.look
        painter.setPen(QPen(look.colour("halo"), 3))
        painter.setBrush(look.colour("accent"))
        painter.drawEllipse(at, look.px(9), look.px(9))
        painter.setPen(look.colour("halo"))
        painter.setFont(look.font(Type.SMALL, True))
        painter.drawText(QRectF(at.x() - 12, at.y() - 12, 24, 24), Qt.AlignmentFlag.AlignCenter, letter)
