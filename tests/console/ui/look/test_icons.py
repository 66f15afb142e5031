"""Icons: every one renders, in the colour asked for, in its 20-px box."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage

import resources
from console.ui.look import Look
from console.ui.look.icons import IconMissing

NAMES = sorted(path.stem for path in (Path(resources.__file__).parent / "icons").glob("*.svg"))
PROMISED = [
    *("search", "link", "unlink", "clock", "up", "sound", "mute", "eye", "user", "layers", "plus", "minus", "fit"),
    *("filter", "sort", "stack", "screen", "photo", "camera", "check", "cross", "back", "grid", "pin", "note", "lock"),
    *("export", "flag", "keyboard", "down", "right", "play", "pause", "route", "phone"),
]


def pixels(look: Look, name: str, ink: str, ratio: float = 1.0) -> np.ndarray:
    image = look.pixmap(name, ink, 20, ratio).toImage().convertToFormat(QImage.Format.Format_ARGB32)
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)[:, :, ::-1].copy()


def test_all_promised_icons_are_there() -> None:
    assert set(PROMISED) <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_each_icon_renders(look: Look, name: str) -> None:
    drawn = pixels(look, name, "text2")[:, :, 0] > 100  # opacity
    assert drawn.sum() >= 10
    assert not drawn[0].all()


@pytest.mark.parametrize("name", PROMISED)
def test_icons_take_the_colour_asked_for(look: Look, name: str) -> None:
    drawn = pixels(look, name, "accent")
    solid = drawn[drawn[:, :, 0] > 250][:, 1:].astype(int)
    assert (abs(solid - np.array([0x6C, 0xB1, 0xEC])) <= 3).all()


def test_icons_are_sharp_on_a_dense_screen(look: Look) -> None:
    assert pixels(look, "search", "text2", 2.0).shape == (40, 40, 4)


def test_an_unknown_icon_is_named(look: Look) -> None:
    with pytest.raises(IconMissing, match="no-such-icon"):
        look.pixmap("no-such-icon")


def test_a_broken_icon_is_named(tmp_path: Path, look: Look) -> None:
    from console.ui.look.icons import Icons

    (tmp_path / "broken.svg").write_text("not an svg", encoding="utf-8")
    with pytest.raises(IconMissing, match="broken"):
        Icons(tmp_path).pixmap("broken", "#FFFFFF", 20)
