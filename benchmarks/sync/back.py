"""A desk that comes back to its server: `python -m benchmarks.sync.back ASKED.json`.

ASKED names, beside what `Headless` needs, at which row the server stands in each feed (heads), and how many `cases` it
has. Prints one line of JSON: how many commands waited (queued), ms from the first word to the server until all rows
were kept and all commands answered (taken), and until all cases were shown, too (shown).
"""

import json
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QTimer

from benchmarks.sync.headless import Headless, now

LOOK = 5  # ms


class Back(Headless):
    """From its own files to the server's present."""

    def __init__(self, asked: dict[str, Any]) -> None:
        super().__init__(asked)
        self._began = 0.0
        self.board.loaded.connect(self._loaded)

    def _loaded(self) -> None:
        """What it remembers is shown: the clock starts with the first word to the server."""
        if not self._began:
            self.found["queued"] = len(self.board.outbox)
            self._began = now()
            self.connect()
            self._look()

    def _look(self) -> None:
        if not self.board.outbox and self._has_rows():
            self.found.setdefault("taken", now() - self._began)
        if "taken" in self.found and len(self.board.cases()) >= self.asked["cases"]:
            self.found["shown"] = now() - self._began
            self.end()
        else:
            QTimer.singleShot(LOOK, self._look)

    def _has_rows(self) -> bool:
        marks = self.core.store.room.desk.cursor().marks  # replaced as a whole by the store's thread
        return all(feed in marks and marks[feed].seq >= seq for feed, seq in self.asked["heads"].items() if seq)


if __name__ == "__main__":
    application = QCoreApplication([])
    print(json.dumps(Back(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))).run()))
