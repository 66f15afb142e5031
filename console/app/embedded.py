"""The embedded server: a child process on 127.0.0.1 with a port of the system's choice; it ends with its parent.

One that ends unasked is started again, where it was: everybody goes on with the address that they have.
"""

import json
import secrets
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, Signal, Slot

from console.app import child
from console.app.again import Again

_PATIENCE = 5000  # ms for an orderly end
_INSTALLED = "city-source"  # the file in its folder that the server writes once a city is in force


class EmbeddedServer(QObject):
    """Starts `python -m server serve`; `ready` brings its address, once.

    `ended`: it ended unasked and will be started again. `failed`: its last words when it never ran, or is given up.
    """

    ready = Signal(str)
    ended = Signal()
    failed = Signal(str)

    def __init__(self, city: str, data: Path, test_clock: Path | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.enrol, self.enrol_simulator = (secrets.token_urlsafe(24) for _ in range(2))
        self._log = data / "server.log"
        self._city, self._data, self._test_clock = city, data, test_clock
        self._ending = False
        self._heard = b""
        self._port = 0  # 0 = it was never ready
        self._again = Again(self)
        self._again.due.connect(self.start)
        self._process = QProcess(self)
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.finished.connect(self._finish)
        self._process.errorOccurred.connect(self._take_error)

    @property
    def is_new(self) -> bool:
        """Whether no city has ever been installed in its folder: what its installer notes at the end is not there."""
        return not (self._data / _INSTALLED).is_file()

    @property
    def pid(self) -> int:
        """Its process, 0 when there is none."""
        return self._process.processId()

    @Slot()
    def start(self) -> None:
        """Start it; the first time it makes the demo city, which takes some seconds."""
        self._data.mkdir(parents=True, exist_ok=True)
        command = ["serve", "--city", self._city, "--data", str(self._data), "--port", str(self._port)]
        # one word: a token may begin with "-"
        command += [f"--enrol={self.enrol}"]
        command += [f"--enrol={self.enrol_simulator}"]
        command += ["--test-clock", str(self._test_clock)] if self._test_clock else []
        self._heard = b""
        self._process.setStandardErrorFile(str(self._log))
        child.start(self._process, command)

    @Slot()
    def _read(self) -> None:
        """One line of JSON says the port; whatever comes later is read and forgotten."""
        self._heard += bytes(self._process.readAllStandardOutput().data())
        line, found, _ = self._heard.partition(b"\n")
        if found and line.startswith(b"{"):
            self._heard = b"told"
            self._again.note_running()
            is_first, self._port = not self._port, int(json.loads(line)["port"])
            if is_first:
                self.ready.emit(f"http://127.0.0.1:{self._port}")

    @Slot(QProcess.ProcessError)
    def _take_error(self, error: QProcess.ProcessError) -> None:
        """What could not even be started never finishes."""
        if error is QProcess.ProcessError.FailedToStart:
            self._finish()

    @Slot()
    def _finish(self) -> None:
        if self._ending:
            return
        if not self._port or not self._again.wait():
            self._ending = True
            self.failed.emit(child.last_words(self._process, self._log))
            return
        self.ended.emit()

    def stop(self) -> None:
        """End it in order, or by force when it does not follow."""
        self._ending = True
        self._again.stop()
        if child.is_running(self._process):
            self._process.terminate()
            child.wait_or_kill(self._process, _PATIENCE)
