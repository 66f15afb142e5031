"""What crosses the gate: reports, later deeds of who reported, and back again how their cases stand; and the city."""

from collections.abc import Mapping
from typing import TypeVar

import msgspec

from server.access.accounts import Account
from server.citizens.report import CitizenReport
from server.pages.uploads import KeptPhoto

REPORT, AGAIN, DEED = "report", "again", "deed"  # to the centre
HELLO = "hello"  # the same: these books are new, or were lost; tell everything
STATE, REFUSED, CITY = "state", "refused", "city"  # to the outside
UNIT_DEED = "unit_deed"  # from terminals beyond the gate
UNIT_CASE, UNIT_REFUSED, PEOPLE = "unit_case", "unit_refused", "people"  # to them
T = TypeVar("T")


class BadItem(ValueError):
    """The content of an item is not what its kind says."""


class Report(msgspec.Struct, frozen=True):
    """A report; `case` is its id on that side, `at` when it was sent (ms UTC), `links` hashes of its secret links."""

    case: str
    at: int
    report: CitizenReport
    links: tuple[str, ...] = ()


class Again(msgspec.Struct, frozen=True):
    """It was not fixed: the new report's id, and what is said; the person is known from the old one."""

    case: str
    old: str
    at: int
    channel: str
    said: str
    photos: tuple[KeptPhoto, ...] = ()
    links: tuple[str, ...] = ()


class Deed(msgspec.Struct, frozen=True):
    """A note or a rating; `command` is its id, so that it is done once."""

    case: str
    command: str
    channel: str
    verb: str
    at: int
    body: Mapping[str, object] = {}


class Told(msgspec.Struct, frozen=True):
    """What a report was; for an outside that has lost its own books."""

    channel: str
    service: str
    said: str
    at: int
    rating: int
    again: str
    links: tuple[str, ...] = ()


class State(msgspec.Struct, frozen=True):
    """How a case stands: only what who reported may see (`server.gate.reduced`). `events`: changes of its stage."""

    case: str
    image: bytes
    events: tuple[bytes, ...] = ()
    told: Told | None = None


class Refused(msgspec.Struct, frozen=True):
    """The centre's rules did not take it; `command` "" = the report itself."""

    case: str
    command: str
    rule: str
    details: Mapping[str, str] = {}


class CityPack(msgspec.Struct, frozen=True):
    """The city as the outside needs it."""

    pack: bytes


class UnitDeed(msgspec.Struct, frozen=True):
    """A command of a unit's person, as canonical bytes."""

    command: bytes


class UnitCase(msgspec.Struct, frozen=True):
    """A case as its units see it, with its whole history; `live`: in the live scope.

    `versions`: of the case after each event, in their order.
    """

    image: bytes
    events: tuple[bytes, ...]
    versions: tuple[int, ...]
    live: bool


class UnitRefused(msgspec.Struct, frozen=True):
    """A command of a unit's person that the centre did not take; `rule` "" = it was done already, by another way."""

    command: str
    case: str
    actor: str
    verb: str
    rule: str
    details: Mapping[str, str] = {}


class People(msgspec.Struct, frozen=True):
    """All who sign in at the terminals there; who is not among them does so no more."""

    accounts: tuple[Account, ...]


class Item(msgspec.Struct, frozen=True):
    """One of them on its way; `body` holds one of the above."""

    id: str
    kind: str
    body: bytes


class Batch(msgspec.Struct, frozen=True):
    """What one file holds; photos by sha256."""

    items: tuple[Item, ...]
    blobs: Mapping[str, bytes] = {}


class Ack(msgspec.Struct, frozen=True):
    """Beside how far a stream was taken: when this was said (ms UTC), and what is missing while later ones are here.

    `newest`: when the newest stream began that is known of that side, where it is another one.
    """

    at: int
    wanted: tuple[int, ...] = ()
    newest: int = 0


def encode(value: object) -> bytes:
    """As bytes. Raises BadItem: half a character, or a number of more than 64 bits."""
    try:
        return msgspec.msgpack.encode(value)
    except (UnicodeEncodeError, OverflowError, TypeError) as error:
        raise BadItem(str(error)) from error


def decode(kind: type[T], data: bytes) -> T:
    """From bytes. Raises BadItem."""
    try:
        return msgspec.msgpack.decode(data, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise BadItem(f"{kind.__name__}: {error}") from error
