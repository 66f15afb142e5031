"""What a measure may use: the real data, a folder of this run, child programs that end with it, a screen."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.fixtures import children
from tests.fixtures.programs import Program, Programs
from tests.fixtures.xscreens import XScreens

ROOT = Path(__file__).resolve().parents[2]


def now() -> float:
    """The clock of all figures: monotonic ms, the same in all programs of this machine."""
    return time.monotonic_ns() / 1e6


class Bench:
    """One run of one benchmark. `data` holds the real data; `folder` is gone after the run.

    `database`: the URL of an empty PostgreSQL database where a measure needs a large one; "" = one of the run's own.
    """

    def __init__(self, data: Path, folder: Path, database: str = "") -> None:
        self.data, self.folder, self.database = data, folder, database
        self._made = 0
        self._ends = contextlib.ExitStack()
        self._programs = Programs(folder)
        self._started: list[Program] = []
        self.kept: dict[str, Any] = {}  # what one row prepares and another uses

    def new_folder(self, name: str) -> Path:
        """A folder of this run's own; short, for the paths of sockets."""
        self._made += 1
        folder = self.folder / f"{name}{self._made}"
        folder.mkdir()
        return folder

    def screen(self) -> XScreens:
        """Two monitors with a window manager, for this run."""
        if "screen" not in self.kept:
            self.kept["screen"] = XScreens(self.new_folder("x"))
            self._ends.callback(self.kept["screen"].close)
        screen = self.kept["screen"]
        assert isinstance(screen, XScreens)
        return screen

    def start(self, *arguments: str | Path, env: Mapping[str, str] | None = None) -> Program:
        """Start `python ARGUMENTS…` in the checkout; it ends with the run.

        As a user starts it: what was compiled once is kept, also where the environment of the caller forbids it.
        """
        kept = {"PYTHONDONTWRITEBYTECODE": ""}
        self._started.append(self._programs.start(*arguments, env=kept | dict(env or {})))
        return self._started[-1]

    def run(self, *arguments: str | Path) -> str:
        """Run `python ARGUMENTS…` to its end; what it wrote. Raises RuntimeError with its last words."""
        done = subprocess.run(
            [sys.executable, *map(str, arguments)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            env=os.environ | {"PYTHONUTF8": "1"},
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(map(str, arguments))}: exit code {done.returncode}\n{done.stderr[-2000:]}")
        return done.stdout

    def close(self) -> None:
        """End everything that was started."""
        for program in reversed(self._started):
            program.stop()
        self._ends.close()


wait_until = children.wait_until
