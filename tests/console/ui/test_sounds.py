"""A machine that plays no sounds says so where the switch is; one that does plays them by its own program."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton

from console.ui import sounds
from console.ui.sounds import Sound, SwitchedSounds, SystemSounds
from console.ui.top_bar import TopBar
from tests.console.ui.conftest import Room


def player_is(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """The machine has this player, "" = none."""
    monkeypatch.setattr(sounds.sys, "platform", "linux")
    monkeypatch.setattr(sounds.shutil, "which", lambda each: f"/usr/bin/{each}" if each == name else None)


def switch_of(room: Room, folder: Path) -> tuple[TopBar, QPushButton]:
    bar = TopBar(room.context, SwitchedSounds(SystemSounds(folder)))
    (switch,) = [each for each in bar.findChildren(QPushButton) if "提示音" in each.accessibleName()]
    return bar, switch


def test_without_a_player_the_switch_says_so_and_cannot_be_turned(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    player_is(monkeypatch, "")
    _bar, switch = switch_of(room, tmp_path)
    assert (switch.text(), switch.isEnabled()) == ("无提示音", False)
    assert switch.toolTip() == "本机没有播放声音的程序（pw-play | paplay | aplay | afplay），紧急案卷只看得到、听不到"
    SystemSounds(tmp_path).play(Sound.URGENT)  # and harms nobody


@pytest.mark.parametrize("name", ["pw-play", "aplay", "afplay"])
def test_with_a_player_the_switch_is_one(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    player_is(monkeypatch, name)
    _bar, switch = switch_of(room, tmp_path)
    assert (switch.text(), switch.isEnabled(), switch.toolTip()) == ("提示音 开", True, "")
