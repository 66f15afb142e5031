"""A console that comes to a server with nothing: `python -m benchmarks.sync.coming ASKED.json`.

ASKED names, beside what `Headless` needs, how many cases wait for somebody at the centre (active) and are there in all
(whole). Prints one line of JSON: ms from the first word to the server until the active lists were complete and a
dispatch was recorded (usable), and until every case was here (whole).
"""

import json
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication

from benchmarks.sync.headless import Headless, now
from console.facts import DESK, Delta, ShownCase
from console.models.cache import ACTIVE_STAGES


class Coming(Headless):
    """From nothing to a dispatch and to the whole scope."""

    def __init__(self, asked: dict[str, Any]) -> None:
        super().__init__(asked)
        self._active: dict[str, ShownCase] = {}
        self._all: set[str] = set()
        self._began = 0.0
        self._wished = False
        self.board.loaded.connect(self._opened)
        self.board.seats_changed.connect(lambda _: self._dispatch())
        self.board.cases_changed.connect(self._shown)
        self.board.recorded.connect(lambda _: self._note("usable"))

    def _opened(self) -> None:
        """The empty files are open: the clock starts with the first word to the server."""
        if not self._began:
            self._began = now()
            self.connect()
            self.sign_in()

    def _shown(self, delta: Delta) -> None:
        for shown in delta.changed:
            self._all.add(shown.id)
            if shown.case.stage.value in ACTIVE_STAGES:
                self._active[shown.id] = shown
        self._dispatch()
        if len(self._all) >= self.asked["whole"]:
            self._note("whole")

    def _dispatch(self) -> None:
        """Once the lists are complete and somebody sits here."""
        ready = len(self._active) >= self.asked["active"] and self.signed_in
        if ready and not self._wished:
            self._wished = True
            proposed = ((shown, shown.proposal) for shown in self._active.values())  # as a window asks: row by row
            case_id, unit = next((shown.id, found.unit) for shown, found in proposed if found and found.unit)
            self.board.do(DESK, "dispatch", case_id, body={"unit": unit})

    def _note(self, what: str) -> None:
        self.found.setdefault(what, now() - self._began)
        if len(self.found) == 2:
            self.end()


if __name__ == "__main__":
    application = QCoreApplication([])
    print(json.dumps(Coming(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))).run()))
