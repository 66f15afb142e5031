"""Questions on their way to the server, and answers: kept where worth it, from the cache where the line is down."""

import logging
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal, Slot

from console.facts import Answer, Ask, Denied, Question, SignedIn, Unreachable
from console.models.errors import LocalFilesError
from console.store.room import Room
from console.store.sealing import Sealing
from rules.commands import NotAllowed

if TYPE_CHECKING:
    from console.models.photos import Photos
    from rules.case import Event

_ELSEWHERE = frozenset({Ask.SHIFT, Ask.ENROL, Ask.PLACES, Ask.ADDRESS})  # other parts of the store answer these
_LEFT = frozenset({Ask.SIGN_OUT})
_TRIED = frozenset({Ask.SIGN_IN}) | _LEFT  # also without a line
log = logging.getLogger(__name__)


class Answers(QObject):
    """Between the enquiries and the questions' thread."""

    answered = Signal(object)  # Answer | Unreachable | Denied
    asked = Signal(object)  # Question, to the network

    def __init__(self, room: Room, sealing: Sealing) -> None:
        super().__init__(room)
        self._room, self._sealing = room, sealing

    @property
    def _photos(self) -> "Photos":
        return self._room.desk.files.photos

    @Slot(object)
    def take_question(self, question: Question) -> None:
        """A photo that is here is answered here; everything else goes to the server first, where there is a line.

        Who signs in wants to try: that goes in any case, but for who may unlock this console without a line.
        """
        if question.kind in _ELSEWHERE:
            return
        photo = question.kind is Ask.PHOTO
        body = self._photo_here(question) if photo else None
        if body:
            self.answered.emit(Answer(question, body, from_cache=True))
        elif self._room.watch.is_away and self._is_known_here(question):
            self.answered.emit(self._unlock(question))
        elif self._room.watch.is_away and question.kind not in self._tried:
            state = self._room.watch.state
            self.take_answer(Unreachable(question, state.reason, state.reason_details))
        else:
            self.asked.emit(question)

    @property
    def _tried(self) -> frozenset[Ask]:
        """In a drill nobody comes in by a line that is there."""
        return _LEFT if self._room.watch.drill else _TRIED

    @Slot(object)
    def take_answer(self, answer: Answer | Unreachable | Denied) -> None:
        """The server's answer, or none: then what is remembered here, with its age."""
        if answer.question.kind in _ELSEWHERE:
            return
        if isinstance(answer, Answer):
            self.answered.emit(self._keep(answer))
            self._keep_shift(answer)
        elif isinstance(answer, Unreachable) and self._is_known_here(answer.question):
            self.answered.emit(self._unlock(answer.question))
        elif isinstance(answer, Unreachable) and answer.question.kind is Ask.EVENTS:
            self.answered.emit(self._remembered(answer))
        else:
            self.answered.emit(answer)

    def _is_known_here(self, question: Question) -> bool:
        if question.kind is not Ask.SIGN_IN:
            return False
        self._sealing.settle()
        return self._room.desk.shifts.knows(question.args["login"])

    def _unlock(self, question: Question) -> Answer | Denied:
        """Who signed in here before goes on without the centre, which takes the commands later."""
        desk, args = self._room.desk, question.args
        try:
            signed = desk.shifts.open(args["login"], args["password"], question.seat, desk.clock.now())
        except NotAllowed as refusal:
            return Denied(question, refusal.rule, refusal.details)
        desk.seats.sign_in(signed)
        self._room.tell_seats()
        self._room.say("notice.unlocked_here", {"by": signed.actor.id}, seat=question.seat)
        return Answer(question, desk.seats.states()[question.seat], from_cache=True)

    def _keep_shift(self, answer: Answer) -> None:
        """With what this person may go on here without a line."""
        args, signed = answer.question.args, answer.content
        if isinstance(signed, SignedIn):
            self._sealing.take(args["login"], args["password"], signed)

    def _remembered(self, answer: Unreachable) -> Answer | Unreachable:
        """The whole history, as old as the rows that would have brought more of it; a part of it would mislead."""
        desk, case_id = self._room.desk, answer.question.about
        events, case = desk.files.shelf.events(case_id), desk.cached(case_id)
        if not events or case is None or len(events) < case.events:
            return answer
        return Answer(answer.question, events, self._room.watch.state.as_of, from_cache=True)

    def _keep(self, answer: Answer) -> Answer:
        """What of an answer is worth keeping; a sign-in shows as the state of the seat."""
        desk, question, content = self._room.desk, answer.question, answer.content
        if question.kind is Ask.PHOTO and isinstance(content, bytes):
            self._keep_photo(content, question)
            self._tell_seen(question.about)
        if question.kind is Ask.EVENTS and desk.cached(question.about) is not None:
            desk.files.shelf.keep_events(cast("tuple[Event, ...]", content))
        if isinstance(content, SignedIn):
            desk.seats.sign_in(content)
        elif question.kind is Ask.SIGN_OUT:
            desk.seats.sign_out(question.seat)
        else:
            return answer
        self._room.tell_seats()
        return Answer(question, desk.seats.states()[question.seat])

    def _photo_here(self, question: Question) -> bytes | None:
        """One that the disk does not give out is as good as none: the server has it too."""
        try:
            return self._photos.read(question.about, _size(question))
        except OSError as error:
            log.warning("a photo was not read: %s", error)
            return None

    def _keep_photo(self, body: bytes, question: Question) -> None:
        """A disk that does not take what was only looked at is no reason not to show it."""
        try:
            self._photos.keep(body, _size(question), question.about)
        except OSError as error:
            log.warning("a photo was not kept: %s", error)

    def _tell_seen(self, sha256: str) -> None:
        """One that was lost here and that the server has needs nobody any more."""
        try:
            self._room.desk.uploads.seen_at_server(sha256)
        except LocalFilesError as error:
            log.warning("a photo that is at the server is not noted: %s", error)
        self._room.tell_photos()


def _size(question: Question) -> str:
    return question.args.get("size", "full")
