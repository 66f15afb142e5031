"""What the board shows: cases with their pending commands, conflicts, and deltas of these."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from console.facts.claims import Claim
from rules.case import Case, Event
from rules.commands import Command, Outcome
from rules.deadlines import Deadline

if TYPE_CHECKING:
    from console.facts.proposing import Proposing
    from rules.responsibility import Proposal


DRAFT_MARK = "临"  # begins the number that a desk gives a case before the server does


class Sending(StrEnum):
    """Where a recorded command stands. It is on disk in every one of these states."""

    QUEUED = "queued"
    OFFERED = "offered"  # has its number and was sent at least once
    FINAL = "final"  # the outcome is known, the cursor has not passed it yet
    CONFLICT = "conflict"  # superseded or refused: a person must choose
    WITHDRAWN = "withdrawn"
    OLD = "old"  # waits since long for a person to say whether it still holds


@dataclass(frozen=True, slots=True)
class Pending:
    """One recorded command that is not settled yet, in local order `k`."""

    id: str
    k: int
    verb: str
    case_id: str
    actor: str
    seat: str
    issued_at: int
    state: Sending
    target: str = ""
    unit: str = ""  # of a dispatch or a re-assignment
    number: str = ""  # of the case, as it is shown
    attempts: int = 0
    last_error: str = ""  # why it is here still: a key of the texts, `error_details` fill it
    recall_until: int = 0  # until then `U` takes it back without a reason; 0 = no longer
    held: bool = False  # kept here until then on purpose: it goes to the server when it can be taken back no more
    n: int = 0  # its number to the server; 0 = never offered
    error_details: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def order(self) -> tuple[bool, int]:
        """Where it stands in the outbox: what has a number goes first, by that, then in local order."""
        return (not self.n, self.n or self.k)


@dataclass(frozen=True, slots=True)
class OutboxDelta:
    """What changed in the outbox: commands that came or look otherwise, and the ids of those that wait no more."""

    changed: tuple[Pending, ...] = ()
    gone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """A command that did not take effect and was not lost: what I saw, what I wanted, what came meanwhile, what is."""

    id: str  # of the command
    command: Command
    outcome: Outcome
    seat: str
    before: Case | None
    mine: Case | None
    now: Case | None
    meanwhile: tuple[Event, ...] = ()
    author: str = ""  # the name of who wished it
    after: str = ""  # the conflict that this one followed from, as commands of one chain do; "" = none
    theirs: Case | None = None  # the case as the server told it with the outcome; None = it did not
    found_at: int = 0  # when the outcome came, ms UTC; 0 = in an earlier run


@dataclass(frozen=True, slots=True)
class ShownCase:
    """A case as every window shows it: the server's word with the pending commands applied to it.

    `deadline` drives the lamp (None = "–"); it and `lists` are renewed by a delta when near or due is passed.
    """

    case: Case
    lists: frozenset[str] = frozenset()
    order: tuple[object, ...] = ()  # sort key of the queue, smallest on top
    deadline: Deadline | None = None
    proposing: "Proposing | None" = None  # of a case that waits for a dispatch
    pending: tuple[Pending, ...] = ()
    conflict: str = ""  # id of the conflict on it
    number: str = ""  # the case's number; a draft made offline shows 临<desk>-<n>
    claim: Claim | None = None  # who has it in hand, as the server told it last

    @property
    def id(self) -> str:
        """The id of the case."""
        return self.case.id

    @property
    def proposal(self) -> "Proposal | None":
        """The unit that is proposed for it, None while it does not wait for a dispatch."""
        return self.proposing() if self.proposing else None

    @property
    def unsent(self) -> bool:
        """Whether something of it waits for the server; what is held for its recall does not wait."""
        return any(not pending.held for pending in self.pending)


@dataclass(frozen=True, slots=True)
class Delta:
    """What changed on the board."""

    changed: tuple[ShownCase, ...] = ()
    removed: tuple[str, ...] = ()

    def cut(self, size: int) -> tuple["Delta", "Delta"]:
        """The first `size` cases, and the rest; what is gone goes with the first."""
        return Delta(self.changed[:size], self.removed), Delta(self.changed[size:])
