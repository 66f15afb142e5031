"""Conflicts: what did not take effect, with what it met, and the ways out. Each is worked out once until it changes."""

from collections.abc import Callable
from dataclasses import replace

from console.desk.picture import Picture, applied
from console.desk.times import Clock
from console.facts import Conflict, Wish
from console.models.entries import Entry, State
from console.models.outbox import Outbox
from rules.case import Case, Event
from rules.commands import NotAllowed, Outcome
from rules.corrections import on_top

Events = Callable[[str, int], tuple[Event, ...]]  # of a case, after a number
OVER = "conflict"  # the person has seen what is now: no claim of another stops it once more
_Key = tuple[Entry, Case | None, str]


class Conflicts:
    """What waits for a person's decision."""

    def __init__(self, outbox: Outbox, picture: Picture, clock: Clock) -> None:
        self._outbox, self._picture, self._clock = outbox, picture, clock
        self._made: dict[str, tuple[_Key, Conflict]] = {}
        self._earlier = frozenset(outbox.met())
        self._found: dict[str, int] = {}

    def all(self, events: Events) -> tuple[Conflict, ...]:
        """All of them, oldest first."""
        waiting = sorted(self._picture.in_state(State.CONFLICT), key=lambda entry: entry.k)
        made = {entry.id: self._remembered(entry, events) for entry in waiting}
        self._made = made
        return tuple(conflict for _, conflict in made.values())

    def _remembered(self, entry: Entry, events: Events) -> tuple[_Key, Conflict]:
        """Made anew only when the entry, the case or the city is another than it was made of."""
        case_id, city = entry.command.case_id, self._picture.city
        key = (entry, self._picture.case(case_id), city.version if city else "")
        known = self._made.get(entry.id)
        if known is not None and all(one is other for one, other in zip(known[0], key, strict=True)):
            return known
        return key, self._conflict(entry, events)

    def _conflict(self, entry: Entry, events: Events) -> Conflict:
        command, city = entry.command, self._picture.city
        mine = applied(entry.before, entry, city) if city else None
        seen = entry.before.events if entry.before else 0
        met = self._picture.met.get(entry.id)
        told = {each.n: each for each in (*(met.since if met else ()), *events(command.case_id, seen))}
        before = self._picture.entries.get(command.after_id)
        return Conflict(
            entry.id,
            command,
            _outcome(entry),
            entry.seat,
            entry.before,
            mine,
            self._picture.case(command.case_id) or (met.now if met else None),
            tuple(told[n] for n in sorted(told)),
            entry.actor.name or entry.actor.id,
            before.id if before is not None and before.state is State.CONFLICT else "",
            met.now if met else None,
            self._found_at(entry.id) if met else 0,
        )

    def _found_at(self, command_id: str) -> int:
        """When this run first saw it, 0 when an earlier one did."""
        if command_id in self._earlier:
            return 0
        return self._found.setdefault(command_id, self._clock.now())

    def drop(self, command_id: str) -> str:
        """Resolve a conflict by leaving things as they are; the id of its case."""
        self._outbox.move([command_id], State.RESOLVED, self._clock.now(), "drop")
        case_id = self._picture.entries[command_id].command.case_id
        self._picture.drop(command_id)
        return case_id

    def wish_for(self, command_id: str, instead: Wish | None = None) -> Wish:
        """What is issued to end a conflict: its own wish on top of what is now, or another one.

        `NotAllowed` "rule.not_here_yet" while what it met is not here: it would meet it again.
        """
        entry = self._picture.entries[command_id]
        command, case = entry.command, self._picture.cached.get(entry.command.case_id)
        met = entry.outcome.version if entry.outcome else 0
        if case is not None and case.version < met:
            raise NotAllowed("rule.not_here_yet")
        body = on_top(case, command.verb, command.body) if case is not None else command.body
        mine = Wish(command_id, entry.seat, command.verb, command.case_id, command.target, body)
        return replace(instead or mine, over=OVER)


def _outcome(entry: Entry) -> Outcome:
    """What the server said; of what it could not read, that."""
    outcome = entry.outcome or Outcome(entry.id, "refused")
    return replace(outcome, rule="rule.not_taken") if outcome.state == "withdrawn" else outcome
