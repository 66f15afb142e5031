"""What becomes of recorded commands: offered, answered, passed by the cursor, or pushed again to who lost them."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from console.desk.aging import Aging
from console.desk.holds import Holds
from console.desk.picture import Picture, passed
from console.desk.settled import Settled
from console.desk.times import Clock
from console.models.entries import UNSENT, Entry, Met, State
from console.models.errors import LocalFilesError
from console.models.outbox import Outbox
from rules.commands import Outcome
from rules.protocol import Mark, PushAnswer, Result

BATCH_BYTES = 256_000
_STATES = {"accepted": State.FINAL, "already_done": State.FINAL, "withdrawn": State.WITHDRAWN}


class Settling:
    """Moves entries through their states, in the outbox first and then in the picture."""

    def __init__(self, outbox: Outbox, picture: Picture, holds: Holds, aging: Aging, clock: Clock) -> None:
        self._outbox, self._picture, self._holds, self._aging = outbox, picture, holds, aging
        self._clock = clock

    # out --------------------------------------------------------------------------------------------------------------
    def ready(self) -> Iterator[Entry]:
        """What may go now, in its order: not what can still be taken back, nor what is old."""
        free = (entry for entry in self._picture.waiting if not self._holds.holds(entry.id))
        return (entry for entry in free if not self._aging.holds(entry.id))

    def offer(
        self, most: int, size_of: Callable[[Entry], int], *, probing: bool = False, beside: Collection[str] = ()
    ) -> list[Entry]:
        """The next batch of at most so many, each with its dense n made durable; `size_of` gives a command's bytes.

        `probing`: the line is down, so far as is known. Then only what has its n is offered again, or the first of all:
        what no server can have heard of stays free to be held, dropped or put in order. `beside`: what is under way.
        """
        batch: list[Entry] = []
        total = 0
        for entry in (each for each in self.ready() if each.id not in beside):
            total += size_of(entry)
            over = len(batch) == most or total > BATCH_BYTES or (probing and entry.n is None)
            if batch and over:
                break
            batch.append(entry)
        if not batch:
            return []
        numbers = self._outbox.offer([entry.id for entry in batch])
        return [self._put(entry, numbers[entry.id]) for entry in batch]

    def _put(self, entry: Entry, n: int) -> Entry:
        offered = replace(entry, n=n, state=State.OFFERED, attempts=entry.attempts + 1)
        self._picture.put(offered)
        return offered

    # back -------------------------------------------------------------------------------------------------------------
    def answered(self, answer: PushAnswer, seqs: Mapping[str, int], epoch: str) -> Settled:
        """Store the outcomes with the commands that they end; `seqs` and `epoch` say where the cache stands."""
        known = [each for each in answer.results if each.id in self._picture.waiting]
        states = [(each.id, self._state(each), each.outcome) for each in known]
        met = {each.id: Met(each.now, each.since) for each in known if each.now is not None or each.since}
        astray = frozenset(each.id for each in known if each.n != self._picture.entries[each.id].n)
        self._outbox.answer(states, answer.epoch, met, astray)
        self._picture.met.update(met)
        same = answer.epoch == epoch  # else the cache is still of another history
        ended = [self._end(each, state, answer.epoch, same) for each, (_, state, _) in zip(known, states, strict=True)]
        settled = self.pass_cursor(seqs, epoch)
        return replace(_news(ended), cases=settled.cases | {entry.command.case_id for entry in ended})

    def _state(self, result: Result) -> State:
        """A command that was not taken back here, and yet was withdrawn, could not be read: a person must know.

        One that was taken back and took no effect is nobody's matter.
        """
        withdrawn = self._picture.entries[result.id].withdrawn
        if result.outcome.state == "withdrawn" and not withdrawn:
            return State.CONFLICT
        return _STATES.get(result.outcome.state, State.WITHDRAWN if withdrawn else State.CONFLICT)

    def _end(self, result: Result, state: State, epoch: str, same: bool) -> Entry:
        entry = self._picture.entries[result.id]
        n = entry.n if entry.n == result.n else None
        entry = replace(entry, n=n, state=state, outcome=result.outcome, ack_epoch=epoch)
        if state is State.WITHDRAWN:
            self._picture.drop(entry.id)
        else:
            self._picture.put(entry)
        if result.now is not None and same:
            self._picture.see(result.now)  # what a superseded command met is shown at once, its row comes by the feed
        return entry

    def pass_cursor(self, seqs: Mapping[str, int], epoch: str) -> Settled:
        """Settle the final commands of this epoch whose rows the cache holds now.

        What cannot be written down now stays as it is, and is settled with the rows that follow.
        """
        cached = self._picture.cached
        final = (entry for entry in self._picture.in_state(State.FINAL) if entry.ack_epoch == epoch)
        here = [entry for entry in final if passed(entry, cached.get(entry.command.case_id), seqs)]
        try:
            return self._settle(here)
        except LocalFilesError:
            return Settled()

    def _settle(self, done: Iterable[Entry]) -> Settled:
        entries = tuple(done)
        if entries:
            self._outbox.move([entry.id for entry in entries], State.SETTLED, self._clock.now())
        for entry in entries:
            self._picture.drop(entry.id)
        return Settled(frozenset(entry.command.case_id for entry in entries))

    # a server that lost what it took ----------------------------------------------------------------------------------
    def go_back(self, last_n: int, last_id: str, epoch: str) -> Settled:
        """The server knows our commands up to `last_n`, that one being `last_id`: what else one answered goes again."""
        again = self._outbox.requeue_after(last_n, epoch, last_id)
        for entry in again:
            self._picture.put(entry)
        return Settled(frozenset(entry.command.case_id for entry in again), again=len(again))

    def settle_known(self, last_n: int, epoch: str) -> Settled:
        """Final commands of another epoch that the server of this one knows: they are in its snapshot."""
        others = (entry for entry in self._picture.in_state(State.FINAL) if entry.ack_epoch != epoch)
        return self._settle([entry for entry in others if entry.n is not None and entry.n <= last_n])

    # taking back ------------------------------------------------------------------------------------------------------
    def take_back(self, entry: Entry) -> bool:
        """Withdraw an unsent command: at once when it was never offered, else under its n. False: too late."""
        current = self._picture.entries.get(entry.id)
        if current is None or current.state not in UNSENT:
            return False
        if current.state is State.QUEUED and current.n is None:
            self._outbox.move([entry.id], State.WITHDRAWN, self._clock.now())
            self._holds.drop(entry.id)
            self._picture.drop(entry.id)
        else:
            self._outbox.withdraw_offered(entry.id)
            self._picture.put(replace(current, withdrawn=True))
        return True


def _news(ended: list[Entry]) -> Settled:
    """What a person must hear of these."""
    return Settled(
        to_recall=tuple(entry for entry in ended if entry.withdrawn and entry.state is State.FINAL),
        new_conflicts=tuple(entry for entry in ended if entry.state is State.CONFLICT),
        due_changed=tuple(entry for entry in ended if entry.outcome and entry.outcome.due_changed),
        turned=tuple(entry for entry in ended if _differs(entry.earlier, entry.outcome)),
    )


def _differs(earlier: Outcome | None, now: Outcome | None) -> bool:
    """Whether a server that lost its history judged otherwise than before."""
    if earlier is None or now is None or now.state == "withdrawn":
        return False
    return (earlier.state in {"accepted", "already_done"}) != (now.state in {"accepted", "already_done"})


def seqs_of(marks: Mapping[str, Mark]) -> dict[str, int]:
    """The seq of each feed of a cursor."""
    return {feed: mark.seq for feed, mark in marks.items()}
