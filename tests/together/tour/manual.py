"""The manual's pictures: small copies of the tour's, in the manual's language, with the names of what is seen on them.

`docs/manual/pictures/index.json` keeps, for each picture, those of the product's own texts that were read from the
window with it. A test holds them against today's texts: a picture of what is no more cannot stay unnoticed.
"""

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from PIL import Image

from tests.together.tour.texts import said

MANUAL = Path(__file__).parents[3] / "docs" / "manual"
PICTURES = MANUAL / "pictures"
LANGUAGES = ("zh_CN", "en")
PICTURE = re.compile(r"!\[[^\]]*\]\(pictures/([a-z_A-Z]+)/([a-z0-9-]+)\.webp\)")
WIDEST = {True: 1280, False: 420}  # px of a window, of a page on a phone
QUALITY = 72


def wanted(language: str) -> tuple[str, ...]:
    """The names of the pictures in one language's manual, in their order."""
    text = (MANUAL / f"{language}.md").read_text(encoding="utf-8")
    return tuple(dict.fromkeys(name for _, name in PICTURE.findall(text)))


def renew(albums: Mapping[str, Path]) -> None:
    """Take each picture from the album in which it is in the manual's language; those that it shows no more go.

    An album has some windows in the other language: they are the other manual's.
    """
    found = {album: _index(album) for album in albums.values()}
    told = {language: list(_taken(language, found)) for language in albums}
    text = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    (PICTURES / "index.json").write_text(text, encoding="utf-8")


def _index(album: Path) -> dict[str, Any]:
    return {told["name"]: told for told in json.loads((album / "index.json").read_text(encoding="utf-8"))}


def _taken(language: str, albums: Mapping[Path, Mapping[str, Any]]) -> Iterable[dict[str, Any]]:
    folder = PICTURES / language
    folder.mkdir(parents=True, exist_ok=True)
    names = wanted(language)
    for old in set(folder.glob("*.webp")) - {folder / f"{name}.webp" for name in names}:
        old.unlink()
    own = said(language)
    for name in names:
        album = _speaking(language, name, albums)
        _small(album / f"{name}.png", folder / f"{name}.webp")
        says = [text for text in albums[album][name]["texts"] if text in own]
        yield {"name": name, "language": language, "says": says}


def _speaking(language: str, name: str, albums: Mapping[Path, Mapping[str, Any]]) -> Path:
    for album, index in albums.items():
        if index[name]["language"] == language:
            return album
    raise LookupError(f"{name} was taken in no album in {language}")


def _small(source: Path, target: Path) -> None:
    with Image.open(source) as picture:
        wide = WIDEST[picture.width > picture.height]
        size = (wide, picture.height * wide // picture.width)
        picture.convert("RGB").resize(size, Image.Resampling.LANCZOS).save(target, quality=QUALITY, method=6)
