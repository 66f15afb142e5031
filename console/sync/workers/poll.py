"""Poll on its thread: greeting, enrolment, and the rounds of snapshot or changes."""

from PySide6.QtCore import QElapsedTimer, QTimer, Signal, Slot

from console.facts import Cursor, SnapshotWanted, Station
from console.sync import poll
from console.sync.client import Client
from console.sync.errors import NotKnown, Refused, ServerUnreachable, SnapshotNeeded
from console.sync.questions import enrol
from console.sync.workers.worker import Worker

PACE = 100
"""Ms between two batches: where changes come without end, each batch costs the windows the same, large or small."""


class PollWorker(Worker):
    """Follows the feeds: hello and enrolment after each silence, then snapshot or changes from the given cursor."""

    station_known = Signal(object)  # Station: a token of its own came
    city_told = Signal(str)
    changes = Signal(object)  # Changes
    snapshot_page = Signal(object)  # SnapshotPage
    snapshot_wanted = Signal(object)  # SnapshotWanted

    def __init__(self, client: Client, once: str, name: str) -> None:
        super().__init__("poll", client)
        self.due.connect(self._go_on)
        self._once, self._name = once, name
        self._station = Station("", 0)
        self._cursor = Cursor()
        self._greeted = False
        self._after = ""
        self._since = QElapsedTimer()
        self._breath = QTimer(self, singleShot=True)
        self._breath.timeout.connect(self._go_on)

    def _take_station(self, station: Station) -> None:
        self._station = station
        self._greeted = self._greeted and bool(station.token)

    @Slot(object)
    def follow(self, cursor: Cursor) -> None:
        """Go on from this cursor; after a batch not before its pace is over."""
        self._cursor, self._after = cursor, ""
        early = PACE - self._since.elapsed() if self._since.isValid() else 0
        if early > 0:
            self._breath.start(early)
        else:
            self._go_on()

    @Slot()
    def _go_on(self) -> None:
        """One round from the cursor."""
        self._breath.stop()
        if self._stopped or not self._station.console_id:
            return
        try:
            self._greet()
            self._round()
        except ServerUnreachable as error:
            self._greeted = False
            if not self._stopped:
                self._fail(self._after_refusal(error))
        except SnapshotNeeded:
            self.snapshot_wanted.emit(SnapshotWanted("link.new_epoch"))
        except poll.ChainBroken:
            self.snapshot_wanted.emit(SnapshotWanted("link.chain"))
        else:
            self._backoff.success()

    def _greet(self) -> None:
        """Who answers; the first sign of life after a silence, and the best measure of the clock."""
        if self._greeted:
            return
        hello = self._client.hello()
        if hello.epoch_no < self._station.epoch_no:
            raise ServerUnreachable("link.old_server", seen=self._station.epoch_no, theirs=hello.epoch_no)
        if not self._client.token:
            self._enrol()
        self.city_told.emit(hello.city)

    def _after_refusal(self, error: ServerUnreachable) -> ServerUnreachable:
        """A token that the server does not know gives way to the one-time token, if there is one."""
        if isinstance(error, NotKnown) and self._client.token and self._once:
            self._client.token = ""
            return ServerUnreachable("link.sign_in")
        return error

    def _enrol(self) -> None:
        """Become a workstation; the one-time token is good for one try."""
        once, self._once = self._once, ""
        if not once:
            raise NotKnown
        try:
            token = enrol(self._client, once, self._name, self._station.console_id)
        except ServerUnreachable:
            self._once = once
            raise
        except Refused as refused:
            raise NotKnown from refused
        self._client.token = token
        known = Station(self._station.console_id, self._station.incarnation, token, self._station.epoch_no)
        self._station = known
        self.station_known.emit(known)

    def _round(self) -> None:
        if self._cursor.epoch:
            found = poll.changes(self._client, self._cursor, poll.WAIT if self._greeted else 0)
            self._greeted = True
            self._since.start() if found.lines else self._since.invalidate()
            self.changes.emit(found)
            return
        self._greeted = True
        while not self._stopped:
            page = poll.snapshot(self._client, self._after)
            self.snapshot_page.emit(page)
            self._after = page.tail.next
            if page.tail.done:
                return
