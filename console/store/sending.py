"""What goes to the server: commands in order, a push on the line and one behind it; then photos, one at a time."""

from collections import deque
from functools import cached_property

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from console.desk.outgoing import Outgoing
from console.desk.settled import Settled
from console.desk.uploads import KINDS
from console.facts import BlobOut, Lost
from console.facts.photos import Stuck
from console.models.errors import LocalFilesError
from console.store.room import Room
from rules.protocol import PushAnswer

_PATIENCE = 5000  # ms until a disk that could not be written is tried again
FEW = 8  # outcomes that are taken at once
_NEWS = {"rule.actor_revoked": "notice.revoked", "rule.id_reused": "notice.id_reused"}  # that met nobody's deed


class Sending(QObject):
    """To and from the push's thread, and photos to the files' thread."""

    push = Signal(object, bool)  # Push, and whether it follows the one before: only if that is answered whole
    upload = Signal(object)  # BlobOut
    station = Signal(object)  # Station: a new name after a fork
    idle = Signal()  # nothing is under way: answered, failed, or there was nothing to send

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._room = room
        self._uploading = False
        self._push_waits = False  # the last push failed, and its wait is not over
        self._later = QTimer(self, singleShot=True)  # until a photo may go that waits for its own sake
        self._later.timeout.connect(self.next_photo)
        self._came: deque[PushAnswer | Lost] = deque()  # of a long queue, until the windows have caught up
        self._hearing = QTimer(self, singleShot=True, interval=0)
        self._hearing.timeout.connect(self._hear)
        self._retry = QTimer(self, interval=_PATIENCE, singleShot=True)
        self._retry.timeout.connect(self.next)
        self._told = ""  # the error of the disk that was said last
        self._gap = False  # whether the last answer took nothing
        self._holding = QTimer(self, singleShot=True)
        self._holding.timeout.connect(self._release)
        room.to_send.connect(self.next, Qt.ConnectionType.QueuedConnection)  # when what comes first has ended

    @cached_property
    def _out(self) -> Outgoing:
        """Made when the files are open."""
        return Outgoing(self._room.desk)

    @Slot()
    def greet(self) -> None:
        """The server said hello in our version: from now on commands may go."""
        self._out.greeted()
        self.next()

    @Slot()
    def _release(self) -> None:
        """The recall of a held command is over: it goes."""
        self._let_go(self._room.desk.release_due())

    @Slot()
    def hurry(self) -> None:
        """The program ends: nothing is held any more; `idle` follows when what could be sent is answered or failed."""
        self._let_go(self._room.desk.release_all())
        if not self._out.pushing:
            self.idle.emit()

    def _let_go(self, ids: frozenset[str]) -> None:
        self.next()
        if ids:
            self._room.show(ids)
            self._room.tell_counts()

    @Slot()
    def next(self) -> None:
        """Send what waits, unless something is under way or the server is not known yet."""
        desk = self._room.desk
        if (wait := desk.held_for()) is not None:
            self._holding.start(wait)
        try:
            desk.files.outbox.keep_copy()
            if not self._room.watch.drill:
                self._push(desk.cursor().epoch)
        except LocalFilesError as error:
            self._wait_for_disk(error)
            return
        self._told = ""
        self._push_waits = False
        self.next_photo()

    def _push(self, epoch: str) -> None:
        if (first := self._out.next(epoch)) is not None:
            self.push.emit(first, False)
        if (behind := self._out.following(epoch)) is not None:
            self.push.emit(behind, True)

    def _wait_for_disk(self, error: LocalFilesError) -> None:
        """Nothing may go or be ended that cannot be written down first: said once, tried again by itself."""
        if self._told != error.rule:
            self._told = error.rule
            self._room.say(error.rule, error.details, "error")
        self._retry.start()

    @Slot(object)
    def take_lost(self, lost: Lost) -> None:
        """A request failed; one of a push behind the answers that came before it."""
        if self._came:
            self._came.append(lost)
        else:
            self._take_lost(lost)

    @Slot(object)
    def take_answer(self, answer: PushAnswer) -> None:
        """The server's outcomes: few at once, many when the windows have shown the last ones."""
        if self._came or len(answer.results) > FEW:
            self._came.append(answer)
            self._room.breath.then(self._hearing)
        else:
            self._take_answer(answer)

    @Slot()
    def _hear(self) -> None:
        came = self._came.popleft()
        self._take_lost(came) if isinstance(came, Lost) else self._take_answer(came)
        if self._came:
            self._room.breath.then(self._hearing)

    def _take_lost(self, lost: Lost) -> None:
        """A push failed: the commands are here still."""
        self._out.lost(lost)
        if lost.way == "push":
            self._push_waits = True
            self._room.tell_counts()
            self.idle.emit()
            if lost.misread:
                self.next()

    def _take_answer(self, answer: PushAnswer) -> None:
        self._room.watch.answered(answer)
        try:
            settled = self._out.answered(answer)
        except LocalFilesError as error:
            self._wait_for_disk(error)
            return
        gap_again, self._gap = self._gap and not answer.results, not answer.results
        if gap_again:
            self._retry.start()  # a server that takes nothing twice is not asked without a breath
        else:
            self.next()  # first: while the next ones are under way these are shown
        self.tell(settled)
        self._room.tell_counts(conflicts=True)
        if not self._out.pushing:
            self.idle.emit()

    def tell(self, settled: Settled) -> None:
        """Show the cases, and say what a person must hear of."""
        say = self._room.say
        for entry in settled.new_conflicts:
            rule = entry.outcome.rule if entry.outcome else ""
            details = {
                "verb": entry.command.verb,
                "rule": rule or "rule.not_taken",
                "by": entry.actor.name or entry.actor.id,
            }
            say(_NEWS.get(rule, "notice.conflict"), details, "alert", entry.command.case_id, entry.seat)
        for entry in settled.due_changed:
            say("notice.due_changed", {}, "notice", entry.command.case_id, entry.seat)
        for entry, refusal in settled.not_recalled:
            details = {"rule": refusal.rule, **refusal.details}
            say("notice.not_recalled", details, "alert", entry.command.case_id, entry.seat)
        for entry in settled.turned:
            details = {"verb": entry.command.verb}
            say("notice.changed_after_failover", details, "alert", entry.command.case_id, entry.seat)
        if settled.again:
            self._room.pushed_again(settled.again)
        self._room.show(settled.cases)

    @Slot(str)
    def take_forked(self, renewal: str) -> None:
        """The server knows another console by our numbers."""
        try:
            station = self._out.forked(renewal)
        except LocalFilesError as error:
            self._wait_for_disk(error)
            return
        self.station.emit(station)
        self._room.say("notice.forked", {}, "error")
        self._room.tell_counts()

    # photos -----------------------------------------------------------------------------------------------------------
    @Slot()
    def next_photo(self) -> None:
        """One at a time, and none is begun before commands may go, while they are, or while they wait to go again."""
        commands_first = not self._out.heard or self._out.pushing or self._push_waits
        if self._uploading or commands_first or self._room.watch.drill:
            return
        uploads = self._room.desk.uploads
        try:
            blob = uploads.next()
        except LocalFilesError as error:
            self._wait_for_disk(error)
            return
        for lost in uploads.take_lost():
            self._room.say("notice.photo_lost", {}, "error", lost.case_id)
        if blob is not None:
            self._uploading = True
            self.upload.emit(blob)
        elif (wait := uploads.wait()) is not None:
            self._later.start(wait)
        self._room.tell_photos()

    @Slot(object, str)
    def take_uploaded(self, blob: BlobOut, refused: str) -> None:
        """The server has the photo, or refuses it for good. What cannot be noted is sent again: it does no harm."""
        self._uploading = False
        try:
            self._room.desk.uploads.taken(blob.sha256, refused)
        except LocalFilesError as error:
            self._wait_for_disk(error)
            return
        if refused:
            about = self._room.desk.uploads.case_of(blob.sha256)
            self._room.say("notice.photo_refused", {"rule": refused, **KINDS}, "error", about)
        self._room.tell_photos()
        self.next_photo()

    @Slot(object)
    def take_stuck(self, stuck: Stuck) -> None:
        """The photo was not taken this time; the questions' thread asks for the next one when its wait is over."""
        self._uploading = False
        self._room.desk.uploads.failed(stuck)
        self._room.tell_photos()
