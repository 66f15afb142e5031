"""The bodies of the protocol sync/1: what a console pushes and is answered, what it polls, and what it starts from.

They travel as canonical bytes, see `rules.wire`. Instants are int milliseconds UTC.
"""

import zlib
from dataclasses import dataclass, field
from typing import Literal

from rules.case import Case, Event
from rules.claims import Claimed
from rules.commands import Command, Outcome

PROTO = "sync/1"


@dataclass(frozen=True, slots=True)
class Pushed:
    """One command as pushed: `n` dense per console; `mac` = HMAC-SHA256(session key, hash).

    For what a unit did on paper `mac` is the vouch of who imported it, see `rules.vouching.as_mac`.
    """

    n: int
    command: Command
    hash: str
    mac: str = ""
    withdrawn: bool = False
    personal: dict[str, str] = field(default_factory=dict)  # the personal record beside a report, never in its hash


@dataclass(frozen=True, slots=True)
class Push:
    """The body of POST /v1/push: at most 64 commands in ascending n.

    `after`: the id of the command under the number before the first, "" where the console does not know it any more. A
    server that knows another one there takes nothing and tells which: two consoles have lived under one name.
    """

    console_id: str
    incarnation: int
    epoch: str
    cmds: tuple[Pushed, ...]
    proto: str = field(default=PROTO, metadata={"always": True})  # told although it is the default
    after: str = ""

    def is_ended_by(self, answer: "PushAnswer") -> bool:
        """Whether the answer ends all of its commands: only then those go on that were made behind it."""
        return len(answer.results) == len(self.cmds)


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome of one pushed command; a superseded one brings the case as it is now and what happened since."""

    id: str
    n: int
    outcome: Outcome
    now: Case | None = None
    since: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class PushAnswer:
    """The answer to a push; `heads` and `durable` are seqs by feed."""

    epoch: str
    last_n: int
    results: tuple[Result, ...] = ()
    heads: dict[str, int] = field(default_factory=dict)
    durable: dict[str, int] = field(default_factory=dict)
    server_time: int = 0
    epoch_no: int = 0
    last_id: str = ""  # of the command under `last_n`, told where nothing was settled; "" = none is kept there


@dataclass(frozen=True, slots=True)
class FeedSpan:
    """What one feed brings in a batch: rows after `since` up to `to`; its head and floor; its digest at `to`."""

    since: int
    to: int
    head: int
    floor: int = 0
    digest: str = ""


@dataclass(frozen=True, slots=True)
class ChangesHead:
    """First line of /v1/changes."""

    epoch_no: int
    epoch_id: str
    feeds: dict[str, FeedSpan]
    city: str
    server_time: int
    last_n: int = 0
    durable: dict[str, int] = field(default_factory=dict)
    token_expires_in: int = 0
    more: bool = False  # rows beyond `to` wait: ask again at once
    continues: bool = False  # the epoch of the cursor ended, but its chains go on in this one: the cache stands
    claims: tuple[Claimed, ...] | None = None  # all live ones within the scope; None = as at `claims_no`, known there
    claims_no: int = 0  # names that state of the claims, in no order; 0 = the console did not ask for claims
    last_id: str = ""  # of the command under `last_n`; "" = none is kept there


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a cursor stands in one feed."""

    seq: int
    chain: str


@dataclass(frozen=True, slots=True)
class ChangesTail:
    """Last line of /v1/changes: the new cursor, and a CRC-32 over all row lines (with their line feeds)."""

    to: dict[str, Mark]
    crc: int = 0


@dataclass(frozen=True, slots=True)
class SnapshotHead:
    """First line of /v1/snapshot; `as_of` is the cursor from which deltas make it exact."""

    epoch_no: int
    epoch_id: str
    as_of: dict[str, Mark]
    count: int
    city: str
    server_time: int
    last_n: int = 0
    last_id: str = ""  # of the command under `last_n`; "" = none is kept there


@dataclass(frozen=True, slots=True)
class SnapshotCase:
    """One case of a snapshot: `feeds` are all within the scope asked for that hold it, home first; `feed` the first."""

    feed: str
    image: Case
    events: tuple[Event, ...] = ()
    feeds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SnapshotTail:
    """Last line of a page of /v1/snapshot: `next` = the id to ask after, "" when done."""

    next: str = ""
    done: bool = False
    crc: int = 0


@dataclass(frozen=True, slots=True)
class BlobState:
    """How much of a photo of `size` bytes the server has: send on from `offset` unless it is `done`; all is told."""

    sha256: str
    offset: int
    size: int
    done: bool


@dataclass(frozen=True, slots=True)
class ClaimAsked:
    """The body of POST /v1/claims; a take-over needs a `reason`, unless the holder left the case lying."""

    case_id: str
    how: Literal["take", "release", "take_over"]
    token: int = 0  # release: which one
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ClaimAnswer:
    """The claim as it stands now; None after a release, also of what was not held any more."""

    claim: Claimed | None
    server_time: int


BUCKETS = 256


def bucket(case_id: str) -> int:
    """In which of the buckets of a feed's digest a case is counted."""
    return zlib.crc32(case_id.encode()) % BUCKETS


@dataclass(frozen=True, slots=True)
class Digests:
    """The digest of a feed at its row `seq`, and the sum of each bucket, each 16 hex digits: see `bucket`."""

    feed: str
    epoch_id: str
    seq: int
    digest: str
    sums: tuple[str, ...]
