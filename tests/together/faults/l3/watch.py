"""The checker beside the fleet, in a process of its own: it looks again and again while faults bite.

So rarely that it takes a small part of the machine: what is measured here is not its speed, but it should not be the
fault.
"""

import contextlib
import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.fixtures.programs import ROOT

EVERY_S = 2.5
FIRST_S = 60  # a short unit on a busy machine waits so long for the first look
SHARE = 3  # it rests so many times as long as it looked, at least
FAULTS = Path(__file__).parents[1]
RUN = "import sys; sys.path.insert(0, sys.argv.pop(1)); from checker.__main__ import main; sys.exit(main())"


def command(*asked: str) -> list[str]:
    """Its command line; it finds nothing of ours but itself."""
    return [sys.executable, "-I", "-c", RUN, str(FAULTS), *asked]


class Watch(threading.Thread):
    """`ask`: what its arguments are, with all that was witnessed written down; `server`: the database in use now."""

    def __init__(
        self,
        ask: Callable[[], Sequence[str]],
        server: Callable[[], str],
        every_s: float = EVERY_S,
        first_s: float = FIRST_S,
    ) -> None:
        super().__init__(daemon=True)
        self._ask, self._server, self._every_s, self._first_s = ask, server, every_s, first_s
        self._process = subprocess.Popen(
            command(*ask(), "--watch"),
            cwd=ROOT,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self._is_over, self._has_ended = threading.Event(), False
        self._has_looked = threading.Event()  # at books and files, or never will: its process has ended
        self._found: dict[str, None] = {}
        self.looks = self.files = 0  # at the books; outboxes and caches that were read meanwhile

    def run(self) -> None:
        """Look, rest, look."""
        with contextlib.suppress(OSError):  # it has ended: `end` says why
            while not self._is_over.is_set():
                began = time.monotonic()
                self._ask()
                if not self._look():
                    break
                if self.looks and self.files:
                    self._has_looked.set()
                self._is_over.wait(max(self._every_s, SHARE * (time.monotonic() - began)))
        self._has_looked.set()

    def _look(self) -> bool:
        """Once; False when it has ended."""
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps({"server": self._server()}) + "\n")
        process.stdin.flush()
        for line in process.stdout:
            said = json.loads(line)
            if "files" in said:
                self.looks, self.files = self.looks + said["server"], self.files + said["files"]
                return True
            self._found[f"{said['invariant']} {said['where']}: {said['what']} (while it ran)"] = None
        return False

    def end(self) -> list[str]:
        """No look after this, or after the first; what was found, told once, and whether it never looked, or broke."""
        if self._has_ended:
            return []
        self._has_ended = True
        self._has_looked.wait(self._first_s)
        self._is_over.set()
        self.join()
        _, said = self._process.communicate()
        broke = self._process.returncode or not (self.looks and self.files)
        why = f"raw checker: it looked {self.looks} times at the books and read {self.files} files: {said}"
        return [*self._found, *([why] if broke else [])]

    def close(self) -> None:
        """The end of it, whatever happened."""
        self._is_over.set()
        if self._process.poll() is None:
            self._process.kill()
            self._process.communicate()
