"""A program of the server as a child process of the console: how it is started, and ended when it does not follow."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QProcess, QProcessEnvironment

ROOT = Path(__file__).resolve().parents[2]


def start(process: QProcess, words: Sequence[str]) -> None:
    """Run `python -m server WORDS`, in UTF-8 everywhere; it ends with this program."""
    environment = QProcessEnvironment.systemEnvironment()
    environment.insert("PYTHONUTF8", "1")
    process.setProcessEnvironment(environment)
    process.setWorkingDirectory(str(ROOT))
    process.start(sys.executable, ["-m", "server", *words, "--parent", str(os.getpid())])


def last_words(process: QProcess, log: Path) -> str:
    """The last line that it left in its log, else what the system says of its end."""
    lines = log.read_text(encoding="utf-8", errors="replace").split("\n") if log.exists() else []
    return next((line for line in reversed(lines) if line.strip()), process.errorString())


def is_running(process: QProcess) -> bool:
    """Whether there is anything to end."""
    return process.state() is not QProcess.ProcessState.NotRunning


def wait_or_kill(process: QProcess, patience: int) -> None:
    """Give it some ms for an orderly end that it was told of."""
    if not process.waitForFinished(patience):
        process.kill()
        process.waitForFinished(patience)
