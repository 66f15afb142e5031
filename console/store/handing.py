"""Hand-over files and replies on the store's thread: files of other people's are read and written here alone."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from console.desk.handover_page import read_form
from console.desk.replying import MadeElsewhere
from console.facts import Answer, Ask, Denied, Question, Unreachable
from console.facts.handover import HandoverMade, HandoverWish, ReplyTaken, ReplyWish
from console.models.disk import Disk
from console.models.errors import LocalFilesError
from console.store.fetching import PhotoFetching
from console.store.room import Room
from rules.commands import NotAllowed
from rules.handover import MAX_REPLY

CASES_AHEAD = 60  # of which photos are brought every five minutes
MOST_FETCHED = 300  # photos for one file, of a quick line ten seconds; the later ones are told as missing
_FILE = "error.handover_file"


class HandoverKeeping(QObject):
    """From the windows, and back to them. A reply to another desk's hand-over is asked of the server."""

    units = Signal(object)  # tuple[HandoverUnit, ...]
    made = Signal(object)  # HandoverMade
    taken = Signal(object)  # ReplyTaken
    refused = Signal(str, object)  # rule, details: nothing was made or taken
    asked = Signal(object)  # Question, to the network
    to_send = Signal()

    def __init__(self, room: Room, fetching: PhotoFetching) -> None:
        super().__init__(room)
        self._room, self._fetching, self._disk = room, fetching, Disk()
        self._waiting: list[HandoverWish] = []  # for photos that are not here yet
        fetching.done.connect(self._make_waiting)

    @Slot()
    def list_units(self) -> None:
        """Which units have something to do."""
        self.units.emit(self._room.desk.handing.units())

    @Slot(object)
    def make(self, wish: HandoverWish) -> None:
        """Write the file, once its photos are here or cannot be had."""
        missing = self._room.desk.handing.photos_of(wish.unit)[:MOST_FETCHED]
        if not missing:
            self._make(wish)
            return
        self._waiting.append(wish)
        self._fetching.want(missing, in_haste=True)

    @Slot(bytes)
    def look_ahead(self, _pack: bytes = b"") -> None:
        """With each emergency pack: photos for the files that may be needed when no server answers."""
        if not self._room.watch.is_away:
            self._fetching.want(self._room.desk.handing.photos_ahead(CASES_AHEAD))

    @Slot()
    def _make_waiting(self) -> None:
        waiting, self._waiting = self._waiting, []
        for wish in waiting:
            self._make(wish)

    def _make(self, wish: HandoverWish) -> None:
        """Write the file, whole or not at all."""
        try:
            form = read_form(wish.resources)
            made = self._room.desk.handing.make(wish.seat, wish.unit, form, wish.language)
            self._disk.write_whole(wish.file, made.body)
        except OSError as error:
            self._refuse_file(wish.file, error)
        except (NotAllowed, LocalFilesError) as refusal:
            self.refused.emit(refusal.rule, dict(refusal.details))
        else:
            self.made.emit(HandoverMade(wish.unit, wish.file, made.legs, made.missing))

    @Slot(object)
    def take(self, wish: ReplyWish) -> None:
        """Record what a reply brings."""
        body = b""
        try:
            body = _read(wish.file)
            brought = self._room.desk.replying.take(wish.seat, body)
        except OSError as error:
            self._refuse_file(wish.file, error)
        except MadeElsewhere:
            self._ask_server(wish.seat, body)
        except (NotAllowed, LocalFilesError) as refusal:
            self.refused.emit(refusal.rule, dict(refusal.details))
        else:
            self._room.show(frozenset(brought.cases))
            self.to_send.emit()
            self._room.tell_counts()
            self.taken.emit(ReplyTaken(brought.unit, tuple(brought.deeds)))

    def _ask_server(self, seat: str, body: bytes) -> None:
        if self._room.watch.is_away:
            self.refused.emit("rule.reply_other_desk", {})
            return
        self.asked.emit(Question("reply", Ask.REPLY, seat, args={"reply": body.decode("utf-8", "replace")}))

    @Slot(object)
    def take_answer(self, answer: Answer | Unreachable | Denied) -> None:
        """What the server made of a reply."""
        if answer.question.kind is not Ask.REPLY:
            return
        if isinstance(answer, Answer) and isinstance(answer.content, ReplyTaken):
            self.taken.emit(answer.content)
        elif isinstance(answer, Denied):
            self.refused.emit(answer.rule, dict(answer.details))
        else:
            self.refused.emit("rule.reply_other_desk", {})

    def _refuse_file(self, file: Path, error: OSError) -> None:
        self.refused.emit(_FILE, {"file": str(file), "why": error.strerror or str(error)})


def _read(file: Path) -> bytes:
    """One byte more than a reply may have is enough to see that it is none. Raises OSError."""
    with file.open("rb") as opened:
        return opened.read(MAX_REPLY + 1)
