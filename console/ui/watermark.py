"""The watermark of a window: who sits here and when, faint over all of it, so that a photo of the screen names both.

It takes no clicks and no keys, and lies below what opens over the window for a moment. Nothing is shown with nobody
signed in: then there is nothing of a case to be seen either.
"""

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from console.ui.context import Context

_WIDE, _HIGH = 460, 240
"""px of a tile: two lines of it stand on each, one between those of the other."""
_TURNED = -20  # degrees
_FAINT = 18  # of 255: read on a photo, passed over by who works


class Watermark(QWidget):
    """Covers `window`, and follows its size; `seat` says whose name it is."""

    def __init__(self, context: Context, seat: str, window: QWidget) -> None:
        super().__init__(window)
        self._context, self._seat = context, seat
        self._tile = QPixmap()
        self.words = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        window.installEventFilter(self)
        context.board.seats_changed.connect(self.renew)
        context.people.changed.connect(self.renew)
        context.city_changed.connect(self.renew)
        context.second.connect(self.renew)
        self.renew()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window's size is ours."""
        if event.type() in {QEvent.Type.Resize, QEvent.Type.Show} and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return False

    @Slot()
    def renew(self) -> None:
        """Draw it anew when it says something else: once a minute."""
        words = self._said()
        if words == self.words:
            return
        self.words = words
        self._tile = self._drawn()
        self.setVisible(bool(words))
        self.update()

    def _said(self) -> str:
        actor, context = self._context.actor(self._seat), self._context
        if actor is None or context.city is None:
            return ""
        now = context.now()
        who = " ".join(dict.fromkeys((context.people.of(actor), actor.id)))
        return f"{who}  {context.words.day(now)} {context.words.clock(now)}"

    def _drawn(self) -> QPixmap:
        look, ratio = self._context.look, self.devicePixelRatioF()
        wide, high = look.px(_WIDE), look.px(_HIGH)
        tile = QPixmap(round(wide * ratio), round(high * ratio))
        tile.setDevicePixelRatio(ratio)
        tile.fill(Qt.GlobalColor.transparent)
        painter = QPainter(tile)
        painter.setFont(look.font())
        painter.setPen(look.colour("text", _FAINT))
        for x, y in ((0.05, 0.45), (0.45, 0.95)):
            painter.save()
            painter.translate(QPointF(x * wide, y * high))
            painter.rotate(_TURNED)
            painter.drawText(0, 0, self.words)
            painter.restore()
        painter.end()
        return tile

    def paintEvent(self, event: QPaintEvent) -> None:
        """Only what is painted below is painted over."""
        painter = QPainter(self)
        painter.setClipRegion(event.region())
        painter.drawTiledPixmap(self.rect(), self._tile)
        painter.end()
