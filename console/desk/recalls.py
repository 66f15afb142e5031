"""Taking back what was done by mistake: while the server has not heard of it, or else by a recall."""

from console.desk.holds import is_one_deed
from console.desk.issuing import Issuing
from console.desk.picture import Picture
from console.desk.seats import Seats
from console.desk.settling import Settling
from console.desk.times import Clock
from console.facts import Wish
from console.models.entries import Entry
from rules.commands import NotAllowed

_KEPT = 20  # commands of a seat
_RECALLED = frozenset({"dispatch", "reassign", "add_helper"})  # what a recall takes back


class Recalls:
    """Knows the last commands of each seat, and takes them back one by one."""

    def __init__(self, picture: Picture, issuing: Issuing, settling: Settling, seats: Seats, clock: Clock) -> None:
        self._picture, self._issuing, self._settling = picture, issuing, settling
        self._seats, self._clock = seats, clock
        self._last: dict[str, list[Entry]] = {}

    def remember(self, entry: Entry) -> None:
        """This command is its seat's last."""
        recent = self._last.setdefault(entry.seat, [])
        recent.append(entry)
        del recent[:-_KEPT]

    def take_back_last(self, seat: str) -> str:
        """Take back the seat's last command: unsent it is withdrawn, else a recall is recorded; its case.

        `NotAllowed`: "rule.nothing_to_recall" when the time for it is over, or what the rules say against the recall.
        """
        self._seats.signed(seat)
        recent = self._last.get(seat, [])
        if not recent or self._clock.now() - recent[-1].command.issued_at > self._window():
            raise NotAllowed("rule.nothing_to_recall")
        entry = recent[-1]
        if not self._settling.take_back(entry):
            self.recall(entry)
        recent.pop()
        if recent and is_one_deed(recent[-1], entry):
            self._settling.take_back(recent.pop())
        return entry.command.case_id

    def _window(self) -> int:
        """How long a command may be taken back, in ms."""
        city = self._picture.city
        return city.policies.recall_seconds * 1000 if city else 0

    def recall(self, entry: Entry) -> None:
        """Record a recall of what the server has heard of. `NotAllowed` when the rules refuse it."""
        command = entry.command
        if command.verb not in _RECALLED:
            raise NotAllowed("rule.nothing_to_recall")
        self._issuing.issue(Wish("", entry.seat, "recall", command.case_id, command.id))
