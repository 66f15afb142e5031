"""Words in as many lines as they need, up to some: only what goes beyond the last one ends in "…"."""

from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF, QTextLayout

from console.ui.look.words import bound

KEPT = 64  # the legs of a few cases: they are measured each time they are painted


@lru_cache(maxsize=KEPT)
def lines_of(words: str, font: QFont, width: int, most: int) -> tuple[str, ...]:
    """The lines of these words at this width in px; one line at least."""
    text = bound(words)
    starts = _starts(text, font, width)[:most]
    ends = [*starts[1:], len(text)]
    lines = [text[start:end].rstrip(" ") for start, end in zip(starts, ends, strict=True)]
    lines[-1] = QFontMetricsF(font).elidedText(lines[-1], Qt.TextElideMode.ElideRight, width)
    return tuple(lines)


def _starts(text: str, font: QFont, width: int) -> list[int]:
    """Where the lines begin."""
    layout, found = QTextLayout(text, font), []
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        found.append(line.textStart())
    layout.endLayout()
    return found or [0]
