"""Worker objects on threads of their own, started together and ended in order."""

from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QMetaObject, QObject, Qt, QThread

_PATIENCE = 700  # ms until threads that do not end are left alone: somebody waits for the program to go


class Threads(QObject):
    """Threads by name; each runs one QObject and ends with `quit_all`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._threads: list[QThread] = []

    def add(self, name: str, worker: QObject) -> QThread:
        """Move the worker, which has no parent, to a new thread; not started yet."""
        thread = QThread(self)
        thread.setObjectName(name)
        worker.moveToThread(thread)
        thread.finished.connect(worker.deleteLater)  # its timers end where they ran
        self._threads.append(thread)
        return thread

    def start(self) -> None:
        """Start them all."""
        for thread in self._threads:
            thread.start()

    def quit_all(self) -> bool:
        """Let each finish what it does, then end it; False when one of them did not in the time there is for all.

        Such a one is left to the application: Qt aborts over a thread that is deleted while it runs.
        """
        for thread in self._threads:
            thread.quit()
        deadline = QDeadlineTimer(_PATIENCE)
        if all(thread.wait(deadline) for thread in self._threads):
            return True
        for thread in self._threads:
            thread.setParent(QCoreApplication.instance())
        return False


def call_and_wait(worker: QObject, slot: str) -> None:
    """Run a slot on the worker's thread and wait for it; at once when that thread has ended already."""
    if worker.thread().isRunning():
        QMetaObject.invokeMethod(worker, slot, Qt.ConnectionType.BlockingQueuedConnection)
