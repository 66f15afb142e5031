"""The trainer beside the embedded server: a child process that plays a scripted hour and tells the score."""

import json
import shutil
import sys
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, Signal, Slot

from console.app import child
from console.facts import Settings
from console.models.errors import LocalFilesError
from console.models.lock import FolderLock

TRAINING = "training"  # the embedded city of a training: the demo city in a folder of its own
_PATIENCE = 5000  # ms for an orderly end, in which the score is kept


class Training(QObject):
    """Runs `python -m server train`; `told` brings each score as JSON, the last one when the hour is over."""

    told = Signal(str)
    failed = Signal(str)

    def __init__(self, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._settings = settings
        self._end_file = settings.files / "end-training"
        self._heard, self._words = b"", ""
        self._process = QProcess(self)
        self._process.setStandardErrorFile(str(settings.files / "training.log"))
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.finished.connect(self._finish)

    def start(self, url: str, enrol: str) -> None:
        """Begin the hour, once the server answers at `url`, with a one-time token of its own."""
        settings = self._settings
        forget_runs(settings.files)
        self._end_file.unlink(missing_ok=True)
        command = ["train", url, f"--enrol={enrol}"]
        command += ["--seed", str(settings.seed), "--results", str(settings.results or settings.files / "results")]
        command += ["--end-file", str(self._end_file)]
        command += ["--test-clock", str(settings.test_clock)] if settings.test_clock else []
        child.start(self._process, command)

    @Slot()
    def _read(self) -> None:
        """Whole lines: a score in JSON, or words for the user."""
        self._heard += bytes(self._process.readAllStandardOutput().data())
        *lines, self._heard = self._heard.split(b"\n")
        for line in lines:
            with suppress(ValueError, KeyError, TypeError):
                self.told.emit(json.dumps(json.loads(line)["training"]))

    @Slot(int)
    def _finish(self, code: int) -> None:
        """It ends by itself after the hour; with another code than 0 its last words say why."""
        log = self._settings.files / "training.log"
        lines = log.read_text(encoding="utf-8", errors="replace").split("\n") if log.exists() else []
        if code:
            self.failed.emit(next((line for line in reversed(lines) if line.strip()), ""))

    @Slot()
    def end(self) -> None:
        """End the hour now: the score so far is the score."""
        self._end_file.touch()

    def stop(self) -> None:
        """End it for good, in order, which keeps the score, or by force when it does not follow."""
        self._process.finished.disconnect(self._finish)
        if child.is_running(self._process):
            self.end()
            child.wait_or_kill(self._process, _PATIENCE)


def forget_runs(own: Path) -> None:
    """Take away the folders of earlier trainings that no program uses: their scores are kept elsewhere."""
    for folder in own.parent.iterdir():
        if folder == own or not folder.is_dir():
            continue
        try:
            FolderLock(folder).release()
        except LocalFilesError:
            continue
        shutil.rmtree(folder, ignore_errors=True)


def start_apart(settings: Settings, lang: str, theme: str) -> bool:
    """Another console with a training of its own; this one goes on. Whether it could be started."""
    folder = settings.files
    command = [str(child.ROOT / "main.py"), "--training", "--files", str(folder), "--lang", lang, "--theme", theme]
    return QProcess.startDetached(sys.executable, command, str(child.ROOT))[0]
