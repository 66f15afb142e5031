"""Photos of this desk that the server does not have: how each stands, and what changed of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class PhotoState(StrEnum):
    """Where a photo stands that the server does not have."""

    WAITING = "waiting"  # goes by itself, behind the commands
    SENDING = "sending"
    HELD_UP = "held_up"  # the server did not take it now; it is offered again by itself
    REFUSED = "refused"  # the server does not take it for good
    LOST = "lost"  # its file on this desk is gone or damaged


NEEDS_SOMEBODY = frozenset({PhotoState.REFUSED, PhotoState.LOST})
"""What does not go by itself any more."""


@dataclass(frozen=True, slots=True)
class PhotoOut:
    """One photo; `reason` is a key of the texts, `issued_at` (ms UTC) of the command that brought it, 0 = not known."""

    sha256: str
    state: PhotoState
    case_id: str = ""
    issued_at: int = 0
    reason: str = ""
    details: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def id(self) -> str:
        """By which a list knows it."""
        return self.sha256


@dataclass(frozen=True, slots=True)
class PhotosDelta:
    """What changed: photos that came or stand otherwise, and the sha256 of those that nobody waits for any more."""

    changed: tuple[PhotoOut, ...] = ()
    gone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stuck:
    """A try that failed. `own`: the server answered about this photo, so that others may go before it meanwhile."""

    sha256: str
    reason: str
    details: Mapping[str, str] = field(default_factory=dict)
    own: bool = False
