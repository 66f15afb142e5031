"""What the store and the network threads hand to each other: bytes and bodies of sync/1, never files."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from rules.commands import Actor
from rules.protocol import ChangesHead, ChangesTail, Mark, SnapshotHead, SnapshotTail


@dataclass(frozen=True, slots=True)
class Station:
    """Who this console is to the server; `token` "" = not enrolled yet. `epoch_no` is the highest one seen."""

    console_id: str
    incarnation: int
    token: str = field(default="", repr=False)
    epoch_no: int = 0
    once: str = field(default="", repr=False)  # a one-time token with which it may enrol itself


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far the cache has come; `epoch` "" = it is empty: a snapshot is wanted."""

    epoch: str = ""
    marks: dict[str, Mark] = field(default_factory=dict)
    city: str = ""  # version of the city pack that is here, "" = none
    after: str = ""  # where an unfinished snapshot goes on, "" = from its beginning; only without an epoch
    brief: bool = False  # do not wait long for news: from where to ask next may change at any moment


@dataclass(frozen=True, slots=True)
class Changes:
    """A batch of /v1/changes: complete, dense, its chains verified. `lines` are the rows' canonical bytes.

    `named` are the claims, by case with their token, that the poll said to be held here.
    """

    head: ChangesHead
    lines: tuple[bytes, ...]
    tail: ChangesTail
    named: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SnapshotPage:
    """A page of /v1/snapshot, complete; `first` when it begins a new one."""

    head: SnapshotHead
    lines: tuple[bytes, ...]
    tail: SnapshotTail
    first: bool = False


@dataclass(frozen=True, slots=True)
class SnapshotWanted:
    """The cursor is of no use: another epoch, below the floor, far behind, or a chain that does not fit."""

    reason: str


@dataclass(frozen=True, slots=True)
class Pack:
    """A city pack; its sha256 begins with its version."""

    version: str
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class BlobOut:
    """A photo to be sent."""

    sha256: str
    mime: str
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Heard:
    """The server answered something: its time, and how long that took (ms)."""

    server_time: int
    at: int  # this machine's monotonic clock in the middle of the exchange, ms
    latency_ms: int


@dataclass(frozen=True, slots=True)
class Lost:
    """A way to the server failed. `way`: push | poll | ask; the next try comes in `wait_ms`.

    `busy`: the server is there and asks for patience. `misread`: it cannot read what was pushed, as a whole.
    """

    way: str
    reason: str
    wait_ms: int = 0
    details: dict[str, str] = field(default_factory=dict)
    busy: bool = False
    misread: bool = False


@dataclass(frozen=True, slots=True)
class Shift:
    """A session of the server for commands made without a line; who signed in here unlocks it until then (ms UTC)."""

    session: str
    key: bytes = field(repr=False)
    until: int = 0


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A sign-in that the server accepted. `key` makes the macs of commands, `token` opens questions.

    `shift`: with what to go on here without a line. Who unlocked with it has no `token`.
    """

    seat: str
    actor: Actor
    session: str
    key: bytes = field(repr=False)
    token: str = field(repr=False)
    expires_at: int = 0
    shift: Shift | None = None
