"""`Look`: one theme at one scale, handed to every widget through its constructor."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from console.ui.look.fonts import load_fonts, make_font
from console.ui.look.icons import Icons
from console.ui.look.lamps import draw_lamp
from console.ui.look.sizes import Type
from console.ui.look.style import scaled, style_sheet
from console.ui.look.tokens import THEMES, Tokens


class Look:
    """Colours, type and icons of one theme ("dark" or "light") at one scale (1.0 = 100 %).

    `resources` is the folder that holds `fonts/`, `icons/` and `styles/`. Raises KeyError for an unknown theme.
    """

    def __init__(self, theme: str, scale: float, resources: Path) -> None:
        self.tokens: Tokens = THEMES[theme]
        self.scale = scale
        self.resources = resources
        self._icons = Icons(resources / "icons")
        self._fonts: dict[tuple[int, bool], QFont] = {}
        self._metrics: dict[tuple[int, bool], QFontMetricsF] = {}
        self._colours: dict[tuple[str, int], QColor] = {}
        self._lamps: dict[tuple[str, int, float], QPixmap] = {}

    def dress(self, application: QApplication) -> None:
        """Give the application this look: base style, shipped fonts, default font and style sheet."""
        load_fonts(self.resources / "fonts")
        application.setStyle("Fusion")
        application.setFont(self.font(Type.MAIN))
        application.setStyleSheet(self.style_sheet)

    @cached_property
    def style_sheet(self) -> str:
        """The Qt style sheet of this look."""
        template = (self.resources / "styles" / "console.qss").read_text(encoding="utf-8")
        return style_sheet(template, self.tokens, self.scale, self.resources)

    def px(self, length: float) -> int:
        """A length of the design, in px of this scale."""
        return scaled(round(length), self.scale)

    def font(self, size: int = Type.MAIN, bold: bool = False) -> QFont:
        """The one family at a size of `Type`."""
        key = (int(size), bold)
        if key not in self._fonts:
            self._fonts[key] = make_font(self.px(size), bold)
        return self._fonts[key]

    def metrics(self, size: int = Type.MAIN, bold: bool = False) -> QFontMetricsF:
        """Widths and heights of `font(size, bold)`."""
        key = (int(size), bold)
        if key not in self._metrics:
            self._metrics[key] = QFontMetricsF(self.font(size, bold))
        return self._metrics[key]

    def colour(self, name: str, alpha: int = 255) -> QColor:
        """A colour of the theme by its name. Callers must not change it."""
        key = (name, alpha)
        if key not in self._colours:
            colour = QColor(getattr(self.tokens, name))
            colour.setAlpha(alpha)
            self._colours[key] = colour
        return self._colours[key]

    def lamp(self, shape: str, side: int, ratio: float = 1.0) -> QPixmap:
        """A lamp as `draw_lamp` draws it, kept for lists that paint it again and again; `side` in px, no rim."""
        key = (shape, side, ratio)
        if key not in self._lamps:
            drawn = QPixmap(QSize(side, side) * ratio)
            drawn.setDevicePixelRatio(ratio)
            drawn.fill(Qt.GlobalColor.transparent)
            painter = QPainter(drawn)
            draw_lamp(painter, self.tokens, shape, QRectF(0, 0, side, side))
            painter.end()
            self._lamps[key] = drawn
        return self._lamps[key]

    def icon(self, name: str, ink: str = "text2", size: int = 20) -> QIcon:
        """An icon of `resources/icons` in a colour of the theme, `size` px at 100 %."""
        return QIcon(self.pixmap(name, ink, size))

    def pixmap(self, name: str, ink: str = "text2", size: int = 20, ratio: float = 1.0) -> QPixmap:
        """The same as a pixmap; `ratio` is the device pixel ratio of the screen."""
        return self._icons.pixmap(name, getattr(self.tokens, ink), self.px(size), ratio)
