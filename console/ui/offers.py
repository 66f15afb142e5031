"""What the rules allow, as buttons: which is primary, which key it has, which must ask for something first.

A new verb of the rules needs nothing here: it appears as a button, at the end, without a key.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from console.ui.keys import VERB_KEYS
from rules.forms import Field
from rules.lifecycle import Offer

PRIMARY = (
    "dispatch",
    "confirm_pass",
    "grant_return",
    "grant_extension",
    "grant_suspension",
    "grant_appeal",
    "grant_void",
    "uphold_decline",
    "resume",
    "accept",
    "file",
    "send_check",
    "verify_pass",
    "close",
    "acknowledge",
    "accept_alarm",
)
"""The first of these that is offered is the primary button."""

USUAL = (
    *PRIMARY, "confirm_refuse", "refuse_return", "refuse_extension", "refuse_suspension", "refuse_void", "verify_fail",
    "decline", "reject_alarm", "told", "add_helper", "send_back", "note", "reassign", "correct", "recall", "answer",
    "pass_on", "urge", "suspend",
)  # fmt: skip
"""The order of the other buttons; what is not named follows in the order of the rules."""

ASK_FIRST = frozenset({
    "file", "close", "answer", "decline", "uphold_decline", "pass_on", "told", "note", "correct", "add_helper",
})  # fmt: skip
"""Verbs whose form is always shown, though every field of it may be optional."""

HIDDEN = frozenset({"lon", "lat", "datum", "given", "personal", "helpers", "collector", "key", "was", "draft_number"})
"""Fields that the windows fill themselves or do not ask for."""


@dataclass(frozen=True, slots=True)
class Action:
    """A deed that the windows offer; `key` "" when another offered deed has it."""

    verb: str
    target: str
    form: tuple[Field, ...]
    key: str

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields that a person is asked for."""
        return tuple(field for field in self.form if field.name not in HIDDEN)

    @property
    def asks(self) -> bool:
        """Whether a form must come before the deed."""
        return self.verb in ASK_FIRST or any(field.required for field in self.fields)


TAKE_OVER = Action("take_over", "", (Field("reason", "text", required=True),), "")
"""No deed on the case, but asked for as one: whose claim it is stands beside the case."""


def _rank(offer: Offer) -> int:
    return USUAL.index(offer.verb) if offer.verb in USUAL else len(USUAL)


def actions(offers: Iterable[Offer]) -> tuple[Action, ...]:
    """The offers in the order of their buttons; of two that share a key, the first has it."""
    taken: set[str] = set()
    made = []
    for offer in sorted(offers, key=_rank):
        key = VERB_KEYS.get(offer.verb, "")
        made.append(Action(offer.verb, offer.target, tuple(offer.form), "" if key in taken else key))
        taken.add(key)
    return tuple(made)


def primary(found: Iterable[Action]) -> Action | None:
    """The deed of the primary button, None when nothing that matters is offered."""
    return next((action for action in found if action.verb in PRIMARY), None)


def find(found: Iterable[Action], verb: str) -> Action | None:
    """The offered deed of this verb, None when it is not offered."""
    return next((action for action in found if action.verb == verb), None)
