"""Puts push, poll and questions on threads of their own: turns answers into signals, and failures into waits."""

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.facts import BlobOut, Cursor, Heard, Lost, Question, SnapshotWanted, Station
from console.sync import poll, push
from console.sync.backoff import Backoff
from console.sync.client import Client
from console.sync.errors import Busy, NotKnown, OtherVersion, Refused, ServerUnreachable, SnapshotNeeded
from console.sync.questions import Questions, enrol
from rules.protocol import Push

_SLOWLY = 30.0  # seconds between tries where only a person can help


class Worker(QObject):
    """What the three have in common: one client, waits with back-off, and a wake-up when the server was heard.

    Slots are never overridden: PySide runs an overridden slot on the emitter's thread. Each calls a method that may be.
    """

    lost = Signal(object)  # Lost
    heard = Signal(object)  # Heard: a server time
    alive = Signal()  # bytes of the server came

    def __init__(self, way: str, client: Client) -> None:
        super().__init__()
        self._way, self._client = way, client
        self._stopped = False
        self._backoff = Backoff()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.again)
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
            self._go_on()

    @Slot()
    def stop(self) -> None:
        """No more tries."""
        self._stopped = True
        self._timer.stop()

    @Slot()
    def again(self) -> None:
        """The wait is over."""
        self._go_on()

    def _go_on(self) -> None:
        """What was waited for."""
        raise NotImplementedError

    def _fail(self, error: ServerUnreachable) -> None:
        """Say it and wait."""
        busy = isinstance(error, Busy)
        seconds = self._backoff.failure(error.retry_after if isinstance(error, Busy) else 0.0, busy)
        if isinstance(error, NotKnown | OtherVersion):
            seconds = _SLOWLY
        self._timer.start(round(seconds * 1000))
        self.lost.emit(Lost(self._way, error.reason, self._timer.interval(), error.details))


class PushWorker(Worker):
    """Sends what it is given, one push in flight; after a failure it asks for the work anew."""

    sent = Signal(object)  # PushAnswer
    wanted = Signal()
    forked = Signal()

    def __init__(self, client: Client) -> None:
        super().__init__("push", client)

    def _go_on(self) -> None:
        """Ask for the work anew: what waits may have changed."""
        self.wanted.emit()

    @Slot(object)
    def send(self, out: Push) -> None:
        """Push commands; the answer comes as `sent`."""
        self._timer.stop()
        try:
            answer = push.push(self._client, out)
        except push.Forked:
            self.forked.emit()
        except ServerUnreachable as error:
            self._fail(error)
        else:
            self._backoff.success()
            self.sent.emit(answer)


class PollWorker(Worker):
    """Follows the feeds: hello and enrolment after each silence, then snapshot or changes from the given cursor."""

    station_known = Signal(object)  # Station: a token of its own came
    city_told = Signal(str)
    changes = Signal(object)  # Changes
    snapshot_page = Signal(object)  # SnapshotPage
    snapshot_wanted = Signal(object)  # SnapshotWanted

    def __init__(self, client: Client, once: str, name: str) -> None:
        super().__init__("poll", client)
        self._once, self._name = once, name
        self._station = Station("", 0)
        self._cursor = Cursor()
        self._greeted = False
        self._after = ""

    def _take_station(self, station: Station) -> None:
        self._station = station
        self._greeted = self._greeted and bool(station.token)

    @Slot(object)
    def follow(self, cursor: Cursor) -> None:
        """Go on from this cursor."""
        self._cursor, self._after = cursor, ""
        self._go_on()

    def _go_on(self) -> None:
        """One round from the cursor."""
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
            self.changes.emit(found)
            return
        self._greeted = True
        while not self._stopped:
            page = poll.snapshot(self._client, self._after)
            self.snapshot_page.emit(page)
            self._after = page.tail.next
            if page.tail.done:
                return


class QuestionWorker(Worker):
    """Answers questions, fetches city packs, sends photos up; one after the other."""

    answered = Signal(object)  # Answer | Denied | Unreachable
    pack_came = Signal(object)  # Pack
    uploaded = Signal(object, str)  # BlobOut, rule of a refusal or ""
    upload_wanted = Signal()

    def __init__(self, client: Client) -> None:
        super().__init__("ask", client)
        self._questions = Questions(client)
        self._pack = ""

    @Slot(object)
    def ask(self, question: Question) -> None:
        """Answer a question; never tried again by itself."""
        self.answered.emit(self._questions.answer(question))

    @Slot(str)
    def fetch_pack(self, version: str) -> None:
        """Fetch a city pack, until it is here."""
        self._pack = version
        self._go_on()

    @Slot(object)
    def upload(self, blob: BlobOut) -> None:
        """Send a photo up."""
        try:
            refused = self._questions.upload(blob)
        except ServerUnreachable as error:
            self._fail(error)
        else:
            self._backoff.success()
            self.uploaded.emit(blob, refused)

    def _go_on(self) -> None:
        """Go on with what could not be had: first the pack, then the photos."""
        if not self._pack:
            self.upload_wanted.emit()
            return
        try:
            pack = self._questions.pack(self._pack)
        except ServerUnreachable as error:
            self._fail(error)
        except Refused as refused:
            self._fail(ServerUnreachable("link.refused", rule=refused.rule, text=refused.text))
        else:
            self._pack = ""
            self.pack_came.emit(pack)
            self.upload_wanted.emit()
