"""Has a form printed to a PDF by a program of its own; one that is to be printed is then shown by the system."""

from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices

from console.app.making import Making
from console.board import Board
from console.facts import Notice
from console.facts.papers import PaperWish
from console.ui.papers import PaperDesk

FOLDER = "forms"  # in the folder of the local files: what was printed and not saved anywhere else
KEPT = 20


class Papers(QObject):
    """Ties printing and windows. Of passing PDFs the last ones stay; they may name people."""

    def __init__(self, folder: Path, board: Board, papers: PaperDesk) -> None:
        super().__init__()
        self._folder, self._board, self._shows = folder, board, set[str]()
        self._printing = Making("console.app.sheet", self)
        self._printing.made.connect(papers.know_printed)
        self._printing.made.connect(self._show)
        self._printing.failed.connect(self._tell)
        papers.print_asked.connect(self.print)

    @Slot(object)
    def print(self, wish: PaperWish) -> None:
        """Print this page into its file, or beside the local files."""
        file = wish.file if wish.file.is_absolute() else (self._folder / wish.file).absolute()
        if wish.show:
            self._shows.add(str(file))
            self._tidy()
        self._printing.make([str(file)], wish.page.encode())

    def _tidy(self) -> None:
        old = sorted(self._folder.glob("*.pdf"), key=lambda file: file.stat().st_mtime)[: -KEPT or None]
        for file in old:
            file.unlink(missing_ok=True)

    @Slot(str)
    def _show(self, file: str) -> None:
        if file in self._shows:
            self._shows.discard(file)
            QDesktopServices.openUrl(QUrl.fromLocalFile(file))

    @Slot(str)
    def _tell(self, words: str) -> None:
        self._board.take_notice(Notice("error.form_paper", {"words": words or "–"}, "error"))

    def stop(self) -> None:
        """The program ends."""
        self._printing.stop()
