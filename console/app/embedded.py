"""The embedded server: a child process on 127.0.0.1 with a port of the system's choice; it ends with its parent."""

import json
import secrets
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, Signal, Slot

from console.app import child

_PATIENCE = 5000  # ms for an orderly end
_INSTALLED = "city-source"  # the file in its folder that the server writes once a city is in force


class EmbeddedServer(QObject):
    """Starts `python -m server serve`; `ready` brings its address, `failed` its last words when it ends unasked."""

    ready = Signal(str)
    failed = Signal(str)

    def __init__(self, city: str, data: Path, test_clock: Path | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.enrol, self.enrol_simulator = (secrets.token_urlsafe(24) for _ in range(2))
        self._log = data / "server.log"
        self._city, self._data, self._test_clock = city, data, test_clock
        self._ending = False
        self._heard = b""
        self._process = QProcess(self)
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.finished.connect(self._finish)
        self._process.errorOccurred.connect(self._finish)

    @property
    def is_new(self) -> bool:
        """Whether no city has ever been installed in its folder: what its installer notes at the end is not there."""
        return not (self._data / _INSTALLED).is_file()

    def start(self) -> None:
        """Start it; the first time it makes the demo city, which takes some seconds."""
        self._data.mkdir(parents=True, exist_ok=True)
        command = ["serve", "--city", self._city, "--data", str(self._data), "--port", "0"]
        # one word: a token may begin with "-"
        command += [f"--enrol={self.enrol}"]
        command += [f"--enrol={self.enrol_simulator}"]
        command += ["--test-clock", str(self._test_clock)] if self._test_clock else []
        self._process.setStandardErrorFile(str(self._log))
        child.start(self._process, command)

    @Slot()
    def _read(self) -> None:
        """One line of JSON says the port; whatever comes later is read and forgotten."""
        self._heard += bytes(self._process.readAllStandardOutput().data())
        line, found, _ = self._heard.partition(b"\n")
        if found and line.startswith(b"{"):
            self._heard = b"told"
            self.ready.emit(f"http://127.0.0.1:{json.loads(line)['port']}")

    @Slot()
    def _finish(self) -> None:
        if not self._ending:
            self._ending = True
            self.failed.emit(self._last_words())

    def _last_words(self) -> str:
        lines = self._log.read_text(encoding="utf-8", errors="replace").split("\n") if self._log.exists() else []
        return next((line for line in reversed(lines) if line.strip()), self._process.errorString())

    def stop(self) -> None:
        """End it in order, or by force when it does not follow."""
        self._ending = True
        if child.is_running(self._process):
            self._process.terminate()
            child.wait_or_kill(self._process, _PATIENCE)
