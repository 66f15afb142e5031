"""Has files made by a program of its own: neither windows nor local files wait for packs, reports and lists."""

import sys
from collections.abc import Sequence

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal, Slot

from console.app.child import ROOT, is_running, wait_or_kill

LONGEST = 120_000  # ms until a program is taken for hung
_PATIENCE = 2000  # ms for its end


class Making(QObject):
    """Runs one program (`python -m PROGRAM WORDS`) at a time; of what is asked for meanwhile the last one waits.

    `made` brings what it wrote to its output; `failed` the last line of why it could not.
    """

    made = Signal(str)
    failed = Signal(str)

    def __init__(self, program: str, parent: QObject | None = None, longest: int = LONGEST) -> None:
        super().__init__(parent)
        self._program = program
        self._next: tuple[Sequence[str], bytes] | None = None
        self._stopped = False
        self.process = QProcess(self)
        self.process.finished.connect(self._finish)
        self.process.errorOccurred.connect(self._fail_to_start)
        self._limit = QTimer(self, singleShot=True, interval=longest)
        self._limit.timeout.connect(self.process.kill)

    @property
    def is_busy(self) -> bool:
        """Whether it is under way."""
        return is_running(self.process)

    def make(self, words: Sequence[str], body: bytes = b"") -> None:
        """Run it with these words, and give it the body as its input."""
        if self._stopped or self.is_busy:
            self._next = (words, body)
            return
        environment = QProcessEnvironment.systemEnvironment()
        environment.insert("PYTHONUTF8", "1")
        environment.insert("QT_QPA_PLATFORM", "offscreen")
        self.process.setProcessEnvironment(environment)
        self.process.setWorkingDirectory(str(ROOT))
        self.process.start(sys.executable, ["-m", self._program, *words])
        self.process.write(body)
        self.process.closeWriteChannel()
        self._limit.start()

    @Slot(int, QProcess.ExitStatus)
    def _finish(self, code: int, status: QProcess.ExitStatus) -> None:
        self._limit.stop()
        told = bytes(self.process.readAllStandardOutput().data()).decode("utf-8", "replace").strip()
        words = bytes(self.process.readAllStandardError().data()).decode("utf-8", "replace").strip()
        if self._stopped:
            return
        if code or status is not QProcess.ExitStatus.NormalExit:
            self.failed.emit(words.rpartition("\n")[2])
        else:
            self.made.emit(told)
        asked, self._next = self._next, None
        if asked is not None:
            self.make(*asked)

    @Slot(QProcess.ProcessError)
    def _fail_to_start(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._limit.stop()
            self.failed.emit(self.process.errorString())

    def stop(self) -> None:
        """This program ends: what is not made yet is not made, or at the next start."""
        self._stopped = True
        self._limit.stop()
        if is_running(self.process):
            self.process.kill()
            wait_or_kill(self.process, _PATIENCE)
