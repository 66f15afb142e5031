"""The simulator beside the embedded server: a child process whose invented people live in the demo city.

One that ends unasked is started again and goes on where it was; which roles were taken it knows from its own folder.
"""

import json
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, Signal, Slot

from console.app import child
from console.app.again import Again

DEMO_DAY = "demo-day"  # the embedded city of a start without arguments: the demo city, and people who live in it
_PATIENCE = 2000  # ms for an orderly end


class Simulator(QObject):
    """Runs `python -m server simulate --gentle`; `ready` brings the address of its control page, at each start.

    What else it says goes to our own output, its errors into a file. What it has not done yet when it ends, it does at
    the next start; `folder` keeps its credential and which roles were taken until then. `failed`: it ended again and
    again and is given up, with its last words.
    """

    ready = Signal(str)
    failed = Signal(str)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._log = folder / "simulator.log"
        self._command: Sequence[str] = ()
        self._ending = False
        self._heard = b""
        self._again = Again(self)
        self._again.due.connect(self._start)
        self._process = QProcess(self)
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.finished.connect(self._finish)
        self._process.errorOccurred.connect(self._take_error)

    @property
    def pid(self) -> int:
        """Its process, 0 when there is none."""
        return self._process.processId()

    def start(self, url: str, enrol: str, test_clock: Path | None) -> None:
        """Begin, once the server answers at `url`, with a one-time token of its own."""
        self._folder.mkdir(parents=True, exist_ok=True)
        command = ["simulate", url, "--gentle", f"--enrol={enrol}", "--credential", str(self._folder / "credential")]
        self._command = command + (["--test-clock", str(test_clock)] if test_clock else [])
        self._start()

    @Slot()
    def _start(self) -> None:
        self._heard = b""
        self._process.setStandardErrorFile(str(self._log))
        child.start(self._process, self._command)

    @Slot()
    def _read(self) -> None:
        """Whole lines: the one in JSON says where the control page is, the others are for the user."""
        self._heard += bytes(self._process.readAllStandardOutput().data())
        *lines, self._heard = self._heard.split(b"\n")
        for line in lines:
            if line.startswith(b"{"):
                self._know(line)
            elif sys.stdout is not None:  # a program without a terminal has none
                sys.stdout.write(line.decode("utf-8", "replace") + "\n")
                sys.stdout.flush()

    def _know(self, line: bytes) -> None:
        with suppress(ValueError, KeyError, TypeError):
            url = str(json.loads(line)["simulator"]["url"])
            self._again.note_running()
            self.ready.emit(url)

    @Slot(QProcess.ProcessError)
    def _take_error(self, error: QProcess.ProcessError) -> None:
        """What could not even be started never finishes."""
        if error is QProcess.ProcessError.FailedToStart:
            self._finish()

    @Slot()
    def _finish(self) -> None:
        if not self._ending and not self._again.wait():
            self.failed.emit(child.last_words(self._process, self._log))

    def stop(self) -> None:
        """End it in order, or by force when it does not follow."""
        self._ending = True
        self._again.stop()
        if child.is_running(self._process):
            self._process.terminate()
            child.wait_or_kill(self._process, _PATIENCE)
