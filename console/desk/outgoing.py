"""The way out, without threads and timers: what is under way, what it came to, and a new name after a fork."""

from console.desk.desk import Desk
from console.desk.settled import Settled
from console.facts import Lost, Station
from rules.protocol import Push, PushAnswer

_NO_SERVER_OF_OURS = frozenset({"link.other_version", "link.old_server"})


class Outgoing:
    """Says what to push next, and takes what became of it. Errors of the disk pass through: nothing is lost by them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.heard = False  # whether a server of our version has greeted us

    @property
    def pushing(self) -> bool:
        """Whether a push is under way."""
        return self._desk.is_pushing

    def greeted(self) -> None:
        """The server said hello in our version: from now on commands may go."""
        self.heard = True
        self._desk.uploads.hasten()

    def next(self, epoch: str) -> Push | None:
        """What to push now; None when nothing waits, something is under way, or the server is not known yet.

        NotRecorded while the disk does not take what this desk must know of itself.
        """
        if self.pushing or not self._may(epoch):
            return None
        self._desk.files.outbox.me.keep_held()  # who has pushed without its token on the disk could not enrol once more
        return self._desk.next_push(epoch)

    def following(self, epoch: str) -> Push | None:
        """What leaves right behind the push under way, if that one is answered whole: made while it is on the line."""
        return self._desk.following_push(epoch) if self._may(epoch) else None

    def _may(self, epoch: str) -> bool:
        files = self._desk.files
        return self.heard and bool(epoch) and not files.outbox.read_only and bool(files.station().token)

    def lost(self, lost: Lost) -> None:
        """A way failed: the commands are here still; a server that is not ours any more gets none."""
        if lost.reason in _NO_SERVER_OF_OURS:
            self.heard = False
        if lost.way == "push":
            self._desk.push_failed(lost)

    def answered(self, answer: PushAnswer) -> Settled:
        """The server's outcomes."""
        return self._desk.answered(answer)

    def forked(self, renewal: str = "") -> Station:
        """The server knows another console by our numbers: the new name, to be told to all ways.

        `renewal` is the one-time token by which this desk enrols itself anew, "" = an administrator must.
        """
        self._desk.forked(renewal)
        return self._desk.files.station()
