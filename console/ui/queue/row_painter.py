"""What stands in the four cells of a row of the queue: two lines of text, lamps, tags, the button that dispatches."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from console.facts import ShownCase
from console.ui.case_words import CaseWords, Said, rings
from console.ui.elided import END, MIDDLE, shortened
from console.ui.look import Look, draw_lamp
from console.ui.look.sizes import Type
from console.ui.look.tags import draw_tag, tag_width
from console.ui.queue.rows import LEFT, MATTER, UNIT
from rules.deadlines import Lamp

LEFT_SIDE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT_SIDE = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
FLAGS = {side: int(side | Qt.TextFlag.TextDontClip) for side in (LEFT_SIDE, RIGHT_SIDE)}
WIDEST = 1.1  # no letter of the font is wider, in its size
MATTER_SHARE = 0.6  # of the line, at most; the place takes the rest
LINE_1, LINE_2 = (2, 21), (23, 17)
"""Top and height of the two lines in a row."""
EYE = 14


@dataclass(frozen=True, slots=True)
class State:
    """How a row stands; `gone` says why its case has left the list, "" while it is on it.

    `old_claim`: who has it in hand was told before the line was lost.
    """

    chosen: bool
    hovered: bool
    has_button: bool
    gone: str
    old_claim: bool = False

    @property
    def ground(self) -> str:
        """The colour below everything."""
        return "sel" if self.chosen else "hover" if self.hovered else "panel"

    @property
    def ink(self) -> str:
        """The colour of the first line."""
        return "text3" if self.gone else "text"

    @property
    def ink2(self) -> str:
        """The colour of the second line."""
        return "text3" if self.gone else "text2"


@dataclass(frozen=True, slots=True)
class Style:
    """Where and how a text stands."""

    size: int = Type.MAIN
    bold: bool = False
    ink: str = "text"
    side: Qt.AlignmentFlag = LEFT_SIDE
    elide: Qt.TextElideMode = END


def fitting(widths: Sequence[float], room: float) -> int:
    """How many of the first have room beside one another; at least one."""
    return max(1, sum(total <= room for total in accumulate(widths)))


def dispatch_box(look: Look, cell: QRect) -> QRect:
    """The button within the cell of the unit."""
    return cell.adjusted(2, 2, -look.px(4), -3)


class RowPainter:
    """Paints one cell at a time. It reads the case, not the model's texts."""

    def __init__(self, look: Look, words: CaseWords) -> None:
        self._look, self._words = look, words

    def paint(self, painter: QPainter, cell: QRect, column: int, shown: ShownCase, state: State, beside: int) -> None:
        """One cell with its ground; `beside` is how wide the other cell is that shares the unit's second line."""
        self.paint_ground(painter, cell, state)
        if column == LEFT:
            self._paint_left(painter, cell, shown, state)
        elif column == MATTER:
            self._paint_matter(painter, cell, shown, state)
        elif column == UNIT:
            self._paint_unit(painter, cell, shown, state, beside)
        else:
            self._paint_marks(painter, cell, shown, state, beside)

    def paint_ground(self, painter: QPainter, cell: QRect, state: State) -> None:
        """The ground alone."""
        painter.fillRect(cell, self._look.colour(state.ground))
        painter.fillRect(cell.x(), cell.bottom(), cell.width(), 1, self._look.colour("line", 150))

    def _paint_left(self, painter: QPainter, cell: QRect, shown: ShownCase, state: State) -> None:
        px, lamp = self._look.px, self._words.lamp(shown)
        side = px(16)
        box = QRectF(cell.x() + px(12), cell.y() + (cell.height() - side) / 2, side, side)
        draw_lamp(painter, self._look.tokens, lamp.value, box)
        loud = lamp in {Lamp.NEAR, Lamp.OVER} and not state.gone
        ink = lamp.value if loud else state.ink
        place = QRectF(cell).adjusted(px(29), 0, -px(4), 0)
        self._text(painter, place, self._words.left(shown), Style(bold=loud, ink=ink, side=RIGHT_SIDE))

    def _paint_matter(self, painter: QPainter, cell: QRect, shown: ShownCase, state: State) -> None:
        px, ink = self._look.px, state.ink
        one, two = self._lines(cell, px(8), px(8))
        matter = self._words.matter(shown)
        used = min(self._look.metrics(Type.MAIN, True).horizontalAdvance(matter) + 1, one.width() * MATTER_SHARE)
        self._text(painter, one.adjusted(0, 0, used - one.width(), 0), matter, Style(bold=True, ink=ink))
        rest = one.adjusted(used + px(8), 0, 0, 0)
        place = shortened(self._words.place(shown), rest.width(), self._look.metrics(Type.MAIN))
        self._text(painter, rest, place, Style(ink=ink, elide=MIDDLE))
        self._paint_origin(painter, two, shown, Style(Type.SECOND, ink=state.ink2))

    def _paint_origin(self, painter: QPainter, line: QRectF, shown: ShownCase, how: Style) -> None:
        """District and street give way, so that the number behind them stays whole."""
        areas, rest = self._words.origin(shown)
        metrics, dot = self._look.metrics(how.size), "  ·  "
        room = line.width() - metrics.horizontalAdvance(dot + rest) - 2  # rounding must not cut the number
        cut = metrics.elidedText(areas, END, room) if areas and room > self._look.px(24) else ""
        self._text(painter, line, dot.join(part for part in (cut, rest) if part), how)

    def _paint_unit(self, painter: QPainter, cell: QRect, shown: ShownCase, state: State, beside: int) -> None:
        px = self._look.px
        if state.has_button:
            self._paint_button(painter, dispatch_box(self._look, cell))
        one, _ = self._lines(cell, px(8), px(22 if state.has_button else 4))
        known = bool(self._words.unit_code(shown))
        self._text(painter, one, self._words.unit(shown), Style(ink=state.ink if known else state.ink2))
        self._paint_why(painter, cell.adjusted(0, 0, beside, 0), shown, state)

    def _paint_why(self, painter: QPainter, cell: QRect, shown: ShownCase, state: State) -> None:
        """The unit's second line; what of it lies in the cell beside is drawn with that one."""
        _, two = self._lines(cell, self._look.px(8), self._look.px(22 if state.has_button else 4))
        words = state.gone or self._why(shown, two.width())
        self._text(painter, two, words, Style(Type.SECOND, ink=state.ink2))

    def _why(self, shown: ShownCase, room: float) -> str:
        """With the number to call only where there is room for all of it: a cut number lies."""
        words = self._words.why(shown)
        cut = rings(shown) and self._look.metrics(Type.SECOND).horizontalAdvance(words) > room
        return words.partition(" · ")[0] if cut else words

    def _paint_button(self, painter: QPainter, box: QRect) -> None:
        px = self._look.px
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(QPen(self._look.colour("edge"), 1))
        painter.setBrush(self._look.colour("control"))
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), px(4), px(4))
        arrow = self._look.pixmap("right", "text", 16)
        painter.drawPixmap(box.right() - px(18), box.y() + (box.height() - px(16)) // 2, arrow)

    def is_free_below(self, shown: ShownCase, wide: int) -> bool:
        """Whether nothing stands in the second line of a cell of marks."""
        tags = self._words.tags(shown)
        return shown.claim is None and self._side_by_side(tags, wide) >= len(tags)

    def _side_by_side(self, tags: Sequence[Said], wide: int) -> int:
        """How many tags stand in the first line of a cell."""
        widths = [tag_width(self._look, tag.kind, tag.text) + self._look.px(5) for tag in tags[:2]]
        return fitting(widths, wide - 1 - self._look.px(9) + self._look.px(5))

    def _paint_marks(self, painter: QPainter, cell: QRect, shown: ShownCase, state: State, beside: int) -> None:
        px = self._look.px
        right = cell.right() - px(9)
        tags = self._words.tags(shown)
        whole = self._side_by_side(tags, cell.width())
        for tag in tags[:whole]:
            wide = tag_width(self._look, tag.kind, tag.text)
            draw_tag(painter, self._look, tag.kind, tag.text, QRectF(right - wide, cell.y() + px(4), wide, px(20)))
            right -= wide + px(5)
        if beside:
            self._paint_why(painter, cell.adjusted(-beside, 0, 0, 0), shown, state)
            return
        right = cell.right() - px(9)
        top = px(LINE_2[0]) if tags else (cell.height() - px(LINE_2[1])) // 2
        place = QRectF(cell.x(), cell.y() + top, right - cell.x(), px(LINE_2[1]))
        if claim := self._words.claim(shown):
            self._paint_claim(painter, place, claim, "text3" if state.old_claim else state.ink2)
            return
        extra = " · ".join(tag.text for tag in tags[whole:4])
        self._text(painter, place, extra, Style(Type.SECOND, ink=state.ink2, side=RIGHT_SIDE))

    def _paint_claim(self, painter: QPainter, place: QRectF, claim: str, ink: str) -> None:
        """An eye before who has it in hand."""
        px, side = self._look.px, self._look.px(EYE)
        words = min(self._look.metrics(Type.SECOND).horizontalAdvance(claim) + 1, place.width() - side - px(4))
        eye = QPointF(place.right() - words - px(4) - side, place.center().y() - side / 2)
        painter.drawPixmap(eye, self._look.pixmap("eye", ink, EYE))
        self._text(painter, place.adjusted(place.width() - words, 0, 0, 0), claim, Style(Type.SECOND, ink=ink))

    def _lines(self, cell: QRect, left: int, right: int) -> tuple[QRectF, QRectF]:
        px, wide = self._look.px, cell.width() - left - right
        x, y = cell.x() + left, cell.y()
        return (
            QRectF(x, y + px(LINE_1[0]), wide, px(LINE_1[1])),
            QRectF(x, y + px(LINE_2[0]), wide, px(LINE_2[1])),
        )

    def _text(self, painter: QPainter, place: QRectF, text: str, how: Style) -> None:
        if not text or place.width() <= 0:
            return
        painter.setFont(self._look.font(how.size, how.bold))
        painter.setPen(self._look.colour(how.ink))
        fitted = text
        if len(text) * self._look.px(how.size) * WIDEST > place.width():  # to measure takes as long as to draw
            fitted = self._look.metrics(how.size, how.bold).elidedText(text, how.elide, place.width())
        painter.drawText(place, FLAGS[how.side], fitted)
