"""What time it is: the machine's clock, or the test clock of a synthetic city."""

import json
import time
from pathlib import Path
from typing import Protocol

from server.said import Told


class Clock(Protocol):
    """Says what time it is, in ms UTC."""

    def now(self) -> int:
        """The present instant."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> int:
        """The present instant."""
        return time.time_ns() // 1_000_000


class ClockFileError(Told):
    """The test clock's file is missing or is no test clock."""


class FileClock:
    """The test clock: {"at": ms UTC, "rate": r, "real": monotonic s}; now = at + rate x (monotonic - real).

    Re-read at each `now`. Without "real" the file's own age counts.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self.now()

    def now(self) -> int:
        """The present instant of the test clock. Raises ClockFileError."""
        try:
            said = json.loads(self._file.read_text(encoding="utf-8"))
            gone = time.monotonic() - said["real"] if "real" in said else time.time() - self._file.stat().st_mtime
            return int(said["at"] + said.get("rate", 1) * gone * 1000)
        except (OSError, ValueError, KeyError, TypeError) as error:
            form = '{"at": ms UTC, "rate": 1}'
            raise ClockFileError(f"{self._file}：应为 {form}", f"{self._file}: expected {form}") from error
