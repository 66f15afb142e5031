"""What becomes of recorded commands: offered, answered, passed by the cursor, or a conflict for a person to resolve."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from console.desk.holds import Holds
from console.desk.picture import Picture, applied, passed
from console.desk.settled import Settled
from console.desk.times import Clock
from console.facts import Conflict, Wish
from console.models.entries import UNSENT, Entry, State
from console.models.outbox import Outbox
from rules.case import Event
from rules.commands import NotAllowed, Outcome
from rules.protocol import Mark, PushAnswer, Result

Events = Callable[[str, int], tuple[Event, ...]]  # of a case, after a number
BATCH = 64  # commands in one push
BATCH_BYTES = 256_000
_STATES = {"accepted": State.FINAL, "already_done": State.FINAL, "withdrawn": State.WITHDRAWN}


class Settling:
    """Moves entries through their states, in the outbox first and then in the picture."""

    def __init__(self, outbox: Outbox, picture: Picture, holds: Holds, clock: Clock) -> None:
        self._outbox, self._picture, self._holds, self._clock = outbox, picture, holds, clock
        self._since: dict[str, tuple[Event, ...]] = {}  # conflict → what the server told with it

    def unsent(self) -> list[Entry]:
        """Commands whose outcome is unknown: those with a number first, in its order, then in local order."""
        waiting = [entry for entry in self._picture.entries.values() if entry.state in UNSENT]
        return sorted(waiting, key=lambda entry: (entry.n is None, entry.n or entry.k))

    def ready(self) -> list[Entry]:
        """Those of them that may go now: the others are held until they can be taken back no more."""
        return [entry for entry in self.unsent() if not self._holds.holds(entry.id)]

    def offer(self, sizes: Mapping[str, int]) -> list[Entry]:
        """The next batch, each with its dense n made durable. `sizes`: bytes of each command that is ready."""
        batch: list[Entry] = []
        total = 0
        for entry in self.ready()[:BATCH]:
            total += sizes[entry.id]
            if batch and total > BATCH_BYTES:
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

    def answered(self, answer: PushAnswer, seqs: Mapping[str, int]) -> Settled:
        """Store the outcomes with the commands that they end."""
        known = [each for each in answer.results if self._is_unsent(each.id)]
        states = [(each.id, _STATES.get(each.outcome.state, State.CONFLICT), each.outcome) for each in known]
        self._outbox.answer(states, answer.epoch)
        ended = [self._end(each, state, answer.epoch) for each, (_, state, _) in zip(known, states, strict=True)]
        settled = self.pass_cursor(seqs)
        return Settled(
            settled.cases | {entry.command.case_id for entry in ended},
            tuple(entry for entry in ended if entry.withdrawn and entry.state is State.FINAL),
            tuple(entry for entry in ended if entry.state is State.CONFLICT),
            tuple(entry for entry in ended if entry.outcome and entry.outcome.due_changed),
        )

    def _is_unsent(self, command_id: str) -> bool:
        entry = self._picture.entries.get(command_id)
        return entry is not None and entry.state in UNSENT

    def _end(self, result: Result, state: State, epoch: str) -> Entry:
        entry = self._picture.entries[result.id]
        entry = replace(entry, state=state, outcome=result.outcome, ack_epoch=epoch, last_error="")
        if state is State.WITHDRAWN:
            self._picture.drop(entry.id)
        else:
            self._picture.put(entry)
        self._see(result)
        return entry

    def _see(self, result: Result) -> None:
        """What a superseded command met: shown at once, its row comes by the feed."""
        if result.since:
            self._since[result.id] = result.since
        if result.now is not None:
            self._picture.see(result.now)

    def pass_cursor(self, seqs: Mapping[str, int], epoch: str = "") -> Settled:
        """Settle the final commands whose rows the cache holds now, and those of an epoch that ended."""
        entries = [entry for entry in self._picture.entries.values() if entry.state is State.FINAL]
        cached = self._picture.cached
        ended = [entry for entry in entries if epoch and entry.ack_epoch != epoch]
        here = [entry for entry in entries if passed(entry, cached.get(entry.command.case_id), seqs)]
        return self._settle({entry.id: entry for entry in (*ended, *here)}.values())

    def _settle(self, done: Iterable[Entry]) -> Settled:
        ids = [entry.id for entry in done]
        cases = frozenset(self._picture.entries[command_id].command.case_id for command_id in ids)
        if ids:
            self._outbox.move(ids, State.SETTLED, self._clock.now())
        for command_id in ids:
            self._picture.drop(command_id)
        return Settled(cases)

    def failed(self, ids: Iterable[str], why: str) -> None:
        """Note why these commands are still here."""
        known = [command_id for command_id in ids if self._is_unsent(command_id)]
        self._outbox.failed(known, why)
        for command_id in known:
            self._picture.put(replace(self._picture.entries[command_id], last_error=why))

    # recall and conflicts --------------------------------------------------------------------------------------------
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

    def drop(self, command_id: str) -> str:
        """Resolve a conflict by leaving things as they are; the id of its case."""
        self._outbox.move([command_id], State.RESOLVED, self._clock.now(), "drop")
        case_id = self._picture.entries[command_id].command.case_id
        self._picture.drop(command_id)
        return case_id

    def conflicts(self, events: Events) -> tuple[Conflict, ...]:
        """All conflicts that wait for a person, oldest first."""
        waiting = [entry for entry in self._picture.entries.values() if entry.state is State.CONFLICT]
        return tuple(self._conflict(entry, events) for entry in sorted(waiting, key=lambda entry: entry.k))

    def _conflict(self, entry: Entry, events: Events) -> Conflict:
        case_id, city = entry.command.case_id, self._picture.city
        mine = applied(entry.before, entry, city) if city else None
        seen = entry.before.events if entry.before else 0
        outcome = entry.outcome or Outcome(entry.id, "refused")
        now = self._picture.case(case_id)
        told = {each.n: each for each in (*self._since.get(entry.id, ()), *events(case_id, seen))}
        meanwhile = tuple(told[n] for n in sorted(told))
        return Conflict(entry.id, entry.command, outcome, entry.seat, entry.before, mine, now, meanwhile)

    def again(self, command_id: str) -> Wish:
        """The wish of a conflict, to be issued on top of what is now.

        `NotAllowed` "rule.not_here_yet" while what it met is not here: it would meet it again.
        """
        entry = self._picture.entries[command_id]
        command, case = entry.command, self._picture.cached.get(entry.command.case_id)
        met = entry.outcome.version if entry.outcome else 0
        if case is not None and case.version < met:
            raise NotAllowed("rule.not_here_yet")
        return Wish(command_id, entry.seat, command.verb, command.case_id, command.target, command.body)


def seqs_of(marks: Mapping[str, Mark]) -> dict[str, int]:
    """The seq of each feed of a cursor."""
    return {feed: mark.seq for feed, mark in marks.items()}
