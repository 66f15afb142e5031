"""A way to the server on a thread of its own: what push, poll and questions have in common."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.facts import Heard, Lost, Station
from console.sync.client import Client
from console.sync.waits import Wait, Waits


class Worker(QObject):
    """What the three have in common: one client, waits, and a wake-up when the server was heard.

    Slots are never overridden: PySide runs an overridden slot on the emitter's thread.
    """

    lost = Signal(object)  # Lost
    heard = Signal(object)  # Heard: a server time
    alive = Signal()  # bytes of the server came
    due = Signal()  # the wait is over, on this thread: each way connects it to the slot that goes on with its work

    def __init__(self, client: Client, waits: Waits) -> None:
        super().__init__()
        self._client, self._waits = client, waits
        self._stopped = self._patient = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.due)
        client.heard = self._tell_heard
        client.alive = self._tell_alive

    def _tell_heard(self, heard: Heard) -> None:
        self.heard.emit(heard)

    def _tell_alive(self) -> None:
        self.alive.emit()

    @Slot(object)
    def know(self, station: Station) -> None:
        """Who this console is to the server; with another token a wait has lost its reason."""
        is_new = station.token != self._client.token
        self._client.token = station.token
        self._take_station(station)
        if is_new and self._timer.isActive():
            self._go()

    def _take_station(self, station: Station) -> None:
        """What else follows from it."""

    @Slot()
    def wake(self) -> None:
        """Another way heard the server: do not wait any longer, unless the server itself asked for it."""
        if self._timer.isActive() and not self._patient:
            self._waits.success()
            self._go()

    def _go(self) -> None:
        self._timer.stop()
        self.due.emit()

    @Slot()
    def stop(self) -> None:
        """No more tries."""
        self._stopped = True
        self._timer.stop()

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """An error in here that nobody expected goes on to the log, and the way goes on with its work."""
        try:
            yield
        except Exception:
            self._wait(self._waits.stumbled())
            raise

    def _wait(self, wait: Wait) -> None:
        """Say it and wait; nothing is said of the end of the program."""
        if self._stopped:
            return
        lost: Lost = wait.lost
        self._patient = wait.patient
        self._timer.start(lost.wait_ms)
        self.lost.emit(lost)
