"""The shipped font: all of GB2312 and every character of our own texts; what it lacks is a visible box."""

from dataclasses import fields
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from PySide6.QtGui import QFontDatabase, QFontMetrics, QRawFont
from PySide6.QtWidgets import QApplication

import resources
from console.ui.look.fonts import FAMILIES, OWN_FAMILY, FontMissing, load_fonts, make_font
from console.ui.look.words import WORDS

FOLDER = Path(resources.__file__).parent
FILES = [FOLDER / "fonts" / f"GriddeskSans-{weight}.otf" for weight in ("Regular", "Bold")]
BOTH = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def known(path: Path) -> set[int]:
    with TTFont(path) as font:
        return set(font.getBestCmap())


@BOTH
def test_all_of_gb2312_is_there(path: Path) -> None:
    codes = known(path)
    pairs = (bytes((row, cell)) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    characters = [c for c in (pair.decode("gb2312", errors="ignore") for pair in pairs) if c]
    assert len(characters) == 6763  # 3,755 of level 1 and 3,008 of level 2
    assert [c for c in characters if ord(c) not in codes] == []


@BOTH
def test_rare_place_names_and_signs_are_there(path: Path) -> None:
    assert [c for c in "嵩邙荥圪碓砦㎡℃①→↑·–—…“”「」《》【】≤≥×±0123456789" if ord(c) not in known(path)] == []


@BOTH
def test_every_character_of_our_texts_is_there(path: Path) -> None:
    said = "".join(str(getattr(words, field.name)) for words in WORDS.values() for field in fields(words))
    for catalogue in sorted((FOLDER / "texts").glob("*.toml")):
        said += catalogue.read_text(encoding="utf-8")
    said += (FOLDER / "i18n" / "zh_CN.ts").read_text(encoding="utf-8")
    codes = known(path)
    assert sorted({c for c in said if not c.isspace() and ord(c) not in codes}) == []


@BOTH
def test_all_digits_are_equally_wide(path: Path) -> None:
    with TTFont(path) as font:
        cmap, widths = font.getBestCmap(), font["hmtx"]
        assert len({widths[cmap[ord(digit)]][0] for digit in "0123456789"}) == 1


@BOTH
def test_what_is_missing_shows_as_a_box(path: Path) -> None:
    with TTFont(path) as font:
        top = font["CFF "].cff[0]
        assert len(top.CharStrings[".notdef"].bytecode or top.CharStrings[".notdef"].program) > 10


@BOTH
def test_the_family_bears_our_name_only(path: Path) -> None:
    with TTFont(path) as font:
        names = {record.toUnicode() for record in font["name"].names if record.nameID in (1, 3, 4, 6, 16)}
        assert all(name.startswith(("Griddesk Sans", "GriddeskSans")) for name in names)


def test_qt_finds_both_weights(qapp: QApplication) -> None:
    load_fonts(FOLDER / "fonts")
    assert {"Regular", "Bold"} <= set(QFontDatabase.styles(OWN_FAMILY))
    raw = QRawFont(str(FILES[0]), 20)
    assert raw.supportsCharacter(ord("网"))


def test_the_families_are_asked_for_in_order(qapp: QApplication) -> None:
    font = make_font(15, bold=True)
    assert font.families() == list(FAMILIES)
    assert FAMILIES[-1] == OWN_FAMILY
    assert (font.pixelSize(), font.bold()) == (15, True)
    assert QFontMetrics(font).horizontalAdvance("00000") == QFontMetrics(font).horizontalAdvance("11111")


def test_a_missing_font_is_named(qapp: QApplication, tmp_path: Path) -> None:
    with pytest.raises(FontMissing, match="GriddeskSans-Regular"):
        load_fonts(tmp_path)
