"""What was said to a reporter: values of a case. Never a name or a number of theirs: those are personal data."""

from rules.frozen import Frozen


class Reply(Frozen, frozen=True):
    """One answer; `how`: phone | back (a text by the channel it came by) | in_person. Instants ms UTC."""

    id: str  # of the command
    at: int
    by: str
    how: str
    text: str


class FollowUp(Frozen, frozen=True):
    """One call back after closing; `result`: satisfied | dissatisfied | unreached."""

    id: str  # of the command
    at: int
    by: str
    result: str
    text: str = ""
    settled_at: int = 0  # dissatisfied: when the shift leader said that it stays closed
