"""Frozen values that cross the console's threads: what is shown, what is wished, how the line stands, what travels.

Instants are int milliseconds UTC on the corrected clock. Words for people are keys of the catalogue with their details.
Each part is loaded with its first use: the window is painted before anything of a case is known.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from console.facts.claims import Claim, Holding
    from console.facts.line import DESK, REVIEW, SEATS, Line, LinkState, ListCount, Making, SeatState
    from console.facts.questions import Answer, Ask, Denied, Question, Unreachable
    from console.facts.settings import Settings
    from console.facts.shown import Conflict, Delta, OutboxDelta, Pending, Sending, ShownCase
    from console.facts.traffic import (
        BlobOut,
        Changes,
        Cursor,
        Heard,
        Lost,
        Pack,
        Shift,
        SignedIn,
        SnapshotPage,
        SnapshotWanted,
        Station,
    )
    from console.facts.wishes import Draft, Notice, Offers, Recorded, Refusal, Wish, form_of

__all__ = [
    "DESK",
    "REVIEW",
    "SEATS",
    "Answer",
    "Ask",
    "BlobOut",
    "Changes",
    "Claim",
    "Conflict",
    "Cursor",
    "Delta",
    "Denied",
    "Draft",
    "Heard",
    "Holding",
    "Line",
    "LinkState",
    "ListCount",
    "Lost",
    "Making",
    "Notice",
    "Offers",
    "OutboxDelta",
    "Pack",
    "Pending",
    "Question",
    "Recorded",
    "Refusal",
    "SeatState",
    "Sending",
    "Settings",
    "Shift",
    "ShownCase",
    "SignedIn",
    "SnapshotPage",
    "SnapshotWanted",
    "Station",
    "Unreachable",
    "Wish",
    "form_of",
]


_PARTS = {
    "claims": {"Claim", "Holding"},
    "line": {"DESK", "REVIEW", "SEATS", "Line", "LinkState", "ListCount", "Making", "SeatState"},
    "questions": {"Answer", "Ask", "Denied", "Question", "Unreachable"},
    "settings": {"Settings"},
    "shown": {"Conflict", "Delta", "OutboxDelta", "Pending", "Sending", "ShownCase"},
    "wishes": {"Draft", "form_of", "Notice", "Offers", "Recorded", "Refusal", "Wish"},
}


def __getattr__(name: str) -> Any:
    """A value of one of the parts, of `traffic` when no other has it."""
    if name not in __all__:
        raise AttributeError(name)
    part = next((part for part, names in _PARTS.items() if name in names), "traffic")
    found = globals()[name] = getattr(import_module(f"console.facts.{part}"), name)
    return found
