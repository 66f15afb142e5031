"""A desk that the server does not know any more is enrolled again while it runs: its outbox stays as it is."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from console.facts import Answer, Ask, Denied, Question, Unreachable
from console.store.room import Room


class Enrolling(QObject):
    """Adds to the question who this console is, and keeps the token of the answer from the views."""

    answered = Signal(object)  # Answer | Unreachable | Denied
    asked = Signal(object)  # Question, to the network
    enrolled = Signal(object)  # Station, with the token that the server gave

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._room = room
        self._questions: dict[str, Question] = {}  # as they were asked, by their ids

    @Slot(object)
    def take_question(self, question: Question) -> None:
        """Somebody typed a code: it is tried in any case, and under the name that the server had for this desk."""
        if question.kind is Ask.ENROL:
            self._questions[question.id] = question
            console_id = self._room.desk.files.outbox.identity.console_id
            self.asked.emit(replace(question, args={**question.args, "console_id": console_id}))

    @Slot(object)
    def take_answer(self, answer: Answer | Unreachable | Denied) -> None:
        """The server's answer. With a new token all ways go on at once, and what waits is sent."""
        if answer.question.kind is not Ask.ENROL:
            return
        asked = self._questions.pop(answer.question.id)
        if isinstance(answer, Answer):
            self.enrolled.emit(replace(self._room.desk.files.station(), token=str(answer.content), once=""))
            unsent, held = self._room.desk.waiting()
            self._room.say("notice.enrolled", {"n": str(unsent + held)})
            self.answered.emit(Answer(asked, None))
        else:
            self.answered.emit(replace(answer, question=asked))
