"""Frozen values that cross the console's threads: what the board shows, what a view wishes, how the line stands.

Instants are int milliseconds UTC on the corrected clock. Words for people are keys of the catalogue with their details.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from rules.case import Case, Event
from rules.commands import Actor, Command, Outcome
from rules.deadlines import Deadline

if TYPE_CHECKING:
    from rules.lifecycle import Offer
    from rules.responsibility import Proposal

DESK = "desk"  # the seat at the first monitor
REVIEW = "review"  # the seat at the second one
SEATS = (DESK, REVIEW)


@dataclass(frozen=True, slots=True)
class Settings:
    """How this console was started; `settings.py` reads it from a TOML file and the command line."""

    files: Path  # folder of outbox, cache and photos
    server: str = ""  # base address; "" = the embedded server
    enrol: str = ""  # one-time token that makes this console a workstation
    embedded: str = "demo"  # city folder of the embedded server, or "demo"
    lang: str = "zh_CN"
    theme: str = "dark"
    test_clock: Path | None = None
    ca_file: Path | None = None
    trust_env: bool = False
    key_file: Path | None = None  # holds the key of the local files instead of the system's keyring
    sounds_log: Path | None = None


class Sending(StrEnum):
    """Where a recorded command stands. It is on disk in every one of these states."""

    HELD = "held"  # waits for the command before it
    QUEUED = "queued"
    OFFERED = "offered"  # has its number and was sent at least once
    FINAL = "final"  # the outcome is known, the cursor has not passed it yet
    CONFLICT = "conflict"  # superseded or refused: a person must choose
    WITHDRAWN = "withdrawn"


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
    last_error: str = ""
    recall_until: int = 0  # until then `U` takes it back without a reason; 0 = no longer


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


@dataclass(frozen=True, slots=True)
class ShownCase:
    """A case as every window shows it: the server's word with the pending commands applied to it.

    `deadline` drives the lamp (None = "–"); it and `lists` are renewed by a delta when near or due is passed.
    """

    case: Case
    lists: frozenset[str] = frozenset()
    order: tuple[object, ...] = ()  # sort key of the queue, smallest on top
    deadline: Deadline | None = None
    proposal: "Proposal | None" = None
    pending: tuple[Pending, ...] = ()
    conflict: str = ""  # id of the conflict on it
    number: str = ""  # the case's number; a draft made offline shows 临<desk>-<n>

    @property
    def id(self) -> str:
        """The id of the case."""
        return self.case.id

    @property
    def unsent(self) -> bool:
        """Whether something of it waits for the server."""
        return bool(self.pending)


@dataclass(frozen=True, slots=True)
class Delta:
    """What changed on the board."""

    changed: tuple[ShownCase, ...] = ()
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListCount:
    """How many cases stand on a list, and how many of them are near their limit or over it."""

    total: int = 0
    near: int = 0
    over: int = 0


class Line(StrEnum):
    """How the line to the server stands."""

    STARTING = "starting"
    ONLINE = "online"
    OFFLINE = "offline"
    SIGN_IN = "sign_in"  # the server does not know this workstation: enrol it again
    OTHER_VERSION = "other_version"  # server or city pack of another version: read-only, the outbox is kept


@dataclass(frozen=True, slots=True)
class LinkState:
    """The status line: link, age of data, how far behind, what waits. `reason` is a key of the texts."""

    line: Line = Line.STARTING
    since: int = 0
    as_of: int = 0  # the data are the server's of this instant; 0 = none yet
    latency_ms: int = 0
    behind: int = 0  # rows of the feeds that are not here yet
    unsent: int = 0
    conflicts: int = 0
    retry_at: int = 0
    reason: str = ""
    skew_ms: int = 0  # server time minus this machine's

    @property
    def online(self) -> bool:
        """Whether the server answers."""
        return self.line is Line.ONLINE


@dataclass(frozen=True, slots=True)
class SeatState:
    """Who sits at a seat; `actor` None = nobody, and the seat shows read-only."""

    seat: str
    actor: Actor | None = None
    session: str = ""
    expires_at: int = 0

    @property
    def signed_in(self) -> bool:
        """Whether somebody may act here."""
        return self.actor is not None


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to say; `key` is a key of the texts. Kinds: notice (silent, goes by itself), alert, error."""

    key: str
    details: Mapping[str, str] = field(default_factory=dict)
    kind: str = "notice"
    case_id: str = ""
    seat: str = ""
    at: int = 0


@dataclass(frozen=True, slots=True)
class Wish:
    """What a view asks the desk to record; `blobs` are the bytes of new photos that the body names by their sha256."""

    id: str
    seat: str
    verb: str
    case_id: str  # "" = a new case
    target: str = ""
    body: Mapping[str, object] = field(default_factory=dict)
    blobs: tuple[bytes, ...] = field(default=(), repr=False)
    personal: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Recorded:
    """A wish is on disk: the command, and the case as it is shown now."""

    wish: str
    pending: Pending


@dataclass(frozen=True, slots=True)
class Refusal:
    """A wish that cannot be: nothing was recorded. `rule` is a key of the texts."""

    wish: str
    seat: str
    verb: str
    case_id: str
    rule: str
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Offers:
    """What the person at this seat may do on this case now; the buttons are made of it."""

    seat: str
    case_id: str
    offers: "tuple[Offer, ...]" = ()


class Ask(StrEnum):
    """Kinds of questions. `args` in brackets; `content` of the answer after the arrow."""

    SIGN_IN = "sign_in"  # [login, password] → SeatState
    SIGN_OUT = "sign_out"  # → SeatState
    EVENTS = "events"  # about a case → tuple[Event, ...]
    PHOTO = "photo"  # about a sha256 [size: thumb | full] → bytes
    HISTORY = "history"  # [q, from, to, unit, list, page] → mapping as the server gives it
    EVALUATION = "evaluation"  # [from, to] → mapping
    PERSONAL = "personal"  # about a personal record [reason] → mapping
    PEOPLE = "people"  # [role] → tuple of mappings
    EXPORT = "export"  # about a case [lang] → str


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked and not changed; `id` ties the answer to it."""

    id: str
    kind: Ask
    seat: str = DESK
    about: str = ""
    args: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer; `from_cache` when the server could not be reached, `as_of` then says how old it is."""

    question: Question
    content: object
    as_of: int = 0
    from_cache: bool = False


@dataclass(frozen=True, slots=True)
class Unreachable:
    """No answer: the line is down and nothing is kept here. `reason` is a key of the texts."""

    question: Question
    reason: str
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Denied:
    """The server's own no to a question: a wrong password, a missing right. `rule` is a key of the texts."""

    question: Question
    rule: str
    details: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
