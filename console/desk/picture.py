"""The cases as they are shown: the server's word with the pending commands applied by the same rules.

A command that the rules no longer take on the newer image is left out here; the server's outcome tells its end.
"""

from collections.abc import Iterable, Mapping

from console.desk.faces import Face, face_of
from console.desk.holds import Holds
from console.facts import Pending, Sending, ShownCase
from console.models.entries import Entry, State
from rules.case import Case
from rules.city import City
from rules.commands import NotAllowed
from rules.lifecycle import apply

_SENDING = {
    State.QUEUED: Sending.QUEUED,
    State.OFFERED: Sending.OFFERED,
    State.FINAL: Sending.FINAL,
    State.CONFLICT: Sending.CONFLICT,
}


class Picture:
    """Cached cases and open entries, both by id; everything else is worked out of them."""

    def __init__(self, draft_prefix: str, holds: Holds) -> None:
        self._draft_prefix = draft_prefix
        self.city: City | None = None
        self.cached: dict[str, Case] = {}
        self.entries: dict[str, Entry] = {}
        self._by_case: dict[str, dict[str, Entry]] = {}
        self._holds = holds

    def see(self, case: Case) -> None:
        """Take an image of the server that came beside the feeds, unless a newer one is here or the case is not."""
        known = self.cached.get(case.id)
        if known is not None and (known.version, known.events) < (case.version, case.events):
            self.cached[case.id] = case

    def put(self, entry: Entry) -> None:
        """Take an open entry, or its newer form."""
        self.entries[entry.id] = entry
        self._by_case.setdefault(entry.command.case_id, {})[entry.id] = entry

    def drop(self, command_id: str) -> None:
        """Forget an entry that is settled, withdrawn or resolved."""
        entry = self.entries.pop(command_id, None)
        if entry is not None:
            on_case = self._by_case[entry.command.case_id]
            del on_case[command_id]
            if not on_case:
                del self._by_case[entry.command.case_id]

    def on_case(self, case_id: str) -> tuple[Entry, ...]:
        """The open entries of a case, in local order."""
        return tuple(self._by_case.get(case_id, {}).values())

    def cases_with_entries(self) -> Iterable[str]:
        """The cases that have open entries."""
        return tuple(self._by_case)

    def case(self, case_id: str) -> Case | None:
        """The case with its pending commands applied; None when it is unknown here."""
        case = cached = self.cached.get(case_id)
        for entry in self.on_case(case_id):
            if entry.in_overlay and self.city and not passed(entry, cached, {}):
                case = applied(case, entry, self.city)
        return case

    def shown(self, case_id: str, now: int) -> tuple[ShownCase, Face] | None:
        """The case as the windows show it, with the face that it was made of."""
        case = self.case(case_id)
        if case is None or self.city is None:
            return None
        face, entries = face_of(case, self.city, now), self.on_case(case_id)
        pending = tuple(self.pending(entry) for entry in entries if entry.in_overlay)
        conflict = next((entry.id for entry in entries if entry.state is State.CONFLICT), "")
        number = case.number or self._draft_number(entries)
        shown = ShownCase(case, face.lists, face.order, face.deadline, face.proposal, pending, conflict, number)
        return shown, face

    def pending(self, entry: Entry) -> Pending:
        """An entry as the outbox shows it."""
        command, case = entry.command, self.cached.get(entry.command.case_id)
        number = case.number if case else self._draft_number(self.on_case(command.case_id))
        recall = command.issued_at + self.city.policies.recall_seconds * 1000 if self.city else 0
        return Pending(
            entry.id,
            entry.k,
            command.verb,
            command.case_id,
            command.actor,
            entry.seat,
            command.issued_at,
            _SENDING[entry.state],
            command.target,
            str(command.body.get("unit", "")),
            number,
            entry.attempts,
            entry.last_error,
            recall,
            self._holds.holds(entry.id),
        )

    def _draft_number(self, entries: Iterable[Entry]) -> str:
        first = next((entry.k for entry in entries if entry.command.verb == "report"), 0)
        return f"{self._draft_prefix}-{first}" if first else ""


def applied(case: Case | None, entry: Entry, city: City) -> Case | None:
    """The case after this command, or as it was when the rules do not take it."""
    try:
        return apply(case, entry.command, entry.actor, city, entry.command.issued_at).case
    except NotAllowed:
        return case


def passed(entry: Entry, case: Case | None, seqs: Mapping[str, int]) -> bool:
    """Whether the cache holds what a final command did: its version is here, or the cursor has passed its row."""
    outcome = entry.outcome
    if entry.state is not State.FINAL or outcome is None:
        return False
    here = case is not None and case.version >= outcome.version
    return here or (outcome.seq > 0 and seqs.get(outcome.feed, 0) >= outcome.seq)
