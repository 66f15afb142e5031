"""The hand-over between shifts: keeps when the server was not heard of, and answers what the next one must know."""

import logging

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.facts import Answer, Ask, Denied, Line, LinkState, Question, Unreachable
from console.models.errors import LocalFilesError
from console.store.heard import keep_heard
from console.store.room import Room
from rules.commands import NotAllowed

LASTS = 10_000  # ms; a line that is back sooner was no outage
log = logging.getLogger(__name__)


class ShiftKeeping(QObject):
    """Follows the line from `begin` to `end`; `answered` carries ShiftFacts, with `take` = "1" of the new shift."""

    answered = Signal(object)  # Answer | Unreachable | Denied

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._room = room
        self._kept = False  # whether the outage that lasts stands in the outbox
        self._heard, self._reason = 0, ""
        self._opened = 0  # before, this program was off: no outage of its own begins there
        self._lasting = QTimer(self, singleShot=True, interval=LASTS)
        self._lasting.timeout.connect(self._keep)

    def begin(self) -> None:
        """The files are open: an outage in which the program was killed goes on until the server is heard."""
        self._opened = self._room.desk.clock.now()
        try:
            self._kept = self._room.desk.files.outbox.outages.lasting() is not None
        except LocalFilesError as error:
            log.warning("the outages cannot be read: %s", error)
        self._room.link.connect(self._look)

    def end(self) -> None:
        """The files are about to be closed: what comes while the program is off nobody can know."""
        self._lasting.stop()
        self._room.link.disconnect(self._look)
        self._close()

    @Slot(object)
    def _look(self, link: LinkState) -> None:
        if link.online or link.drill_until:
            self._lasting.stop()
            self._close()
        elif link.line is not Line.STARTING and not self._kept and not self._lasting.isActive():
            self._heard, self._reason = link.heard_at, link.reason or "link.down"
            self._lasting.start()

    @Slot()
    def _keep(self) -> None:
        try:
            self._room.desk.files.outbox.outages.begin(self._heard or self._opened, self._reason)
            self._kept = True
            keep_heard(self._room.desk, self._heard)
        except LocalFilesError as error:
            log.warning("an outage is not kept: %s", error)

    def _close(self) -> None:
        """One that the disk does not take is tried again with the next sign of life."""
        if not self._kept:
            return
        try:
            self._room.desk.files.outbox.outages.end(self._room.desk.clock.now())
            self._kept = False
        except LocalFilesError as error:
            log.warning("the end of an outage is not kept: %s", error)

    @Slot(object)
    def take_question(self, question: Question) -> None:
        """What the next shift must know; with `take` the person at the seat has the desk from now on."""
        if question.kind is not Ask.SHIFT:
            return
        desk = self._room.desk
        try:
            if question.args.get("take"):
                desk.shift.take(desk.seats.signed(question.seat).actor)
            self.answered.emit(Answer(question, desk.shift.facts()))
        except NotAllowed as refusal:
            self.answered.emit(Denied(question, refusal.rule, refusal.details))
        except LocalFilesError as error:
            self.answered.emit(Unreachable(question, error.rule, error.details))
