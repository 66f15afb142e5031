"""Commands that are held back for the seconds in which `U` may still take them away.

A dispatch is never held: the rules can recall it. A verdict, a decision or a closing they cannot: it is durable and
shown at once, and goes to the server only when its seconds are over, when another command on the same case follows, or
when the program ends. Kept in memory alone: after a crash nothing is held, and everything recorded is sent.
"""

from collections.abc import Callable, Iterable

from console.models.entries import Entry

HELD = frozenset({
    "accept", "decline", "answer", "pass_on", "acknowledge", "attach_duplicate", "self_handled", "send_check",
    "send_back", "suspend", "resume", "urge", "confirm_pass", "confirm_refuse", "verify_pass", "verify_fail",
    "grant_return", "refuse_return", "grant_extension", "refuse_extension", "grant_suspension", "refuse_suspension",
    "grant_appeal", "refuse_appeal", "close", "force_close", "void", "reopen",
    "uphold_decline", "grant_void", "refuse_void",
    "accept_alarm", "reject_alarm",
})  # fmt: skip
"""What binds others and cannot be recalled by the rules. Filing is not among them: danger must not wait."""

ONE_DEED = ("verify_pass", "close")
"""Two commands that one key gives: they are held and taken back together."""
AT_ONCE = 1000  # ms within which the second of them follows by itself


class Holds:
    """Which commands are held, and until when on the monotonic clock (`mono`, ms): real seconds, whatever the clock."""

    def __init__(self, mono: Callable[[], int]) -> None:
        self._mono = mono
        self._until: dict[str, tuple[Entry, int]] = {}

    def add(self, entry: Entry, span: int) -> None:
        """A command was recorded: it releases what is held on its case, and is held for `span` ms if it must be."""
        for other in self._on_case(entry.command.case_id):
            if is_one_deed(other, entry):
                self._until[other.id] = (other, entry.stamp.mono + span)
            else:
                del self._until[other.id]
        if entry.command.verb in HELD and span > 0:
            self._until[entry.id] = (entry, entry.stamp.mono + span)

    def _on_case(self, case_id: str) -> list[Entry]:
        return [entry for entry, _ in self._until.values() if entry.command.case_id == case_id]

    def holds(self, command_id: str) -> bool:
        """Whether this command is held back."""
        return command_id in self._until

    def drop(self, command_id: str) -> None:
        """It was taken back."""
        self._until.pop(command_id, None)

    def release_due(self) -> frozenset[str]:
        """Let go what was held long enough; its cases."""
        now = self._mono()
        return self.release(command_id for command_id, (_, until) in tuple(self._until.items()) if until <= now)

    def release_all(self) -> frozenset[str]:
        """Let everything go: the program ends; the cases."""
        return self.release(tuple(self._until))

    def release(self, ids: Iterable[str]) -> frozenset[str]:
        """Let these go; their cases."""
        return frozenset(self._until.pop(command_id)[0].command.case_id for command_id in ids)

    def wait(self) -> int | None:
        """In how many ms the next one goes, None when none is held."""
        now = self._mono()
        return min((max(0, until - now) for _, until in self._until.values()), default=None)


def is_one_deed(first: Entry, then: Entry) -> bool:
    """Whether one key gave both: passed and closed."""
    verbs = (first.command.verb, then.command.verb)
    same = first.seat == then.seat and first.command.case_id == then.command.case_id
    return same and verbs == ONE_DEED and then.stamp.mono - first.stamp.mono <= AT_ONCE
