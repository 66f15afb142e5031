"""Brings photos here before anybody looks at them: for the hand-over files, that are made when no server answers."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.facts import Answer, Ask, Denied, Question, Unreachable
from console.store.room import Room

SIZE = "thumb"  # what a file can carry of many
APART = 100  # ms between two photos that nobody waits for: clicks come first
NOBODY = "rule.not_signed_in"
_MARK = "ahead-"


class PhotoFetching(QObject):
    """One photo is asked for at a time, so that no person's question waits behind a row of them.

    `Answers` keeps what comes. `done` when nothing is wanted any more: it came, or cannot be had now.
    """

    asked = Signal(object)  # Question, to the network
    done = Signal()

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._room = room
        self._wanted: dict[str, None] = {}
        self._open = ""  # id of the question that is asked
        self._in_haste = False
        self._next = QTimer(self, singleShot=True)
        self._next.timeout.connect(self._ask)

    def want(self, photos: Iterable[str], *, in_haste: bool = False) -> None:
        """These photos, by sha256, too. In haste, while somebody waits, they alone: a later pack brings the others."""
        if in_haste and not self._in_haste:
            self._wanted.clear()
        if in_haste or not self._in_haste:
            self._wanted |= dict.fromkeys(photos)
        self._in_haste |= in_haste
        if not self._open:
            self._go_on()

    def end(self) -> None:
        """The files are about to be closed."""
        self._next.stop()
        self._wanted.clear()

    @Slot(object)
    def take_answer(self, answer: Answer | Unreachable | Denied) -> None:
        """One came, or cannot be had; where there is no line, or nobody sits here, none of the others comes either."""
        if answer.question.id != self._open:
            return
        self._open = ""
        if isinstance(answer, Unreachable) or (isinstance(answer, Denied) and answer.rule == NOBODY):
            self._wanted.clear()
        self._go_on()

    def _go_on(self) -> None:
        if self._room.watch.is_away:
            self._wanted.clear()
        if self._wanted:
            self._next.start(0 if self._in_haste else APART)
        else:
            self._in_haste = False
            self.done.emit()

    @Slot()
    def _ask(self) -> None:
        if not self._open and self._wanted:
            sha256 = next(iter(self._wanted))
            del self._wanted[sha256]
            question = Question(f"{_MARK}{sha256}", Ask.PHOTO, about=sha256, args={"size": SIZE})
            self._open = question.id
            self.asked.emit(question)
