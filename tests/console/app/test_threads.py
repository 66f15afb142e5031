"""The end of the threads: at once where they can end, and without those that nothing can end."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QMetaObject, QObject, Qt, Slot
from pytestqt.qtbot import QtBot

import console
from console.app import threads
from console.app.threads import Threads

ROOT = Path(console.__file__).parents[1]

STUCK = """
import threading
from PySide6.QtCore import QCoreApplication, QMetaObject, QObject, Qt, Slot
from console.app import start, threads

class Sitting(QObject):
    begun = threading.Event()

    @Slot()
    def sit(self):
        Sitting.begun.set()
        threading.Event().wait()

threads._PATIENCE = 50
application = QCoreApplication([])
kept = threads.Threads()
sitting = Sitting()
kept.add("sitting", sitting).start()
QMetaObject.invokeMethod(sitting, "sit", Qt.ConnectionType.QueuedConnection)
Sitting.begun.wait()
print("left", not kept.quit_all())
start._leave_at_once(7)
"""


class Sitting(QObject):
    """Sits in its slot until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.go = threading.Event(), threading.Event()

    @Slot()
    def sit(self) -> None:
        self.begun.set()
        self.go.wait()


def test_a_thread_that_does_not_end_is_told(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threads, "_PATIENCE", 50)
    kept, sitting = Threads(), Sitting()
    thread = kept.add("sitting", sitting)
    thread.start()
    QMetaObject.invokeMethod(sitting, "sit", Qt.ConnectionType.QueuedConnection)
    assert sitting.begun.wait(10)
    assert not kept.quit_all()
    del kept  # as the core does: the thread outlives it
    sitting.go.set()
    qtbot.waitUntil(thread.isFinished)


def test_the_program_leaves_without_a_thread_that_does_not_end() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", STUCK], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert (ended.returncode, ended.stdout) == (7, "left True\n"), ended.stderr
