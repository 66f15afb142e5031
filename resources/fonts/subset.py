"""Cut the console's own font out of Noto Sans CJK SC: `python resources/fonts/subset.py FOLDER_OF_THE_TTC`.

FOLDER_OF_THE_TTC holds `NotoSansCJK-Regular.ttc` and `NotoSansCJK-Bold.ttc` (Debian: fonts-noto-cjk); needs fonttools.
The result keeps every character of GB2312, so that no address loses one silently, plus Latin and the symbols below;
whatever is still missing shows as a visible box (`notdef_outline`). The family is renamed, as the licence asks.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

FAMILY = "Griddesk Sans"
SOURCE_FAMILY = "Noto Sans CJK SC"
HERE = Path(__file__).parent
RANGES = (
    (0x0020, 0x007E),  # Basic Latin
    (0x00A0, 0x017F),  # Latin-1 and Latin Extended-A: names of people and of Boston's streets
    (0x01CD, 0x01DC),  # pinyin vowels with tones
    (0x0391, 0x03C9),  # Greek
    (0x2010, 0x2027),  # dashes, quotes, bullets, ellipsis
    (0x2030, 0x203B),
    (0x2190, 0x2199),  # arrows
    (0x2200, 0x22FF),  # mathematical operators
    (0x2460, 0x2473),  # circled digits
    (0x25A0, 0x25CF),  # geometric shapes
    (0x3000, 0x303F),  # CJK punctuation
    (0x3380, 0x33DF),  # square units, as in ㎡
    (0xFF01, 0xFF5E),  # full-width forms
    (0xFFE0, 0xFFE5),
)
SINGLE = "€℃№™⏎⌘☎✓〇"


def gb2312() -> Iterator[int]:
    """Every character of GB2312, rows 1 to 87."""
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                yield ord(bytes((row, cell)).decode("gb2312"))
            except UnicodeDecodeError:
                continue


def wanted() -> set[int]:
    """All code points that the font shall have, as far as the source has them."""
    latin = {code for first, last in RANGES for code in range(first, last + 1)}
    return latin | set(gb2312()) | {ord(letter) for letter in SINGLE}


def simplified_chinese(collection: Path) -> TTFont:
    """The simplified Chinese face of a collection."""
    for font in TTCollection(str(collection)).fonts:
        if font["name"].getDebugName(1).startswith(SOURCE_FAMILY):
            return font
    raise SystemExit(f"{collection}: no face named {SOURCE_FAMILY}")


def rename(font: TTFont, style: str) -> None:
    """Give the face our family name; drop the names in other languages, which still carry the old one."""
    names = font["name"]
    names.names = [name for name in names.names if name.platformID == 3 and name.langID == 0x409]
    post_script = f"{FAMILY.replace(' ', '')}-{style}"
    fresh = {1: FAMILY, 2: style, 3: post_script, 4: f"{FAMILY} {style}", 6: post_script, 16: FAMILY, 17: style}
    for number, text in fresh.items():
        names.setName(text, number, 3, 1, 0x409)
    top = font["CFF "].cff
    top.fontNames[0] = post_script
    top[0].FamilyName, top[0].FullName = FAMILY, f"{FAMILY} {style}"


def cut(folder: Path, style: str) -> Path:
    """Write one weight beside this script and return its path."""
    font = simplified_chinese(folder / f"NotoSansCJK-{style}.ttc")
    options = subset.Options()
    options.hinting = False
    options.notdef_outline = True
    options.recalc_timestamp = False  # the same input gives the same bytes
    options.layout_features = ["kern", "ccmp", "mark", "mkmk", "liga"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted())
    cutter.subset(font)
    rename(font, style)
    target = HERE / f"GriddeskSans-{style}.otf"
    font.save(str(target))
    return target


if __name__ == "__main__":
    for weight in ("Regular", "Bold"):
        written = cut(Path(sys.argv[1]), weight)
        print(written.name, written.stat().st_size)
