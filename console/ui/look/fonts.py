"""The console's type: one family in two weights, with tabular figures, found on the machine or brought along."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase

OWN_FAMILY = "Griddesk Sans"
FAMILIES = ("Noto Sans CJK SC", "Microsoft YaHei UI", "PingFang SC", OWN_FAMILY)
"""In order of preference: a machine's own Chinese family covers more characters than the shipped subset."""


class FontMissing(Exception):
    """A shipped font file is not there or cannot be read; the message names it."""


def load_fonts(folder: Path) -> None:
    """Make the shipped fonts known to Qt. Needs an application object."""
    for weight in ("Regular", "Bold"):
        path = folder / f"GriddeskSans-{weight}.otf"
        if QFontDatabase.addApplicationFont(str(path)) < 0:
            raise FontMissing(str(path))


def make_font(px: int, bold: bool = False) -> QFont:
    """The one family at `px`, Regular or Bold."""
    font = QFont()
    font.setFamilies(list(FAMILIES))
    font.setPixelSize(px)
    font.setBold(bold)
    font.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font
