"""The tree of legs as it is seen: painted lines, indented below the leg that gave them; a click offers its deeds."""

import math

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from console.ui.case.legs.lines import LegLine, LegWords
from console.ui.case.legs.wrapped import lines_of
from console.ui.context import Context
from console.ui.look.lamps import draw_lamp
from console.ui.look.sizes import Height, Space, Type
from rules.case import Case

LAMP, INDENT = 16, 20
MOST = 3  # lines of what happened to a leg
RIGHT_INK = {"over": "over", "near": "near", "paused": "paused"}


class LegTree(QWidget):
    """Shows the legs of one case; `asked` names the leg that was clicked, `proof_asked` the photo of a milestone."""

    asked = Signal(str, QPoint)  # leg, where on the screen
    proof_asked = Signal(str)  # sha256

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context, self._words = context, LegWords(context)
        self._case: Case | None = None
        self.lines: tuple[LegLine, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        context.second.connect(self.tick)
        self.hide()

    def show_case(self, case: Case | None) -> None:
        """The legs of this case; hidden without any."""
        self._case = case
        self.tick()

    @Slot()
    def tick(self) -> None:
        """The clocks run on."""
        lines = self._words.lines(self._case) if self._case else ()
        if lines == self.lines:
            return
        grown = [(line.depth, line.below) for line in lines] != [(line.depth, line.below) for line in self.lines]
        self.lines = lines
        self.setVisible(bool(lines))
        self.setAccessibleName("\n".join(line.spoken for line in lines))
        if grown:
            self.updateGeometry()
        self.update()

    # -- where what stands ----------------------------------------------------------------------------------------

    def _left(self, line: LegLine) -> int:
        """Where its words begin: beside its lamp."""
        px = self._context.look.px
        return line.depth * px(INDENT) + px(LAMP) + px(Space.STEP)

    def _below(self, line: LegLine, width: int) -> tuple[str, ...]:
        if not line.below:
            return ()
        return lines_of(line.below, self._context.look.font(Type.SECOND), max(1, width - self._left(line)), MOST)

    def _line_height(self) -> int:
        return math.ceil(self._context.look.metrics(Type.SECOND).height())

    def _height(self, line: LegLine, width: int) -> int:
        more = len(self._below(line, width)) - 1
        high = self._context.look.px(Height.QUEUE_ROW if line.below else Height.COLUMN_HEAD)
        return high + max(0, more) * self._line_height()

    def heightForWidth(self, width: int) -> int:
        """Narrower is higher: what happened to a leg goes on in a next line."""
        return sum(self._height(line, width) for line in self.lines)

    def sizeHint(self) -> QSize:
        """As high as its lines."""
        return QSize(self._context.look.px(200), self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        """Never cut off: what has no room scrolls."""
        return self.sizeHint()

    def _line_at(self, y: float) -> LegLine | None:
        top = 0
        for line in self.lines:
            top += self._height(line, self.width())
            if y < top:
                return line
        return None

    # -- drawn ----------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Line by line, a hairline between the legs."""
        painter, top = QPainter(self), 0
        for number, line in enumerate(self.lines):
            place = QRectF(0, top, self.width(), self._height(line, self.width()))
            if number and line.below:
                painter.fillRect(QRectF(0, top, self.width(), 1), self._context.look.colour("line"))
            self._paint(painter, line, place)
            top += self._height(line, self.width())
        painter.end()

    def _paint(self, painter: QPainter, line: LegLine, place: QRectF) -> None:
        look = self._context.look
        px, step = look.px, look.px(Space.STEP)
        left, side = place.x() + line.depth * px(INDENT), px(LAMP)
        upper = px(Height.QUEUE_ROW) / 2 if line.below else place.height()
        first = QRectF(place.x(), place.y() + px(3) * bool(line.below), place.width(), upper)
        lamp = QRectF(left, first.y() + (first.height() - side) / 2, side, side)
        draw_lamp(painter, look.tokens, line.lamp, lamp.adjusted(1, 1, -1, -1))
        right = self._paint_right(painter, line, first)
        at = left + side + step
        at = self._text(painter, QRectF(at, first.y(), right - at - step, first.height()), line.strong, bold=True)
        at += step
        self._text(painter, QRectF(at, first.y(), right - at - step, first.height()), line.words, ink="text2")
        self._paint_below(painter, line, QRectF(left + side + step, place.y() + upper, place.width(), upper - px(3)))

    def _paint_below(self, painter: QPainter, line: LegLine, first: QRectF) -> None:
        for number, words in enumerate(self._below(line, self.width())):
            place = first.translated(0, number * self._line_height())
            self._text(painter, place, words, size=Type.SECOND, ink="text2")

    def _paint_right(self, painter: QPainter, line: LegLine, first: QRectF) -> float:
        """The clock at the right edge, beside it the proof as a link; where that begins."""
        edge, px = first.right(), self._context.look.px
        for words, ink in ((self._proof_words(line), "accent"), (line.right, RIGHT_INK.get(line.lamp, "text2"))):
            if words:
                wide = self._context.look.metrics(Type.SECOND).horizontalAdvance(words) + 1
                place = QRectF(edge - wide, first.y(), wide, first.height())
                self._text(painter, place, words, size=Type.SECOND, ink=ink)
                edge -= wide + px(Space.STEP)
        return edge + px(Space.STEP)

    def _proof_words(self, line: LegLine) -> str:
        return self._context.texts.text("console.proof") if line.proof else ""

    def _text(
        self, painter: QPainter, place: QRectF, text: str, *, size: Type = Type.MAIN, ink: str = "text",
        bold: bool = False,
    ) -> float:  # fmt: skip
        """Words from the left, "…" where there is no room; where they end."""
        look = self._context.look
        metrics = look.metrics(size, bold)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0.0, place.width()))
        painter.setFont(look.font(size, bold))
        painter.setPen(look.colour(ink))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        return place.x() + metrics.horizontalAdvance(shown)

    # -- pointer --------------------------------------------------------------------------------------------------

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A milestone with its proof opens it; a leg asks what may be done with it."""
        line = self._line_at(event.position().y())
        if line is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        if line.proof:
            self.proof_asked.emit(line.proof)
        else:
            self.asked.emit(line.leg, event.globalPosition().toPoint())

    def event(self, event: object) -> bool:
        """What was cut short is told in full."""
        if isinstance(event, QHelpEvent) and (line := self._line_at(event.pos().y())):
            QToolTip.showText(event.globalPos(), line.spoken, self)
            return True
        return super().event(event)  # type: ignore[arg-type]
