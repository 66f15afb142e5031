"""How the console stands: the line to the server, the counts of the lists, the people at the seats."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from rules.commands import Actor

DESK = "desk"  # the seat at the first monitor
REVIEW = "review"  # the seat at the second one
SEATS = (DESK, REVIEW)


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


class Making(StrEnum):
    """What is made before the embedded server answers for the first time."""

    NOTHING = ""
    DEMO_CITY = "demo_city"
    TRAINING_CITY = "training_city"  # each training has one of its own


@dataclass(frozen=True, slots=True)
class LinkState:
    """The status line: link, age of data, how far behind, what waits. `reason` is a key of the texts."""

    line: Line = Line.STARTING
    since: int = 0  # the line stands so from then on; offline: the server was heard last, also by an earlier run
    as_of: int = 0  # the data are the server's of this instant; 0 = none yet
    latency_ms: int = 0
    behind: int = 0  # rows of the feeds that are not here yet
    unsent: int = 0
    conflicts: int = 0
    retry_at: int = 0
    reason: str = ""
    reason_details: Mapping[str, str] = field(default_factory=dict)
    heard_at: int = 0  # bytes of the server came last at this instant; 0 = never in this run
    address: str = ""  # under which the server answered last
    skew_ms: int = 0  # server time minus this machine's
    drill_until: int = 0  # an outage drill holds the line back until this instant at the latest; 0 = none
    closed_for: str = ""  # the rule under which this desk records nothing for now, a key of the texts; "" = it does

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
    unlockable: bool = False  # nobody sits here; who signed in before may unlock it without a line

    @property
    def signed_in(self) -> bool:
        """Whether somebody may act here."""
        return self.actor is not None
