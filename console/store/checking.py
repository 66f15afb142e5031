"""Looks over the cache while nobody waits: a thread of its own reads it, what it finds comes back as a signal."""

from pathlib import Path

from PySide6.QtCore import QObject, QRunnable, QThreadPool, QTimer, Signal, Slot

from console.models.audit import Audited, ToldDigests, audit
from console.store.room import Room
from rules.protocol import ChangesHead

EVERY = 300_000  # ms between two looks
FIRST = 60_000  # ms after the start


class _Job(QRunnable):
    def __init__(self, path: Path, key: bytes, turn: int, checking: "Checking") -> None:
        super().__init__()
        self._path, self._key, self._turn, self._checking = path, key, turn, checking

    def run(self) -> None:
        """Read, and hand what was found to the store's thread."""
        self._checking.read.emit(self._turn, audit(self._path, self._key))


class Checking(QObject):
    """`damaged`: the structure of the file does not hold. `differs`: its content is not what the server told."""

    read = Signal(int, object)  # turn, Audited; emitted on the reading thread, only the slot below listens to it
    damaged = Signal()
    differs = Signal(object, object)  # frozenset of feeds, frozenset of cases

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._room = room
        self._told = ToldDigests()
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self.read.connect(self._take)
        self._asked, self._turn = False, 0

    def begin(self) -> None:
        """From now on it is looked over every five minutes."""
        self._timer.start(FIRST)

    def end(self) -> None:
        """The files are about to be closed."""
        self._timer.stop()
        self.rest()

    def rest(self) -> None:
        """Nobody reads the file when this returns, nor before the store's thread has done what it is about to do."""
        self.forget()
        self._pool.waitForDone()

    def told(self, head: ChangesHead) -> None:
        """The digests of the feeds as the server reckons them behind the rows of this batch."""
        self._told.add(head)

    def forget(self) -> None:
        """Another file, or another epoch: what was told and what is being read count no more."""
        self._told = ToldDigests()
        self._asked, self._turn = False, self._turn + 1

    @Slot()
    def look(self) -> None:
        """Look now, unless a look is under way."""
        self._timer.setInterval(EVERY)
        file = self._room.desk.files.shelf.on_disk
        if file and not self._asked:
            self._asked = True
            self._pool.start(_Job(*file, self._turn, self))

    @Slot(int, object)
    def _take(self, turn: int, found: Audited) -> None:
        if turn != self._turn:
            return  # another file is in use by now
        self._asked = False
        feeds, cases = found.differs(self._told.kept), found.changed(self._told.ends)
        if not found.intact:
            self.damaged.emit()
        elif feeds or cases:
            self.differs.emit(feeds, cases)
