"""The test clock that server and consoles read: it stands where it is put, so that every deadline comes out exactly."""

import json
from pathlib import Path

from tests.builders import t


class TownClock:
    """One file for all programs of a test; times are Zhengzhou's, like "2015-04-22 09:12" or with seconds."""

    def __init__(self, file: Path, at: str) -> None:
        self.file = file
        self.at = 0
        self.put(at)

    @property
    def options(self) -> tuple[str | Path, ...]:
        """What makes a program read it."""
        return ("--test-clock", self.file)

    def put(self, at: str) -> None:
        """It is now `at`, and stays so."""
        self.at = t(at)
        new = self.file.with_suffix(".new")
        new.write_text(json.dumps({"at": self.at, "rate": 0, "real": 0}), encoding="ascii")
        new.replace(self.file)


class TrueClock:
    """The machine's own, for cities that are not synthetic."""

    options: tuple[str | Path, ...] = ()
