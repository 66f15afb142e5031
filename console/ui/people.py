"""Names of the centre's people by their login, asked once for each person who signs in; kept in memory only.

Who sits here is known by the sign-in itself, also where that was made without a line.
"""

from PySide6.QtCore import QObject, Signal, Slot

from console.board import Board
from console.enquiries import Enquiries
from console.facts import Answer, Ask, Denied, Unreachable
from rules.commands import Actor


class People(QObject):
    """`changed` when names have come. Somebody unknown has no name: nothing is guessed."""

    changed = Signal()

    def __init__(self, board: Board, enquiries: Enquiries, english: bool) -> None:
        super().__init__()
        self._board, self._enquiries, self._english = board, enquiries, english
        self._names: dict[str, str] = {}
        self._asked: dict[str, str] = {}  # seat -> who sat there when it was asked
        board.seats_changed.connect(self._ask)
        enquiries.answered.connect(self._take)
        self._ask()

    def name(self, login: str) -> str:
        """A person's name in the language of the windows, "" when it is not known."""
        return self._names.get(login, "")

    def of(self, actor: Actor) -> str:
        """The name of somebody who is signed in here."""
        return self.name(actor.id) or self._own(actor.name, actor.name_en) or actor.id

    def _own(self, name: str, name_en: str) -> str:
        return (name_en if self._english else "") or name

    @Slot()
    def _ask(self) -> None:
        for seat, state in self._board.seats.items():
            who = state.actor.id if state.actor else ""
            if state.actor and (name := self._own(state.actor.name, state.actor.name_en)) != who:
                self._names.setdefault(who, name)
            if who and self._asked.get(seat) != who:
                self._enquiries.ask(Ask.PEOPLE, seat=seat)
            self._asked[seat] = who

    @Slot(object)
    def _take(self, reply: Answer | Unreachable | Denied) -> None:
        if isinstance(reply, Answer) and reply.question.kind is Ask.PEOPLE and isinstance(reply.content, tuple):
            for person in reply.content:
                self._names[str(person["id"])] = self._own(str(person["name"]), str(person.get("name_en", "")))
            self.changed.emit()
