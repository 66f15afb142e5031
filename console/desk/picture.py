"""The cases as they are shown: the server's word with the pending commands applied by the same rules.

A command that the rules no longer take on the newer image is left out here; the server's outcome tells its end.
"""

from collections.abc import Iterable, Mapping

from console.desk.draft_numbers import DRAFT_NUMBER
from console.desk.faces import Face, face_of
from console.desk.holds import Holds
from console.desk.waiting import Waiting
from console.facts import Lost, Pending, Sending, ShownCase
from console.facts.proposing import Proposing
from console.models.entries import Entry, Met, State
from rules.case import Case, Stage
from rules.city import City
from rules.commands import Command, NotAllowed
from rules.lifecycle import apply, delivered
from rules.paper_deeds import unit_of
from rules.responsibility import waits_for_geometry

_SENDING = {
    State.QUEUED: Sending.QUEUED,
    State.OFFERED: Sending.OFFERED,
    State.FINAL: Sending.FINAL,
    State.CONFLICT: Sending.CONFLICT,
}


class Picture:
    """Cached cases and open entries, both by id; everything else is worked out of them."""

    def __init__(self, holds: Holds) -> None:
        self.city: City | None = None
        self.cached: dict[str, Case] = {}
        self.entries: dict[str, Entry] = {}
        self.waiting = Waiting()
        self.failures: dict[str, Lost] = {}  # command → why its last push failed
        self.met: dict[str, Met] = {}  # conflict → what the server told with it
        self.old: frozenset[str] = frozenset()  # commands that wait for a person's word
        self._by_case: dict[str, dict[str, Entry]] = {}
        self._by_state: dict[State, dict[str, Entry]] = {state: {} for state in State}
        self._holds = holds
        self._touched: dict[str, None] = {}  # entries that may look otherwise than they were told
        self._came: set[str] | None = None  # cases that came while the cache is read, None when it is not

    # cases ------------------------------------------------------------------------------------------------------------
    def see(self, case: Case) -> None:
        """Take an image of the server that came beside the feeds, unless a newer one is here or the case is not."""
        known = self.cached.get(case.id)
        if known is not None and (known.version, known.events) < (case.version, case.events):
            self.take({case.id: case})

    def take(self, changed: Mapping[str, Case], removed: Iterable[str] = ()) -> None:
        """Images that came from the server now, and cases that left: newer than all that is still being read."""
        self.cached.update(changed)
        removed = tuple(removed)
        for case_id in removed:
            self.cached.pop(case_id, None)
        for case_id in (*changed, *removed):
            self.touch(case_id)
        if self._came is not None:
            self._came.update(changed, removed)

    def use_geometry(self, city: City) -> frozenset[str]:
        """The city in force, now with its geometry; the cases whose proposals waited for that."""
        before, self.city = self.city, city
        if before is None:
            return frozenset()
        return frozenset(
            case_id
            for case_id, case in self.cached.items()
            if waits_for_geometry(case, before) and (now := self.case(case_id)) and now.stage is Stage.TO_DISPATCH
        )

    def begin_reading(self) -> None:
        """From now on what is read of the cache may be older than what comes meanwhile."""
        self._came = set()

    def read(self, cases: Iterable[Case]) -> tuple[str, ...]:
        """Images of the cache; one that came meanwhile stays as it is. The ids of those that are shown by it."""
        came = self._came or set()
        found = {case.id: case for case in cases if case.id not in came}
        self.cached.update(found)
        for case_id in found.keys() & self._by_case.keys():
            self.touch(case_id)
        return tuple(found)

    def end_reading(self, read: set[str]) -> None:
        """All of the cache is read: what neither was in it nor came meanwhile is gone."""
        for case_id in self.cached.keys() - read - (self._came or set()):
            del self.cached[case_id]
        self._came = None

    # entries ----------------------------------------------------------------------------------------------------------
    def put(self, entry: Entry) -> None:
        """Take an open entry, or its newer form."""
        known = self.entries.get(entry.id)
        if known is not None:
            self._by_state[known.state].pop(entry.id, None)
        self.entries[entry.id] = entry
        self._by_case.setdefault(entry.command.case_id, {})[entry.id] = entry
        self._by_state[entry.state][entry.id] = entry
        self.waiting.put(entry)
        self._touched[entry.id] = None

    def drop(self, command_id: str) -> None:
        """Forget an entry that is settled, withdrawn or resolved."""
        entry = self.entries.pop(command_id, None)
        if entry is not None:
            self._by_state[entry.state].pop(command_id, None)
            self.waiting.drop(command_id)
            self.failures.pop(command_id, None)
            self.met.pop(command_id, None)
            self._touched[command_id] = None
            on_case = self._by_case[entry.command.case_id]
            del on_case[command_id]
            if not on_case:
                del self._by_case[entry.command.case_id]

    def in_state(self, state: State) -> tuple[Entry, ...]:
        """The entries that stand there."""
        return tuple(self._by_state[state].values())

    def count(self, state: State) -> int:
        """How many stand there."""
        return len(self._by_state[state])

    def on_case(self, case_id: str) -> tuple[Entry, ...]:
        """The open entries of a case, in local order."""
        found = self._by_case.get(case_id)
        return tuple(sorted(found.values(), key=lambda entry: entry.k)) if found else ()

    def cases_with_entries(self) -> Iterable[str]:
        """The cases that have open entries."""
        return tuple(self._by_case)

    # what is told anew ------------------------------------------------------------------------------------------------
    def touch(self, case_id: str) -> None:
        """The entries of this case may look otherwise."""
        self._touched.update(dict.fromkeys(self._by_case.get(case_id, ())))

    def touch_all(self) -> None:
        """All entries may look otherwise: another city."""
        self._touched.update(dict.fromkeys(self.entries))

    def take_touched(self) -> tuple[str, ...]:
        """The entries that were touched since the last time."""
        touched = tuple(self._touched)
        self._touched.clear()
        return touched

    def see_old(self, old: frozenset[str]) -> None:
        """These wait for a person's word from now on."""
        self._touched.update(dict.fromkeys(self.old ^ old))
        self.old = old

    def see_failed(self, ids: Iterable[str], why: Lost) -> None:
        """Why these were not taken at the last try; forgotten with the program."""
        for command_id in ids:
            self.failures[command_id] = why
            self._touched[command_id] = None

    # how it is shown --------------------------------------------------------------------------------------------------
    def case(self, case_id: str) -> Case | None:
        """The case with its pending commands applied; None when it is unknown here."""
        case = cached = self.cached.get(case_id)
        for entry in self.on_case(case_id):
            if entry.in_overlay and self.city and not passed(entry, cached, {}):
                case = applied(case, entry, self.city)
        return case

    def number(self, case: Case) -> str:
        """The number of a case; a draft made here shows that of this desk."""
        return case.number or case.draft_number

    def shown(self, case_id: str, now: int) -> tuple[ShownCase, Face] | None:
        """The case as the windows show it, with the face that it was made of."""
        case = self.case(case_id)
        if case is None or self.city is None:
            return None
        face, entries = face_of(case, self.city, now), self.on_case(case_id)
        pending = tuple(self.pending(entry) for entry in entries if entry.in_overlay)
        conflict = next((entry.id for entry in entries if entry.state is State.CONFLICT), "")
        number = self.number(case)
        proposing = Proposing(case, self.city, now) if case.stage is Stage.TO_DISPATCH else None
        shown = ShownCase(case, face.lists, face.order, face.deadline, proposing, pending, conflict, number)
        return shown, face

    def pending(self, entry: Entry) -> Pending:
        """An entry as the outbox shows it."""
        command, case = entry.command, self.cached.get(entry.command.case_id)
        number = self.number(case) if case else _draft_number(self.on_case(command.case_id))
        recall = command.issued_at + self.city.policies.recall_seconds * 1000 if self.city else 0
        failed = self.failures.get(entry.id)
        return Pending(
            entry.id,
            entry.k,
            command.verb,
            command.case_id,
            command.actor,
            entry.seat,
            command.issued_at,
            Sending.OLD if entry.id in self.old else _SENDING[entry.state],
            command.target,
            str(command.body.get("unit", "")),
            number,
            entry.attempts,
            failed.reason if failed else "",
            recall,
            self._holds.holds(entry.id),
            entry.n or 0,
            failed.details if failed else {},
        )


def _draft_number(entries: Iterable[Entry]) -> str:
    return next((str(found) for entry in entries if (found := entry.command.body.get(DRAFT_NUMBER))), "")


def applied(case: Case | None, entry: Entry, city: City) -> Case | None:
    """The case after this command, or as it was when the rules do not take it."""
    try:
        ready = handed(case, entry.command, city)
        return apply(ready, entry.command, entry.actor, city, entry.command.issued_at).case
    except NotAllowed:
        return case


def handed(case: Case | None, command: Command, city: City) -> Case | None:
    """What a unit did on paper it had in hand: its leg was handed over there and then, if the server had not yet."""
    if case is None or not unit_of(command.actor):
        return case
    return delivered(case, (command.target,), city, command.issued_at).case


def passed(entry: Entry, case: Case | None, seqs: Mapping[str, int]) -> bool:
    """Whether the cache holds what a final command did: its version is here, or the cursor has passed its row."""
    outcome = entry.outcome
    if entry.state is not State.FINAL or outcome is None:
        return False
    here = case is not None and case.version >= outcome.version
    return here or (outcome.seq > 0 and seqs.get(outcome.feed, 0) >= outcome.seq)
