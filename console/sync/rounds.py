"""Poll and push without threads: each round is one exchange, or a few, and says what came of it as values.

Who drives them, a worker on its thread or a test in its own time, keeps the waits: they are in the value.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace

from console.facts import Changes, Cursor, Holding, SnapshotPage, SnapshotWanted, Station
from console.sync import poll
from console.sync.backoff import Backoff
from console.sync.client import Client
from console.sync.errors import Busy, NotKnown, Refused, ServerUnreachable, SnapshotNeeded, Stale
from console.sync.push import Forked, push
from console.sync.questions import enrol
from console.sync.waits import Wait, Waits
from rules.protocol import Push, PushAnswer


@dataclass(frozen=True, slots=True)
class CityTold:
    """The server said hello in our version: its city pack, and under which address it answers."""

    version: str
    address: str = ""


Found = Changes | SnapshotPage
Told = Station | CityTold | Changes | SnapshotPage | SnapshotWanted | Wait


class PollRounds:
    """Hello and enrolment after each silence, then one batch of changes or one page of a snapshot.

    What follows a batch or page is brought while that one is taken in.
    """

    def __init__(self, client: Client, once: str, name: str, backoff: Backoff | None = None) -> None:
        self._client, self._once, self._name = client, once, name
        self.waits = Waits("poll", backoff)
        self._station = Station("", 0)
        self._seen = 0  # the highest number of an epoch from which something was taken
        self._greeted = False
        self._holding = Holding()
        self._ahead: tuple[Cursor, Found] | None = None  # what follows the last batch or page, and from where

    @property
    def is_known(self) -> bool:
        """Whether it was told who this console is."""
        return bool(self._station.console_id)

    def know(self, station: Station) -> None:
        """Who this console is. Without a token it enrols itself with its own one-time token, or the one given first."""
        self._client.token = station.token
        self._once = station.once or self._once
        self._station = station
        self._seen = max(self._seen, station.epoch_no)
        self._greeted = self._greeted and bool(station.token)

    def hold(self, holding: Holding) -> None:
        """What the polls say of claims from now on."""
        self._holding = holding

    def run(self, cursor: Cursor, wait: int = poll.WAIT) -> Iterator[Told]:
        """One round from the cursor; after a silence it does not wait for changes, else up to `wait` seconds."""
        asked = self._client.addresses.now
        try:
            yield from self._greet()
            yield from self._round(cursor, wait)
        except ServerUnreachable as error:
            self._greeted = False
            if isinstance(error, Stale):
                self._client.addresses.leave(asked)
            yield self.waits.after(self._after_refusal(error))
        except SnapshotNeeded as needed:
            yield SnapshotWanted(needed.reason)
        except poll.ChainBroken:
            yield SnapshotWanted("link.chain")
        else:
            self.waits.success()

    def _greet(self) -> Iterator[Told]:
        """Who answers; the first sign of life after a silence, and the best measure of the clock."""
        if self._greeted:
            return
        asked = self._client.addresses.now
        try:
            hello = self._client.hello()
            self._not_older(hello.epoch_no)
        except Busy:
            raise
        except ServerUnreachable:
            self._client.addresses.leave(asked)
            raise
        if not self._client.token:
            yield self._enrol()
        yield CityTold(hello.city, asked)

    def _not_older(self, epoch_no: int) -> None:
        """A server of an epoch before the one seen last is one that was left behind: nothing of it counts."""
        if epoch_no < self._seen:
            raise ServerUnreachable("link.old_server", seen=self._seen, theirs=epoch_no)

    def _after_refusal(self, error: ServerUnreachable) -> ServerUnreachable:
        """A token that the server does not know gives way to the one-time token, if there is one."""
        if isinstance(error, NotKnown) and self._client.token and self._once:
            self._client.token = ""
            return ServerUnreachable("link.sign_in", **error.details)
        return error

    def _enrol(self) -> Station:
        """Become a workstation; the one-time token is good for one try."""
        once, self._once = self._once, ""
        if not once:
            raise NotKnown(self._client.addresses.now)
        try:
            token = enrol(self._client, once, self._name, self._station.console_id)
        except ServerUnreachable:
            self._once = once
            raise
        except Refused as refused:
            self._client.token = self._station.token  # it may be known again: a word may be taken back
            raise NotKnown(self._client.addresses.now) from refused
        self._client.token = token
        self._station = replace(self._station, token=token, once="")
        return self._station

    def _round(self, cursor: Cursor, wait: int) -> Iterator[Told]:
        found = self._at_hand(cursor) or self._fetched(cursor, wait if self._greeted else 0)
        self._not_older(found.head.epoch_no)
        self._seen = max(self._seen, found.head.epoch_no)
        self._greeted = True
        yield found
        after = _after(cursor, found)
        if after is not None:
            self._look_ahead(after)

    def _fetched(self, cursor: Cursor, wait: int) -> Found:
        if cursor.epoch:
            return poll.changes(self._client, cursor, wait, self._holding)
        return poll.snapshot(self._client, cursor.after)

    def _look_ahead(self, after: Cursor) -> None:
        """While what came is taken in, what follows is brought. What is in the way is met when that is asked for."""
        with suppress(ServerUnreachable, SnapshotNeeded, poll.ChainBroken):
            self._ahead = after, self._fetched(after, 0)

    def _at_hand(self, cursor: Cursor) -> Found | None:
        """The batch or page that was brought ahead, if it is the one after this cursor."""
        ahead, self._ahead = self._ahead, None
        return ahead[1] if ahead is not None and _place(ahead[0]) == _place(cursor) else None


def _after(cursor: Cursor, found: Found) -> Cursor | None:
    """From where it goes on, None where nothing more is there."""
    if isinstance(found, SnapshotPage):
        return None if found.tail.done else Cursor(after=found.tail.next)
    marks = {**cursor.marks, **found.tail.to}
    return replace(cursor, epoch=found.head.epoch_id, marks=marks) if found.head.more else None


def _place(cursor: Cursor) -> tuple[object, ...]:
    return cursor.epoch, cursor.marks, cursor.after


class PushRounds:
    """One push after the other, with what came of each."""

    def __init__(self, client: Client, backoff: Backoff | None = None) -> None:
        self._client = client
        self.waits = Waits("push", backoff)
        self._whole = False  # whether the last push was answered, and all of it

    def know(self, station: Station) -> None:
        """Who this console is."""
        self._client.token = station.token

    def run(self, out: Push, *, follows: bool = False) -> PushAnswer | Forked | Wait | None:
        """Push these commands; None: they were to follow others, not all of which were ended, and stay here."""
        if follows and not self._whole:
            return None
        self._whole = False
        try:
            answer = push(self._client, out)
        except Forked as forked:
            return forked
        except ServerUnreachable as error:
            return self.waits.after(error)
        self.waits.success()
        self._whole = out.is_ended_by(answer)
        return answer
