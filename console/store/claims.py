"""Claims on their way: what the polls tell of them, what this console takes and lets go.

A claim lasts as long as the stage in which its case was taken: with the deed that ends it the case is anybody's again.
"""

import itertools

from PySide6.QtCore import QObject, Qt, Signal, Slot

from console.desk.claims import Claims, Held
from console.facts import Answer, Ask, Changes, Delta, Denied, Question, Unreachable
from console.store.room import Room
from rules.claims import Claimed
from rules.protocol import ClaimAnswer


class ClaimKeeping(QObject):
    """Between the polls, the questions' thread and the room."""

    hold = Signal(object)  # Holding, to the poll
    asked = Signal(object)  # Question, to the network: what is let go without anybody asking for it

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._room = room
        self._numbers = itertools.count(1)
        room.changed.connect(self._look, Qt.ConnectionType.QueuedConnection)  # when all have been shown it

    @property
    def _claims(self) -> Claims:
        return self._room.desk.claims

    def greet(self) -> None:
        """The network threads are there."""
        self.hold.emit(self._claims.holding)

    # what the server tells --------------------------------------------------------------------------------------------
    @Slot(object)
    def take_changes(self, changes: Changes) -> None:
        """A poll was answered: what of it concerns claims. In a drill nothing that comes is taken in."""
        if self._room.watch.drill:
            return
        before, told = self._claims.holding, self._claims.take(changes.head, changes.named)
        for held, now in told.lost:
            self._tell_lost(held, now)
        if told.cases:
            self._room.show(told.cases)
        if self._claims.holding != before:
            self.hold.emit(self._claims.holding)

    def _tell_lost(self, held: Held, now: Claimed | None) -> None:
        key, details = ("notice.claim_passed_on", {"by": now.actor}) if now else ("notice.claim_ended", {})
        self._room.say(key, {**details, "number": self._number(held.claim.case_id)}, "alert", "", held.seat)

    def _number(self, case_id: str) -> str:
        case = self._room.desk.cached(case_id)
        return case.number if case else ""

    # what is asked here -----------------------------------------------------------------------------------------------
    @Slot(object)
    def take_question(self, question: Question) -> None:
        """Before it goes on: who lets go has let go, whatever becomes of the line; who signs out lets go of all."""
        if question.kind is Ask.CLAIM and question.args["how"] == "release":
            self._forget(question.about)
        elif question.kind is Ask.SIGN_OUT:
            for held in self._claims.held_by(question.seat):
                self._let_go(held)

    @Slot(object)
    def take_answer(self, answer: Answer | Unreachable | Denied) -> None:
        """The server gave a case to who asked for it. Before the views hear of it, it is shown."""
        question = answer.question
        granted = answer.content if isinstance(answer, Answer) else None
        if not isinstance(granted, ClaimAnswer) or granted.claim is None or question.args["how"] == "release":
            return
        case = self._room.desk.cached(question.about)
        self._claims.grant(granted.claim, question.seat, case.stage if case else "")
        self.hold.emit(self._claims.holding)
        self._room.show((question.about,))

    # what ends by itself ----------------------------------------------------------------------------------------------
    @Slot(object)
    def _look(self, delta: Delta) -> None:
        """Let go what has come to another stage, by the server's word."""
        for case_id in (*(shown.id for shown in delta.changed), *delta.removed):
            held, case = self._claims.held(case_id), self._room.desk.cached(case_id)
            if held is not None and (case is None or case.stage != held.stage):
                self._let_go(held)

    def _let_go(self, held: Held) -> None:
        case_id, token = held.claim.case_id, str(held.claim.token)
        if not self._room.watch.is_away:
            args = {"how": "release", "token": token}
            self.asked.emit(Question(f"claim{next(self._numbers)}", Ask.CLAIM, held.seat, case_id, args))
        self._forget(case_id)

    def _forget(self, case_id: str) -> None:
        self._claims.let_go(case_id)
        self.hold.emit(self._claims.holding)
        self._room.show((case_id,))
