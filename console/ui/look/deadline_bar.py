"""The deadline before the deed: a bar with work time to scale, pauses hatched and narrowed, now and due marked."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from console.ui.look.look import Look
from console.ui.look.sizes import Type
from console.ui.look.words import Words
from rules.deadlines import Preview

PAUSE_SHARE = 0.05
"""A pause is drawn at this share of its length …"""
LEAST_PAUSE = 0.025
"""… but at least this share of all the work time wide."""
BAR_TOP, BAR_HIGH, HIGH = 22, 12, 56


@dataclass(frozen=True, slots=True)
class Stretch:
    """One stretch of time, UTC ms, and where it lies on the bar, 0 to 1."""

    start: int
    end: int
    works: bool
    left: float
    right: float


def stretches(preview: Preview) -> tuple[Stretch, ...]:
    """The stretches of a preview from left to right; they fill the bar."""
    pieces = [(start, end, True) for start, end in preview.work] + [(p.start, p.end, False) for p in preview.pauses]
    pieces.sort()
    work = sum(end - start for start, end, works in pieces if works) or 1
    weights = [
        end - start if works else max((end - start) * PAUSE_SHARE, work * LEAST_PAUSE) for start, end, works in pieces
    ]
    whole, at, made = sum(weights) or 1, 0.0, []
    for (start, end, works), weight in zip(pieces, weights, strict=True):
        made.append(Stretch(start, end, works, at / whole, (at + weight) / whole))
        at += weight
    return tuple(made)


def place(parts: tuple[Stretch, ...], instant: int) -> float:
    """Where an instant lies on the bar, 0 to 1; before and after it, at its ends."""
    for part in parts:
        if instant < part.start:
            return part.left
        if instant <= part.end:
            share = (instant - part.start) / max(part.end - part.start, 1)
            return part.left + share * (part.right - part.left)
    return 1.0


class DeadlineBar(QWidget):
    """Shows a `Preview`; the accessible name says now and due in words."""

    def __init__(self, look: Look, words: Words, preview: Preview | None = None) -> None:
        super().__init__()
        self._look, self._words = look, words
        self.setFixedHeight(look.px(HIGH))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_preview(preview)

    def say_in(self, words: Words) -> None:
        """Speak in the zone of another city from the next preview on."""
        self._words = words

    def show_preview(self, preview: Preview | None) -> None:
        """Show another preview; None leaves the place empty."""
        self._preview = preview
        self._parts = stretches(preview) if preview else ()
        self._captions = self._say_ends(preview) if preview else ("", "")
        self.setAccessibleName(", ".join(self._captions) if preview else "")
        self.update()

    def _say_ends(self, preview: Preview) -> tuple[str, str]:
        now, due = self._words.clock(preview.now), self._words.due(preview.due)
        return self.tr("now {0}").format(now), self.tr("due {0}").format(due)

    def sizeHint(self) -> QSize:
        """Wide enough for both captions."""
        return QSize(self._look.px(320), self._look.px(HIGH))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the stretches, their days, and the two marks with their words."""
        if self._preview is None:
            return
        painter = QPainter(self)
        self._draw_stretches(painter)
        self._draw_days(painter)
        self._draw_ends(painter, self._preview)
        painter.end()

    def _x(self, share: float) -> float:
        return 1 + share * (self.width() - 3)

    def _box(self, left: float, right: float) -> QRectF:
        top, high = self._look.px(BAR_TOP), self._look.px(BAR_HIGH)
        return QRectF(self._x(left), top, self._x(right) - self._x(left), high)

    def _draw_stretches(self, painter: QPainter) -> None:
        for part in self._parts:
            box = self._box(part.left, part.right)
            painter.fillRect(box, self._look.colour("accent_fill" if part.works else "panel"))
            if not part.works:
                painter.fillRect(box, QBrush(self._look.colour("edge"), Qt.BrushStyle.BDiagPattern))
        painter.setPen(QPen(self._look.colour("edge"), 1))
        painter.drawRect(self._box(0, 1))

    def _draw_days(self, painter: QPainter) -> None:
        """The day under its first stretch of work, days off under their pause, as far as there is room."""
        painter.setFont(self._look.font(Type.SECOND))
        painter.setPen(self._look.colour("text2"))
        metrics, free, last = self._look.metrics(Type.SECOND), -1.0, ""
        top, high = self._look.px(BAR_TOP + BAR_HIGH + 2), self._look.px(18)
        for part in self._parts:
            day, at = self._day(part), self._x(part.left)
            wide = metrics.horizontalAdvance(day)
            at = min(at, self.width() - wide - 1)
            if day not in ("", last) and at > free:
                painter.drawText(QRectF(at, top, wide + 2, high), Qt.AlignmentFlag.AlignVCenter, day)
                free = at + wide + self._look.px(8)
            last = day or last

    def _day(self, part: Stretch) -> str:
        return self._words.day_name(part.start) if part.works else self._words.whole_days(part.start, part.end)

    def _draw_ends(self, painter: QPainter, preview: Preview) -> None:
        now_at, due_at = self._x(place(self._parts, preview.now)), self._x(place(self._parts, preview.due))
        top, high = self._look.px(BAR_TOP - 5), self._look.px(BAR_HIGH + 10)
        for at in (now_at, due_at):
            painter.fillRect(QRectF(at - 1, top, 2, high), self._look.colour("text"))
        now, due = self._captions
        line, height = self.width(), self._look.px(18)
        painter.setPen(self._look.colour("text2"))
        painter.drawText(QRectF(now_at + self._look.px(5), 0, line, height), Qt.AlignmentFlag.AlignVCenter, now)
        painter.setFont(self._look.font(Type.SECOND, True))
        painter.setPen(self._look.colour("text"))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(0, 0, due_at - self._look.px(6), height), right, due)
