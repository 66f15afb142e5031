"""The demo day beside the embedded server: a child process whose invented people report and file, so there is work."""

import os
import sys
from pathlib import Path

from PySide6.QtCore import QObject, QProcess

DEMO_DAY = "demo-day"  # the embedded city of a start without arguments: the demo city and its day
_ROOT = Path(__file__).resolve().parents[2]


class DemoDay(QObject):
    """Runs `python -m server demo-day`. What it says goes to our own output: above all where the terminals are."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._process = QProcess(self)
        self._process.setWorkingDirectory(str(_ROOT))
        self._process.setProcessChannelMode(QProcess.ProcessChannelMode.ForwardedChannels)

    def start(self, url: str) -> None:
        """Begin, once the server answers at `url`."""
        command = ["-m", "server", "demo-day", url, "--parent", str(os.getpid())]
        self._process.start(sys.executable, command)

    def stop(self) -> None:
        """End it; what it has not done yet it does at the next start."""
        if self._process.state() is not QProcess.ProcessState.NotRunning:
            self._process.kill()
            self._process.waitForFinished(2000)
