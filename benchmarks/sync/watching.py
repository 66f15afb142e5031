"""A desk that only looks: `python -m benchmarks.sync.watching ASKED.json`.

ASKED names, beside what `Headless` needs, the ids of `cases`. It says the line `here` when all of them are on its
board; the last line of its output is JSON: the instant at which each was shown as dispatched (shown), monotonic ms.
"""

import json
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication

from benchmarks.sync.headless import Headless, now
from console.facts import Delta
from rules.case import Stage


class Watching(Headless):
    """From the first word to the last of the cases."""

    def __init__(self, asked: dict[str, Any]) -> None:
        super().__init__(asked)
        self._cases = set(asked["cases"])
        self._shown: dict[str, float] = {}
        self._here = False
        self.board.loaded.connect(self.connect)
        self.board.cases_changed.connect(self._look)

    def _look(self, delta: Delta) -> None:
        at = now()
        for shown in delta.changed:
            if shown.id in self._cases and shown.case.stage is not Stage.TO_DISPATCH:
                self._shown.setdefault(shown.id, at)
        if not self._here and all(map(self.board.case, self._cases)):
            self._here = True
            print("here", flush=True)
        if len(self._shown) == len(self._cases):
            self.found = {"shown": self._shown}
            self.end()


if __name__ == "__main__":
    application = QCoreApplication([])
    print(json.dumps(Watching(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))).run()))
