"""The style sheet: every colour is filled in, lengths follow the scale, Qt understands it."""

import re
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QPushButton, QWidget

import resources
from console.ui.look import Look
from console.ui.look.style import scaled, style_sheet
from console.ui.look.tokens import DARK, contrast

RESOURCES = Path(resources.__file__).parent


def test_nothing_is_left_to_fill_in(any_look: Look) -> None:
    assert "$" not in any_look.style_sheet.split("*/", 1)[1]


def test_lengths_follow_the_scale_and_hairlines_stay() -> None:
    assert style_sheet("a { width: 15px; border: 1px; top: 0px }", DARK, 2.0, RESOURCES) == (
        "a { width: 30px; border: 2px; top: 0px }"
    )
    assert style_sheet("a { border: 1px solid $line }", DARK, 0.4, RESOURCES) == "a { border: 1px solid #343B42 }"
    assert (scaled(15, 1.5), scaled(0, 2), scaled(1, 0.5)) == (22, 0, 1)


def test_an_unknown_colour_is_refused() -> None:
    with pytest.raises(KeyError):
        style_sheet("a { color: $pink }", DARK, 1.0, RESOURCES)


def test_no_text_of_the_style_sheet_is_too_small() -> None:
    sheet = (RESOURCES / "styles" / "console.qss").read_text(encoding="utf-8")
    assert min(int(px) for px in re.findall(r"font-size: (\d+)px", sheet)) >= 12


def test_qt_takes_it(any_look: Look, qapp: QApplication) -> None:
    button = QPushButton("x")
    button.setProperty("kind", "primary")
    button.ensurePolished()
    assert button.palette().buttonText().color().name().upper() == any_look.tokens.on_accent


@pytest.mark.parametrize("field", [QLineEdit, QPlainTextEdit, QComboBox])
def test_words_in_an_empty_field_reach_their_contrast(any_look: Look, field: type[QWidget]) -> None:
    shown = field()
    shown.ensurePolished()
    ink = shown.palette().placeholderText().color()
    assert ink.alpha() == 255  # half transparent, it would reach 3.3 in the light theme and 3.9 in the dark one
    assert contrast(ink.name(), any_look.tokens.control) >= 4.5


def test_an_unknown_theme_is_refused() -> None:
    with pytest.raises(KeyError):
        Look("sepia", 1.0, RESOURCES)
