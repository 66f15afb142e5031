"""Questions on their way to the server, and answers: kept where worth it, from the cache where the line is down."""

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal, Slot

from console.facts import Answer, Ask, Denied, Question, SignedIn, Unreachable
from console.store.room import Room

if TYPE_CHECKING:
    from console.models.photos import Photos
    from rules.case import Event


class Answers(QObject):
    """Between the enquiries and the questions' thread."""

    answered = Signal(object)  # Answer | Unreachable | Denied
    asked = Signal(object)  # Question, to the network

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._room = room

    @property
    def _photos(self) -> "Photos":
        return self._room.desk.files.photos

    @Slot(object)
    def take_question(self, question: Question) -> None:
        """A photo that is here is answered here; everything else goes to the server first."""
        photo = question.kind is Ask.PHOTO
        body = self._photos.read(question.about, _size(question)) if photo else None
        if body:
            self.answered.emit(Answer(question, body, from_cache=True))
        else:
            self.asked.emit(question)

    @Slot(object)
    def take_answer(self, answer: Answer | Unreachable | Denied) -> None:
        """The server's answer, or none: then what is remembered here, with its age."""
        if isinstance(answer, Answer):
            self.answered.emit(self._keep(answer))
        elif isinstance(answer, Unreachable) and answer.question.kind is Ask.EVENTS:
            self.answered.emit(self._remembered(answer))
        else:
            self.answered.emit(answer)

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
            self._photos.keep(content, _size(question), question.about)
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


def _size(question: Question) -> str:
    return question.args.get("size", "full")
