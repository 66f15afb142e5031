"""Has the emergency packs written by a program of its own, so that neither windows nor files wait for it."""

import json
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices

from console.app.making import Making
from console.board import Board
from console.facts import Notice, Settings
from console.store.packing import Packing
from console.ui.windows import Windows

FOLDER = "centre-down"  # in the folder of the local files, unless the settings name another
_LONGEST = 240_000  # ms until a program that writes one pack is taken for hung


class PackWriting(QObject):
    """Of packs that come while one is being written the last one waits.

    `written` brings the age of the data (ms UTC, in JSON as it may exceed 32 bits); `failed` why not, once in a row.
    """

    written = Signal(object)
    failed = Signal(str)

    def __init__(self, folder: Path, parent: QObject | None = None, longest: int = _LONGEST) -> None:
        super().__init__(parent)
        self.folder = folder
        self._has_failed = False
        self.making = Making("console.app.paper", self, longest)
        self.making.made.connect(self._take)
        self.making.failed.connect(self._tell)

    @Slot(bytes)
    def write(self, pack: bytes) -> None:
        """Write this pack, after the one that is being written."""
        self.making.make([str(self.folder.absolute())], pack)

    @Slot(str)
    def _take(self, told: str) -> None:
        self._has_failed = False
        self.written.emit(json.loads(told)["as_of"])

    @Slot(str)
    def _tell(self, words: str) -> None:
        if not self._has_failed:
            self._has_failed = True
            self.failed.emit(words)

    def stop(self) -> None:
        """End what is being written: the pack before it stays."""
        self.making.stop()


class Packs(QObject):
    """Ties gathering, writing and windows: what is said of the packs, and their folder."""

    def __init__(self, settings: Settings, board: Board, windows: Windows, packing: Packing) -> None:
        super().__init__()
        self._board, self._windows = board, windows
        self._writing = PackWriting(settings.pack or settings.files / FOLDER, self)
        self._folder = str(self._writing.folder.absolute())
        packing.made.connect(self._writing.write)
        windows.settings_changed.connect(packing.speak)
        windows.pack_asked.connect(self._open)
        self._writing.written.connect(self._know)
        self._writing.failed.connect(self._tell)

    @Slot(object)
    def _know(self, as_of: int) -> None:
        self._windows.know_pack(as_of, self._folder)

    @Slot(str)
    def _tell(self, words: str) -> None:
        self._board.take_notice(Notice("error.pack", {"words": words or "–", "folder": self._folder}, "error"))

    @Slot()
    def _open(self) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(self._folder)):
            self._board.take_notice(Notice("error.pack_folder", {"folder": self._folder}, "error"))

    def stop(self) -> None:
        """The program ends."""
        self._writing.stop()
