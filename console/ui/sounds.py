"""Sounds: a port with few kinds, a real player that starts the system's own program, and one that writes a log.

Each sound has a visible twin on the windows; none is ever the only sign of anything.
"""

import shutil
import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, QProcess

PLAYERS = (("pw-play",), ("paplay",), ("aplay", "-q"), ("afplay",))  # the last one is that of macOS


class Sound(StrEnum):
    """Every sound there is; the value names its file in `resources/sounds`."""

    URGENT = "urgent"  # an urgent case; repeats until it is fetched or told
    DECISION = "decision"  # a second return, an urged case
    CONFLICT = "conflict"


class Sounds(Protocol):
    """What the windows ask for."""

    @property
    def can_play(self) -> bool:
        """Whether anything would be heard."""

    def play(self, kind: Sound) -> None:
        """Play it once, without waiting; never raises."""


class SystemSounds(QObject):
    """Plays the WAV files of a folder through a player of the system; without one it stays silent, as it says."""

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._player = next((player for player in PLAYERS if shutil.which(player[0])), None)

    @property
    def can_play(self) -> bool:
        """Whether the system has a player."""
        return sys.platform == "win32" or self._player is not None

    def play(self, kind: Sound) -> None:
        """Start the player and forget it: a sound that fails must not disturb the work."""
        file = str(self._folder / f"{kind}.wav")
        if sys.platform == "win32":
            import winsound

            winsound.PlaySound(file, winsound.SND_FILENAME | winsound.SND_ASYNC | winsound.SND_NODEFAULT)
        elif self._player:
            player = QProcess()
            player.setProgram(self._player[0])
            player.setArguments([*self._player[1:], file])
            player.setStandardErrorFile(
                QProcess.nullDevice()
            )  # a machine without a sound card need not say so each time
            player.startDetached()


class LoggedSounds:
    """Writes one line per sound (instant ms UTC, kind) to a file, for tests of whole processes and for silent rooms."""

    def __init__(self, file: Path, now: Callable[[], int]) -> None:
        self._file = file
        self._now = now
        self.can_play = True

    def play(self, kind: Sound) -> None:
        """Add the line."""
        with self._file.open("a", encoding="utf-8") as log:
            log.write(f"{self._now()} {kind}\n")


class SwitchedSounds:
    """Sounds behind the switch of the top bar; urgent ones pass even when it is off."""

    def __init__(self, sounds: Sounds, on: bool = True) -> None:
        self._sounds = sounds
        self.on = on
        self.can_play = sounds.can_play

    def play(self, kind: Sound) -> None:
        """Pass it on unless the switch is off."""
        if self.on or kind is Sound.URGENT:
            self._sounds.play(kind)
