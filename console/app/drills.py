"""Has the reports of outage drills made by a program of its own, and shows what there are.

A record without a report, as after a program that ended in the middle of a drill, gets one at the next start.
"""

from pathlib import Path

from PySide6.QtCore import QObject, Slot

from console.app.drill_files import is_due, read_all
from console.app.making import Making
from console.board import Board
from console.facts import Notice, Settings
from console.store.drilling import FOLDER, Drilling
from console.ui.windows import Windows


class DrillReports(QObject):
    """Ties records, writing and windows."""

    def __init__(self, settings: Settings, board: Board, windows: Windows, drilling: Drilling) -> None:
        super().__init__()
        self._board, self._windows = board, windows
        self._folder = settings.files / FOLDER
        self._writing = Making("console.app.drill_paper", self)
        self._writing.made.connect(self._take_made)
        self._writing.failed.connect(self._tell)
        drilling.kept.connect(self._write)
        windows.answering.connect(self._begin)

    @Slot()
    def _begin(self) -> None:
        """What an earlier run left."""
        self._show()
        if any(map(is_due, read_all(self._folder))):
            self._write()

    @Slot()
    def _write(self) -> None:
        """All that wait, after those that are being made."""
        self._writing.make([str(self._folder.absolute()), self._windows.context.language])

    @Slot()
    def _take_made(self) -> None:
        self._board.take_notice(Notice("notice.drill_report"))
        self._show()

    @Slot(str)
    def _tell(self, words: str) -> None:
        """The drill stands in the window all the same, without a report to open."""
        self._board.take_notice(Notice("error.drill_report", {"words": words or "–"}, "error"))
        self._show()

    def _show(self) -> None:
        """Every drill there was, with its page where that is made."""
        shown = read_all(self._folder).items()
        pages = ((record, file.with_suffix(".html")) for file, record in shown)
        self._windows.drills.know(tuple((record, _address(page)) for record, page in pages))

    def stop(self) -> None:
        """The program ends."""
        self._writing.stop()


def _address(page: Path) -> str:
    return str(page.absolute()) if page.exists() else ""
