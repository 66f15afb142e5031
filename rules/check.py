"""A field check (核实 before filing, 核查 after handling): a task for the collector of the responsibility grid."""

from enum import StrEnum

from rules.clock import Clock
from rules.frozen import Frozen


class CheckKind(StrEnum):
    """核实 asks whether a report is true, 核查 whether the matter is solved."""

    PRE = "pre"
    VERIFY = "verify"


class CheckStage(StrEnum):
    """Where a check stands."""

    SENT = "sent"
    FETCHED = "fetched"
    ANSWERED = "answered"
    RECALLED = "recalled"


class Check(Frozen, frozen=True):
    """One check; `result` is true | false for a pre-check and solved | unsolved for a verification."""

    id: str
    kind: CheckKind
    collector: str
    round: int
    stage: CheckStage = CheckStage.SENT
    sent_at: int = 0
    sent_by: str = ""
    clock: Clock | None = None
    due: int = 0
    result: str = ""
    answered_at: int = 0
    text: str = ""
