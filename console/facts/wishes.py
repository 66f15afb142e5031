"""What a view asks the desk to record, and what comes back: recorded, refused, a notice, the offers of a case."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from console.facts.shown import Pending

if TYPE_CHECKING:
    from rules.lifecycle import Offer


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
    over: str = ""  # why in spite of another's claim on the case


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed into a form and not done yet: its fields as words, when and by whom. No `values`: nothing is kept.

    `form` names it: case, verb and target, as `form_of` says.
    """

    form: str
    values: Mapping[str, str]
    at: int = 0
    by: str = ""


def form_of(case_id: str, verb: str, target: str = "") -> str:
    """The name of a form; that of a new report has no case."""
    return f"{case_id}/{verb}/{target}"


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
