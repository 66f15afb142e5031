"""Signs of life of the server, and their absence: what the network threads tell of the line, as the state of the line.

Also who this console is to the server: its token comes this way when it was enrolled.
"""

import logging

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.desk.times import CLOCK
from console.facts import Heard, Lost, Station
from console.models.errors import LocalFilesError
from console.store.heard import keep_heard
from console.store.link import OTHER_VERSION
from console.store.room import Room

_LOOK = 1000  # ms between two looks whether the server stands still
log = logging.getLogger(__name__)


class LineKeeping(QObject):
    """From all network threads, and to them."""

    station = Signal(object)  # Station
    line_back = Signal()
    leave = Signal()  # the server under this address lives and tells nothing new: ask under another

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._room = room
        self._looking = QTimer(self, interval=_LOOK)
        self._looking.timeout.connect(self._look)

    def greet(self) -> None:
        """Tell the network threads who this console is."""
        self.station.emit(self._room.desk.files.station())
        self._looking.start()

    def rest(self) -> None:
        """The files are about to be closed."""
        self._looking.stop()
        keep_heard(self._room.desk, self._room.watch.state.heard_at)

    @Slot(object)
    def take_lost(self, lost: Lost) -> None:
        """A way to the server failed."""
        if lost.way == "files":
            return
        self._room.watch.lost(lost)
        if lost.reason == "link.other_version":
            self._room.desk.close_for(OTHER_VERSION)
        self._room.tell_link()

    @Slot()
    def take_alive(self) -> None:
        """Bytes of the server came."""
        if self._room.watch.alive():
            self._room.desk.open_after(OTHER_VERSION)
            self._room.tell_link()
            self.line_back.emit()

    @Slot(object)
    def take_heard(self, heard: Heard) -> None:
        """A server time came."""
        clock = self._room.desk.clock
        clock.correct(heard)
        self._room.watch.heard(heard, clock.skew_ms)
        self._keep(clock.to_keep())

    def _keep(self, told: bytes | None) -> None:
        """For a start without a line; what the disk does not take now is kept with whatever it takes next."""
        me = self._room.desk.files.outbox.me
        if told:
            try:
                me.remember(**{CLOCK: told})
            except LocalFilesError as error:
                log.warning("%s: %s", error.rule, error)
                me.hold(**{CLOCK: told})

    @Slot(object)
    def take_station(self, station: Station) -> None:
        """This console was enrolled: keep its token, tell the others. One that the disk does not take is used still."""
        me = self._room.desk.files.outbox.me
        self._room.watch.enrolled()
        try:
            me.keep_secret("token", station.token)
            if me.secret("renewal"):
                me.keep_secret("renewal", "")
        except LocalFilesError as error:
            self._room.say(error.rule, error.details, "error")
        self.station.emit(station)

    @Slot(str)
    def take_address(self, address: str) -> None:
        """A server said hello under this address."""
        if self._room.watch.moved(address):
            self._room.say("notice.moved", {"url": address})

    @Slot()
    def _look(self) -> None:
        if self._room.watch.freezes():
            self._room.tell_link()
            self.leave.emit()
