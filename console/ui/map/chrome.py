"""The plates that lie on the map: legend, count and scale bar."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from console.ui.look import Look, draw_lamp
from console.ui.look.sizes import Height, Radius, Space, Type

SCALES_M = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 4000, 10_000, 20_000, 50_000)
LONGEST_BAR = 122
CELL_W, CELL_H, LAMP = 22, 16, 14


class Plate(QWidget):
    """A quiet plate over the map."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self.setFixedHeight(look.px(Height.CONTROL))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._drawn = QPixmap()

    def renew(self) -> None:
        """What is on it has changed."""
        self._drawn = QPixmap()
        self.resize(self.sizeHint())
        self.update()

    def show_drawn(self, paint: Callable[[QPainter], None]) -> None:
        """Show what `paint` draws. Each frame of the map below asks for this again: it is drawn once and copied."""
        ratio = self.devicePixelRatioF()
        size = self.size() * ratio
        if self._drawn.size() != size:
            self._drawn = QPixmap(size)
            self._drawn.setDevicePixelRatio(ratio)
            self._drawn.fill(Qt.GlobalColor.transparent)
            painter = QPainter(self._drawn)
            self._plate(painter)
            paint(painter)
            painter.end()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._drawn)
        painter.end()

    def _plate(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(QPen(self._look.colour("line"), 1))
        painter.setBrush(self._look.colour("panel", 235))
        radius = self._look.px(Radius.CONTROL)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


class Legend(Plate):
    """The lamps with their words and the five steps of the choropleth."""

    def __init__(self, look: Look, lamps: Sequence[tuple[str, str]], parent: QWidget) -> None:
        super().__init__(look, parent)
        self._lamps = lamps
        self._title = ""
        self._steps: tuple[str, ...] = ("",)

    def show_layer(self, title: str, steps: tuple[str, ...]) -> None:
        """What the colours say: a title and the words of the five steps."""
        self._title, self._steps = title, steps
        words = [words for _, words in self._lamps]
        self.setAccessibleName(", ".join([*words, f"{title} {' '.join(steps)}"]))
        self.renew()

    def _cell(self) -> int:
        """The width of one step: the widest of their words."""
        small = self._look.metrics(Type.SMALL)
        widest = max(small.horizontalAdvance(step) for step in self._steps)
        return max(self._look.px(CELL_W), round(widest) + self._look.px(6))

    def sizeHint(self) -> QSize:
        """As wide as its words."""
        advance, px = self._look.metrics(Type.SECOND).horizontalAdvance, self._look.px
        lamps = sum(px(LAMP) + px(6) + round(advance(words)) + px(Space.PANEL) for _, words in self._lamps)
        steps = round(advance(self._title)) + px(Space.STEP) + 5 * self._cell()
        return QSize(2 * px(Space.WIDE) + lamps + steps, px(Height.CONTROL))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The plate with what is on it."""
        self.show_drawn(self._paint)

    def _paint(self, painter: QPainter) -> None:
        """Lamps, then steps."""
        at = self._paint_steps(painter, self._paint_lamps(painter, self._look.px(Space.WIDE)))
        painter.setPen(QPen(self._look.colour("edge"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(at)

    def _words(self, painter: QPainter, x: float, words: str) -> float:
        painter.setFont(self._look.font(Type.SECOND))
        painter.setPen(self._look.colour("text2"))
        wide = round(self._look.metrics(Type.SECOND).horizontalAdvance(words))
        painter.drawText(QRectF(x, 0, wide + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, words)
        return x + wide

    def _paint_lamps(self, painter: QPainter, x: float) -> float:
        side = self._look.px(LAMP)
        for shape, words in self._lamps:
            draw_lamp(painter, self._look.tokens, shape, QRectF(x, (self.height() - side) / 2, side, side))
            x = self._words(painter, x + side + self._look.px(6), words) + self._look.px(Space.PANEL)
        return x

    def _paint_steps(self, painter: QPainter, x: float) -> QRectF:
        x = self._words(painter, x, self._title) + self._look.px(Space.STEP)
        wide, high = self._cell(), self._look.px(CELL_H)
        top = (self.height() - high) / 2
        painter.setFont(self._look.font(Type.SMALL))
        for number, step in enumerate(self._steps):
            cell = QRectF(x + number * wide, top, wide, high)
            painter.fillRect(cell, self._look.colour(f"map{number}"))
            painter.setPen(self._look.colour("text"))
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, step)
        return QRectF(x, top, 5 * wide, high)


class ScaleBar(Plate):
    """How many cases there are, or how old the data are, and the scale."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look, parent)
        self._words, self._mpp = "", 1.0

    def show_scale(self, words: str, mpp: float) -> None:
        """The words at the left and the metres per px of the map."""
        if (words, mpp) != (self._words, self._mpp):
            self._words, self._mpp = words, mpp
            self.setAccessibleName(f"{words}, {self._unit()}")
            self.renew()

    def _metres(self) -> int:
        longest = self._look.px(LONGEST_BAR) * self._mpp
        return max((metres for metres in SCALES_M if metres < longest), default=SCALES_M[0])

    def _unit(self) -> str:
        metres = self._metres()
        return f"{metres // 1000} km" if metres >= 1000 else f"{metres} m"

    def sizeHint(self) -> QSize:
        """Words and the longest bar."""
        words = round(self._look.metrics(Type.SECOND).horizontalAdvance(self._words))
        return QSize(words + self._look.px(LONGEST_BAR + 24 + 2 * Space.WIDE), self._look.px(Height.CONTROL))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The plate with what is on it."""
        self.show_drawn(self._paint)

    def _paint(self, painter: QPainter) -> None:
        """Words left, bar right."""
        painter.setFont(self._look.font(Type.SECOND))
        painter.setPen(self._look.colour("text2"))
        line = QRectF(self._look.px(Space.WIDE), 0, self.width(), self.height())
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, self._words)
        self._paint_bar(painter)

    def _paint_bar(self, painter: QPainter) -> None:
        px, wide = self._look.px, self._metres() / self._mpp
        x, low, high = self.width() - px(Space.WIDE) - wide, px(23), px(18)
        painter.setPen(QPen(self._look.colour("text"), 1.6))
        painter.drawPolyline([QPointF(x, high), QPointF(x, low), QPointF(x + wide, low), QPointF(x + wide, high)])
        painter.setFont(self._look.font(Type.SMALL))
        box = QRectF(x - px(20), px(2), wide + px(40), px(18))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._unit())
