"""What is pushed: batches in the order of their numbers; at most two under way, the second right behind the first."""

from collections import deque
from itertools import chain

from console.desk.aging import Aging
from console.desk.files import Files
from console.desk.halving import Halving
from console.desk.picture import Picture
from console.desk.settling import Settling
from console.facts import Lost
from console.models.entries import Entry
from rules.protocol import Push, PushAnswer, Pushed
from rules.wire import canonical, encode_command

_ENVELOPE = 400  # bytes of a push beside each command's own
_MOST = 2  # one on the line, and one that leaves as soon as that is answered


class Offering:
    """Makes the batches, and keeps which are under way. What comes back whole ends its own; anything else ends all."""

    def __init__(self, files: Files, picture: Picture, settling: Settling, aging: Aging) -> None:
        self._files, self._picture, self._settling, self._aging = files, picture, settling, aging
        self._halving = Halving()
        self._flying: deque[Push] = deque()
        self._probing = False  # whether the last push came to nothing

    @property
    def is_flying(self) -> bool:
        """Whether a push is under way."""
        return bool(self._flying)

    def next(self, epoch: str) -> Push | None:
        """The next batch, its numbers durable; None when nothing waits. What was under way is offered anew.

        After a salvage it is empty once: the answer tells the last number of ours that the server knows.
        """
        self._flying.clear()
        if self._files.outbox.n_unknown:
            return self._send(epoch, ())
        return self._batch(epoch)

    def following(self, epoch: str) -> Push | None:
        """The batch behind the one under way, which must not go unless that one is answered whole.

        None when nothing waits behind it, and while the line or what is pushed is in doubt.
        """
        alone = 0 < len(self._flying) < _MOST and bool(self._flying[0].cmds)
        return self._batch(epoch) if alone and not self._probing and self._halving.is_whole else None

    def _batch(self, epoch: str) -> Push | None:
        self._aging.look()
        flying = frozenset(each.command.id for each in chain.from_iterable(push.cmds for push in self._flying))
        batch = self._settling.offer(self._halving.most, self._size, probing=self._probing, beside=flying)
        return self._send(epoch, tuple(self._halving.shape(self._pushed(entry)) for entry in batch)) if batch else None

    def _send(self, epoch: str, cmds: tuple[Pushed, ...]) -> Push:
        identity = self._files.outbox.identity
        after = self._files.outbox.numbered(min(each.n for each in cmds) - 1) if cmds else ""
        push = Push(identity.console_id, identity.incarnation, epoch, cmds, after=after)
        self._flying.append(push)
        return push

    def _size(self, entry: Entry) -> int:
        personal = self._files.outbox.personal(entry.id)
        return len(encode_command(entry.command)) + len(canonical(personal)) + _ENVELOPE

    def _pushed(self, entry: Entry) -> Pushed:
        assert entry.n is not None  # noqa: S101 - `offer` has just given it
        personal = self._files.outbox.personal(entry.id)
        return Pushed(entry.n, entry.command, entry.hash, entry.mac, entry.withdrawn, personal)

    def answered(self, answer: PushAnswer) -> None:
        """The first under way is answered; where that was not all of it, what follows it does not go."""
        self._probing = False
        if self._flying and not self._flying.popleft().is_ended_by(answer):
            self._flying.clear()
        if answer.results:
            self._halving.taken()

    def failed(self, why: Lost) -> None:
        """The commands are here still, and say why. What could not be read as a whole is offered in halves."""
        pushes = [[each.command.id for each in push.cmds] for push in self._flying]
        self._probing = not why.misread
        if why.misread and pushes:
            self._halving.misread(pushes[0])
        self._flying.clear()
        self._picture.see_failed([each for each in chain.from_iterable(pushes) if each in self._picture.waiting], why)

    def forget(self) -> None:
        """Nothing is under way any more."""
        self._flying.clear()
