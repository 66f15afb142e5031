"""Hand-over files and their replies as windows ask for them and hear of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class HandoverUnit:
    """A unit with open legs: how many, and how many of them its terminal has not got yet."""

    unit: str
    legs: int
    sent: int


@dataclass(frozen=True, slots=True)
class HandoverWish:
    """Make the hand-over file of a unit; the page speaks both languages and begins in this one."""

    seat: str
    unit: str
    file: Path
    resources: Path  # where the page's parts and texts lie
    language: str


@dataclass(frozen=True, slots=True)
class HandoverMade:
    """The file is on the disk; `missing` photos were not."""

    unit: str
    file: Path
    legs: int
    missing: int


@dataclass(frozen=True, slots=True)
class ReplyWish:
    """Import a reply file; who sits at the seat vouches for it."""

    seat: str
    file: Path


@dataclass(frozen=True, slots=True)
class ReplyDeed:
    """What became of one deed: recorded here or done at the server; `known`: it was before; `rule`: why it was not."""

    number: str
    verb: str
    known: bool = False
    rule: str = ""
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReplyTaken:
    """What a reply came to; `at_server` when the server took it, as the hand-over was signed at another desk."""

    unit: str
    deeds: tuple[ReplyDeed, ...]
    at_server: bool = False
