"""Worker objects on threads of their own, started together and ended in order."""

from PySide6.QtCore import QMetaObject, QObject, Qt, QThread

_PATIENCE = 15_000  # ms until a thread that does not end is left alone: longer than any timeout of the network


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

    def quit_all(self) -> None:
        """Let each finish what it does, then end it."""
        for thread in self._threads:
            thread.quit()
        for thread in self._threads:
            thread.wait(_PATIENCE)


def call_and_wait(worker: QObject, slot: str) -> None:
    """Run a slot on the worker's thread and wait for it; at once when that thread has ended already."""
    if worker.thread().isRunning():
        QMetaObject.invokeMethod(worker, slot, Qt.ConnectionType.BlockingQueuedConnection)
