"""Has a hand-over list printed to a PDF by a program of its own."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Slot

from console.app.making import Making
from console.board import Board
from console.facts import Notice
from console.ui.shift import ShiftDesk

FOLDER = "shifts"  # in the folder of the local files


class ShiftPapers(QObject):
    """Ties printing and windows; the program tells which file it has written."""

    def __init__(self, folder: Path, board: Board, shifts: ShiftDesk) -> None:
        super().__init__()
        self._folder, self._board = folder, board
        self._printing = Making("console.app.sheet", self)
        self._printing.made.connect(shifts.know_paper)
        self._printing.failed.connect(self._tell)
        shifts.print_asked.connect(self.print)

    @Slot(str)
    def print(self, page: str) -> None:
        """Print this page; one that is asked for meanwhile is on its way already."""
        if self._printing.is_busy:
            return
        file = self._folder / f"shift-{self._now():%Y%m%d-%H%M%S}.pdf"
        self._printing.make([str(file.absolute())], page.encode())

    def _now(self) -> datetime:
        city = self._board.city
        return datetime.fromtimestamp(self._board.now() // 1000, ZoneInfo(city.zone if city else "UTC"))

    @Slot(str)
    def _tell(self, words: str) -> None:
        self._board.take_notice(Notice("error.shift_paper", {"words": words or "–"}, "error"))

    def stop(self) -> None:
        """The program ends."""
        self._printing.stop()
