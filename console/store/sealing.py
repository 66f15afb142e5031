"""What a person may go on here without a line is sealed under the password beside the store's thread: that is slow."""

from collections import deque

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot

from console.facts import SignedIn
from console.models.shifts import Record, sealed
from console.store.room import Room


class _Seal(QRunnable):
    """One person's."""

    def __init__(self, sealing: "Sealing", login: str, password: str, signed: SignedIn) -> None:
        super().__init__()
        self._sealing, self._login, self._password, self._signed = sealing, login, password, signed

    def run(self) -> None:
        """Hand it to the store's thread."""
        record = sealed(self._login, self._password, self._signed)
        if record is not None:
            self._sealing.made.append((self._login, record))
            self._sealing.ready.emit()


class Sealing(QObject):
    """From a sign-in to what is kept of it; whoever needs that at once waits for it by `settle`."""

    ready = Signal()  # emitted beside the store's thread, only the slot below listens to it

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._room = room
        self.made: deque[tuple[str, Record]] = deque()
        self._beside = QThreadPool(self)
        self._beside.setMaxThreadCount(1)  # in the order in which they signed in
        self.ready.connect(self._keep)

    def take(self, login: str, password: str, signed: SignedIn) -> None:
        """Somebody signed in with the server's word."""
        self._beside.start(_Seal(self, login, password, signed))

    def settle(self) -> None:
        """All of them are kept when this returns."""
        self._beside.waitForDone()
        self._keep()

    @Slot()
    def _keep(self) -> None:
        desk = self._room.desk
        while self.made:
            desk.shifts.keep(*self.made.popleft(), desk.clock.now())
