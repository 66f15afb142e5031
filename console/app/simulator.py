"""The simulator beside the embedded server: a child process whose invented people live in the demo city."""

import json
import sys
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, Signal, Slot

from console.app import child

DEMO_DAY = "demo-day"  # the embedded city of a start without arguments: the demo city, and people who live in it
_PATIENCE = 2000  # ms for an orderly end


class Simulator(QObject):
    """Runs `python -m server simulate --gentle`; `ready` brings the address of its control page.

    What else it says goes to our own output. What it has not done yet when it ends, it does at the next start; `folder`
    keeps its credential and which roles were taken until then.
    """

    ready = Signal(str)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._heard = b""
        self._process = QProcess(self)
        self._process.setProcessChannelMode(QProcess.ProcessChannelMode.ForwardedErrorChannel)
        self._process.readyReadStandardOutput.connect(self._read)

    def start(self, url: str, enrol: str, test_clock: Path | None) -> None:
        """Begin, once the server answers at `url`, with a one-time token of its own."""
        self._folder.mkdir(parents=True, exist_ok=True)
        command = ["simulate", url, "--gentle", f"--enrol={enrol}", "--credential", str(self._folder / "credential")]
        command += ["--test-clock", str(test_clock)] if test_clock else []
        child.start(self._process, command)

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
            self.ready.emit(str(json.loads(line)["simulator"]["url"]))

    def stop(self) -> None:
        """End it in order, or by force when it does not follow."""
        if child.is_running(self._process):
            self._process.terminate()
            child.wait_or_kill(self._process, _PATIENCE)
