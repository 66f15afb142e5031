"""What goes to the server: commands in order, one push in flight; then photos, one at a time."""

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.desk.settled import Settled
from console.facts import BlobOut, Lost
from console.models.errors import LocalFilesError
from console.store.room import Room
from rules.protocol import PushAnswer

_PATIENCE = 5000  # ms until a disk that could not be written is tried again


class Sending(QObject):
    """To and from the push's thread, and photos to the questions' thread."""

    push = Signal(object)  # Push
    upload = Signal(object)  # BlobOut
    station = Signal(object)  # Station: a new name after a fork
    idle = Signal()  # nothing is under way: answered, failed, or there was nothing to send

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._room = room
        self._pushing = self._uploading = self._heard = False
        self._retry = QTimer(self, interval=_PATIENCE, singleShot=True)
        self._retry.timeout.connect(self.next)
        self._told = ""  # the error of the disk that was said last
        self._holding = QTimer(self, singleShot=True)
        self._holding.timeout.connect(self._release)

    @Slot()
    def greet(self) -> None:
        """The server said hello in our version: from now on commands may go."""
        self._heard = True
        self.next()

    @Slot()
    def _release(self) -> None:
        """The recall of a held command is over: it goes."""
        self._let_go(self._room.desk.release_due())

    @Slot()
    def hurry(self) -> None:
        """The program ends: nothing is held any more; `idle` follows when what could be sent is answered or failed."""
        self._let_go(self._room.desk.release_all())
        if not self._pushing:
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
        epoch = desk.cursor().epoch
        if not self._heard or self._pushing or not epoch or not desk.files.station().token:
            return
        try:
            body = desk.next_push(epoch)
        except LocalFilesError as error:
            self._wait_for_disk(error)
            return
        if body is not None:
            self._pushing = True
            self.push.emit(body)
        else:
            self.next_photo()

    def _wait_for_disk(self, error: LocalFilesError) -> None:
        """Nothing may go or be ended that cannot be written down first: said once, tried again by itself."""
        if self._told != error.rule:
            self._told = error.rule
            self._room.say(error.rule, error.details, "error")
        self._retry.start()

    @Slot()
    def free(self) -> None:
        """The wait after a failed push is over."""
        self._pushing = False
        self.next()

    @Slot(object)
    def take_lost(self, lost: Lost) -> None:
        """A push failed: the commands are here still. A photo failed: it is tried again."""
        if lost.reason == "link.other_version":
            self._heard = False
        if lost.way == "push":
            self._pushing = False
            self._room.desk.push_failed(lost.reason)
            self._room.tell_counts()
            self.idle.emit()
        elif lost.way == "ask":
            self._uploading = False

    @Slot(object)
    def take_answer(self, answer: PushAnswer) -> None:
        """The server's outcomes."""
        self._pushing = False
        if not answer.results:  # a gap: this server does not know what it took before under our name
            self.take_forked()
            return
        try:
            settled = self._room.desk.answered(answer)
        except LocalFilesError as error:
            self._wait_for_disk(error)
            return
        self._told = ""
        self._say(settled)
        self._room.show(settled.cases)
        self.next()
        self._room.tell_counts(conflicts=True)
        if not self._pushing:
            self.idle.emit()

    def _say(self, settled: Settled) -> None:
        for entry in settled.new_conflicts:
            rule = entry.outcome.rule if entry.outcome else ""
            details = {"verb": entry.command.verb, "rule": rule}
            self._room.say("notice.conflict", details, "alert", entry.command.case_id, entry.seat)
        for entry in settled.due_changed:
            self._room.say("notice.due_changed", {}, "notice", entry.command.case_id, entry.seat)
        for entry, refusal in settled.not_recalled:
            details = {"rule": refusal.rule, **refusal.details}
            self._room.say("notice.not_recalled", details, "alert", entry.command.case_id, entry.seat)

    @Slot()
    def take_forked(self) -> None:
        """The server knows another console by our numbers, or has forgotten ours."""
        self._pushing = False
        self._room.desk.forked()
        self.station.emit(self._room.desk.files.station())
        self._room.say("notice.forked", {}, "error")

    @Slot()
    def next_photo(self) -> None:
        """Photos go after commands."""
        blob = None if self._uploading else self._room.desk.files.next_blob()
        if blob is not None:
            self._uploading = True
            self.upload.emit(blob)

    @Slot(object, str)
    def take_uploaded(self, blob: BlobOut, refused: str) -> None:
        """The server has the photo, or refuses it for good."""
        self._uploading = False
        self._room.desk.files.outbox.blob_state(blob.sha256, "refused" if refused else "sent", refused)
        if refused:
            self._room.say("notice.photo_refused", {"rule": refused}, "error")
        self.next_photo()
