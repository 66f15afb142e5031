"""A way to the server on a thread of its own: what push, poll and questions have in common."""

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.facts import Heard, Lost, Station
from console.sync.backoff import Backoff
from console.sync.client import Client
from console.sync.errors import Busy, NotKnown, OtherVersion, ServerUnreachable

_SLOWLY = 30.0  # seconds between tries where only a person can help


class Worker(QObject):
    """What the three have in common: one client, waits with back-off, and a wake-up when the server was heard.

    Slots are never overridden: PySide runs an overridden slot on the emitter's thread.
    """

    lost = Signal(object)  # Lost
    heard = Signal(object)  # Heard: a server time
    alive = Signal()  # bytes of the server came
    due = Signal()  # the wait is over, on this thread: each way connects it to the slot that goes on with its work

    def __init__(self, way: str, client: Client) -> None:
        super().__init__()
        self._way, self._client = way, client
        self._stopped = False
        self._backoff = Backoff()
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
        """Who this console is to the server."""
        self._client.token = station.token
        self._take_station(station)

    def _take_station(self, station: Station) -> None:
        """What else follows from it."""

    @Slot()
    def wake(self) -> None:
        """Another way heard the server: do not wait any longer."""
        if self._timer.isActive():
            self._timer.stop()
            self._backoff.success()
            self.due.emit()

    @Slot()
    def stop(self) -> None:
        """No more tries."""
        self._stopped = True
        self._timer.stop()

    def _fail(self, error: ServerUnreachable) -> None:
        """Say it and wait."""
        busy = isinstance(error, Busy)
        seconds = self._backoff.failure(error.retry_after if isinstance(error, Busy) else 0.0, busy)
        if isinstance(error, NotKnown | OtherVersion):
            seconds = _SLOWLY
        self._timer.start(round(seconds * 1000))
        self.lost.emit(Lost(self._way, error.reason, self._timer.interval(), error.details))
