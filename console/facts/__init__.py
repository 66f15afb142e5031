"""Frozen values that cross the console's threads: what is shown, what is wished, how the line stands, what travels.

Instants are int milliseconds UTC on the corrected clock. Words for people are keys of the catalogue with their details.
What travels is loaded with its first use: the windows are shown before anything is decoded.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from console.facts.line import DESK, REVIEW, SEATS, Line, LinkState, ListCount, SeatState
from console.facts.questions import Answer, Ask, Denied, Question, Unreachable
from console.facts.settings import Settings
from console.facts.shown import Conflict, Delta, Pending, Sending, ShownCase
from console.facts.wishes import Notice, Offers, Recorded, Refusal, Wish

if TYPE_CHECKING:
    from console.facts.traffic import (
        BlobOut,
        Changes,
        Cursor,
        Heard,
        Lost,
        Pack,
        SignedIn,
        SnapshotPage,
        SnapshotWanted,
        Station,
    )

__all__ = [
    "DESK",
    "REVIEW",
    "SEATS",
    "Answer",
    "Ask",
    "BlobOut",
    "Changes",
    "Conflict",
    "Cursor",
    "Delta",
    "Denied",
    "Heard",
    "Line",
    "LinkState",
    "ListCount",
    "Lost",
    "Notice",
    "Offers",
    "Pack",
    "Pending",
    "Question",
    "Recorded",
    "Refusal",
    "SeatState",
    "Sending",
    "Settings",
    "ShownCase",
    "SignedIn",
    "SnapshotPage",
    "SnapshotWanted",
    "Station",
    "Unreachable",
    "Wish",
]


def __getattr__(name: str) -> Any:
    """A value of `traffic`."""
    if name not in __all__:
        raise AttributeError(name)
    return getattr(import_module("console.facts.traffic"), name)
