"""What time it is in the city: the machine's time, the test clock at a speed, or stepped. See docs/architecture.md.

The test clock's file holds {"at": ms UTC, "rate": r, "real": monotonic s}; server, console and simulator read it.
"""

import json
import time
from pathlib import Path
from typing import Protocol

from server.simulator.files import write


class Clock(Protocol):
    """Says what time it is in the city."""

    speed: float

    def now(self) -> int:
        """The present instant, ms UTC."""
        ...


class MachineClock:
    """The server's time, by the machine's clock and how far the server is ahead of it (ms)."""

    def __init__(self, ahead: int) -> None:
        self.speed = 1.0
        self._ahead = ahead

    def now(self) -> int:
        """The present instant."""
        return time.time_ns() // 1_000_000 + self._ahead


class FollowedClock:
    """The test clock as somebody else writes it."""

    def __init__(self, file: Path) -> None:
        self.speed = 1.0
        self._file, self._last = file, 0

    def now(self) -> int:
        """The present instant; while the file is being written, the last one it showed."""
        found = read_clock(self._file)
        self._last = found if found is not None else self._last
        return self._last


class RatedClock:
    """The test clock, which runs from `at` at a speed; the file is written for all to read. Raises NotWritten."""

    def __init__(self, file: Path, at: int, speed: float) -> None:
        self.speed = speed
        self._at, self._real = at, time.monotonic()
        _write(file, at, speed, self._real)

    def now(self) -> int:
        """The present instant."""
        return int(self._at + self.speed * (time.monotonic() - self._real) * 1000)


class SteppedClock:
    """The test clock, which stands until it is put on: for full speed."""

    def __init__(self, file: Path, at: int) -> None:
        self.speed = 0.0
        self._file = file
        self._at = at
        self.step(at)

    def now(self) -> int:
        """The present instant."""
        return self._at

    def step(self, at: int) -> None:
        """Put it on to an instant. Raises NotWritten: it stands where it was then."""
        _write(self._file, at, 0, 0)
        self._at = at


def read_clock(file: Path) -> int | None:
    """What an existing test clock shows; None where there is none that can be read."""
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
        gone = time.monotonic() - told["real"] if "real" in told else time.time() - file.stat().st_mtime
        return int(told["at"] + told.get("rate", 1) * gone * 1000)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _write(file: Path, at: int, rate: float, real: float) -> None:
    write(file, json.dumps({"at": at, "rate": rate, "real": real}))
