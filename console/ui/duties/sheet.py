"""What is laid over a map: areas as thin outlines, the chosen one strong, and the corners of the one that is drawn."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from console.ui.look import Look
from console.ui.map.view import MapView
from rules.duties import Ring

NEAR_PX = 10


class Sheet(QWidget):
    """Lies over a `MapView`, lets every click through, and follows it. Points are 1e-7 degree."""

    def __init__(self, look: Look, view: MapView) -> None:
        super().__init__(view)
        self._look, self._view = look, view
        self._others: tuple[tuple[Ring, ...], ...] = ()
        self._chosen: tuple[Ring, ...] = ()
        self._corners: tuple[tuple[int, int], ...] = ()
        self._marked, self._cross = -1, False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        view.view_changed.connect(self._follow)
        view.answering.connect(self._follow)
        self._follow()

    def show_areas(self, others: Sequence[tuple[Ring, ...]], chosen: tuple[Ring, ...]) -> None:
        """Outlines of all, and the one that is chosen."""
        self._others, self._chosen = tuple(others), chosen
        self.update()

    def show_drawing(self, corners: Sequence[tuple[int, int]], marked: int, *, drawing: bool) -> None:
        """The ring that is drawn, its marked corner, and while it is, a cross in the middle for the keys."""
        self._corners, self._marked, self._cross = tuple(corners), marked, drawing
        self.update()

    def corner_near(self, lon: int, lat: int) -> int:
        """The corner within a few px of a point, -1 when none is."""
        live = self._view.live
        if live is None:
            return -1
        x, y = live.to_screen(lon, lat)
        reach = self._look.px(NEAR_PX)
        for number, corner in enumerate(self._corners):
            cx, cy = live.to_screen(*corner)
            if abs(cx - x) <= reach and abs(cy - y) <= reach:
                return number
        return -1

    def _follow(self) -> None:
        self.setGeometry(self._view.rect())
        self.raise_()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it all; there are few of them."""
        if self._view.live is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge, accent = self._look.colour("dist"), self._look.colour("accent")
        for rings in self._others:
            self._paint_rings(painter, rings, edge, 1.2, 0)
        self._paint_rings(painter, self._chosen, accent, 2.2, 40)
        if self._corners:
            self._paint_rings(painter, (self._corners,), accent, 2.2, 60)
            self._paint_corners(painter, accent)
        if self._cross:
            self._paint_cross(painter, accent)
        painter.end()

    def _paint_rings(self, painter: QPainter, rings: Sequence[Ring], ink: QColor, width: float, fill: int) -> None:
        for ring in rings:
            painter.setPen(QPen(ink, width * self._look.scale))
            inside = QColor(ink)
            inside.setAlpha(fill)
            painter.setBrush(inside)
            painter.drawPolygon(QPolygonF([self._at(point) for point in ring]))

    def _at(self, point: tuple[int, int]) -> QPointF:
        live = self._view.live
        return QPointF(*live.to_screen(*point)) if live is not None else QPointF()

    def _paint_corners(self, painter: QPainter, ink: QColor) -> None:
        for number, corner in enumerate(self._corners):
            side = self._look.px(6 if number == self._marked else 4)
            painter.setPen(QPen(ink, 2))
            painter.setBrush(ink if number == self._marked else self._look.colour("panel"))
            at = self._at(corner)
            painter.drawRect(int(at.x()) - side, int(at.y()) - side, 2 * side, 2 * side)

    def _paint_cross(self, painter: QPainter, ink: QColor) -> None:
        middle, arm = QPointF(self.width() / 2, self.height() / 2), self._look.px(12)
        painter.setPen(QPen(ink, 2))
        for x, y in ((arm, 0), (0, arm)):
            painter.drawLine(middle - QPointF(x, y), middle + QPointF(x, y))
