"""One row of the outbox as a value: a recorded command with what became of it."""

from dataclasses import dataclass
from enum import StrEnum

from rules.case import Case, Event
from rules.commands import Actor, Command, Outcome


class State(StrEnum):
    """Where a recorded command stands in the outbox."""

    QUEUED = "queued"  # has no n unless a new epoch brought it back
    OFFERED = "offered"  # has its n; the server may or may not know it
    FINAL = "final"  # accepted or already done; the cursor has not passed it yet
    CONFLICT = "conflict"  # superseded, refused or quarantined: waits for a person
    SETTLED = "settled"
    WITHDRAWN = "withdrawn"
    RESOLVED = "resolved"


OPEN = (State.QUEUED, State.OFFERED, State.FINAL, State.CONFLICT)
UNSENT = (State.QUEUED, State.OFFERED)


@dataclass(frozen=True, slots=True)
class Stamp:
    """When and under which sign-in a command was issued; `offset_ms` = corrected clock minus wall clock."""

    wall: int
    mono: int  # ms of the monotonic clock of this boot
    boot_id: str
    offset_ms: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A command in the outbox; `k` 0 = not recorded yet, `n` None = never offered to the server."""

    command: Command
    actor: Actor
    seat: str
    hash: str
    mac: str
    stamp: Stamp
    k: int = 0
    n: int | None = None
    state: State = State.QUEUED
    withdrawn: bool = False
    outcome: Outcome | None = None
    ack_epoch: str = ""
    attempts: int = 0
    last_error: str = ""
    resolved_by: str = ""
    before: Case | None = None
    confirmed_at: int = 0  # when a person said that this old command still holds
    earlier: Outcome | None = None  # what a server answered whose history is lost; it is pushed again since

    @property
    def id(self) -> str:
        """The id of the command."""
        return self.command.id

    @property
    def in_overlay(self) -> bool:
        """Whether the case is shown with this command applied."""
        return self.state is State.FINAL or (self.state in UNSENT and not self.withdrawn)


@dataclass(frozen=True, slots=True)
class Met:
    """What a superseded command met, as the server told with its outcome."""

    now: Case | None = None
    since: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class NewBlob:
    """A photo to be sent: its bytes are on disk already, by their sha256."""

    sha256: str
    size: int
    mime: str


@dataclass(frozen=True, slots=True)
class KeptBlob:
    """A photo of this desk that the server does not have. `state`: waiting | refused | lost; `why`: of a refusal.

    `case_id` and `issued` (ms, wall clock) are those of the command that brought it, "" and 0 when it is archived.
    """

    sha256: str
    size: int
    mime: str
    state: str
    why: str = ""
    case_id: str = ""
    issued: int = 0
