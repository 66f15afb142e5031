"""Icons: SVG files in a 20-px box with 1.6-px strokes, coloured when they are drawn."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer


class IconMissing(LookupError):
    """No readable SVG of this name is in the folder of icons."""


class Icons:
    """The icons of one folder. They are drawn once per name, colour and size."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._drawn: dict[tuple[str, str, int, float], QPixmap] = {}

    def names(self) -> list[str]:
        """Every icon there is, in order."""
        return sorted(path.stem for path in self._folder.glob("*.svg"))

    def pixmap(self, name: str, colour: str, px: int, ratio: float = 1.0) -> QPixmap:
        """The icon at `px` logical pixels in `colour` (#RRGGBB). Raises IconMissing."""
        key = (name, colour, px, ratio)
        if key not in self._drawn:
            self._drawn[key] = self._draw(name, colour, px, ratio)
        return self._drawn[key]

    def _draw(self, name: str, colour: str, px: int, ratio: float) -> QPixmap:
        path = self._folder / f"{name}.svg"
        if not path.is_file():
            raise IconMissing(name)
        source = path.read_text(encoding="utf-8").replace("currentColor", colour)
        renderer = QSvgRenderer(QByteArray(source.encode()))
        if not renderer.isValid():
            raise IconMissing(f"{name}: not an SVG")
        return _render(renderer, px, ratio)


def _render(renderer: QSvgRenderer, px: int, ratio: float) -> QPixmap:
    pixmap = QPixmap(round(px * ratio), round(px * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, px, px))
    painter.end()
    return pixmap
