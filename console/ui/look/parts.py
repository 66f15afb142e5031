"""Small plain parts of every window: labels by role, hairlines, icons, lamps and key caps as widgets."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from console.ui.look.lamps import draw_lamp
from console.ui.look.look import Look
from console.ui.look.sizes import Height, Radius, Type
from console.ui.look.words import bound


def label(text: str = "", role: str = "", wrap: bool = False) -> QLabel:
    """A label; `role` is one of the style sheet's: title, head, strong, two, two15, cap, num, clock, unsent, …"""
    made = WrapLabel(text) if wrap else QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        made.setProperty("role", role)
    return made


class WrapLabel(QLabel):
    """Goes on in a next line, which never begins with a "·"; `text` and a screen reader have the words as given."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self._given = ""
        self.setWordWrap(True)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Other words."""
        self._given = text
        super().setText(bound(text))
        self.setAccessibleName(text)

    def text(self) -> str:
        """The words."""
        return self._given


def set_role(shown: QWidget, role: str) -> None:
    """Give a label another role and have the style sheet look again."""
    if shown.property("role") != role:
        shown.setProperty("role", role)
        restyle(shown)


def restyle(shown: QWidget) -> None:
    """Have the style sheet look again, after a property that it asks for has changed."""
    shown.style().unpolish(shown)
    shown.style().polish(shown)


def hair(vertical: bool = False) -> QFrame:
    """A hairline, across or down."""
    line = QFrame()
    line.setObjectName("hair")
    (line.setFixedWidth if vertical else line.setFixedHeight)(1)
    return line


class IconLabel(QLabel):
    """An icon that stands beside words; it has no accessible name of its own, the words have."""

    def __init__(self, look: Look, name: str, ink: str = "text2", size: int = 20) -> None:
        super().__init__()
        self._look, self._size = look, size
        self.setFixedSize(look.px(size), look.px(size))
        self.show_icon(name, ink)

    def show_icon(self, name: str, ink: str = "text2") -> None:
        """Show another icon, or the same in another colour."""
        self.setPixmap(self._look.pixmap(name, ink, self._size, self.devicePixelRatioF()))


class LampLabel(QWidget):
    """A lamp or mark with the words for it as accessible name."""

    def __init__(self, look: Look, shape: str, words: str, size: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setFixedSize(look.px(size), look.px(size))
        self.show_lamp(shape, words)

    def show_lamp(self, shape: str, words: str) -> None:
        """Show another lamp."""
        self._shape = shape
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lamp, one px inside so that its rim is whole."""
        painter = QPainter(self)
        draw_lamp(painter, self._look.tokens, self._shape, QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.end()


def draw_key_cap(painter: QPainter, look: Look, text: str, box: QRectF, ink: str = "text2") -> None:
    """Draw a key cap into `box`, which is as wide as `key_cap_width` says."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(QPen(look.colour("edge"), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), look.px(Radius.TAG), look.px(Radius.TAG))
    painter.setPen(look.colour(ink))
    painter.setFont(look.font(Type.SMALL))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def key_cap_width(look: Look, text: str) -> int:
    """Width of a key cap in px, at least 22."""
    return max(look.px(22), round(look.metrics(Type.SMALL).horizontalAdvance(text)) + look.px(10))


class KeyCap(QWidget):
    """A key as it stands beside the button or word that it works."""

    def __init__(self, look: Look, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._key = look, key
        self.setAccessibleName(key)
        self.setFixedSize(key_cap_width(look, key), look.px(Height.KEY_CAP))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cap; without the thing it works it is grey."""
        painter = QPainter(self)
        ink = "text2" if self.isEnabled() else "text3"
        draw_key_cap(painter, self._look, self._key, QRectF(self.rect()), ink)
        painter.end()
