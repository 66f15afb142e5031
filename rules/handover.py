"""The hand-over file and its reply: what a unit is given where no server answers, and what it brings back.

A hand-over is signed as commands are: HMAC-SHA256 under the session key of who made it. Its reply carries it back word
for word with the unit's deeds, sealed by the hand-over's own key. The reply is bearer paper: whoever holds the file may
answer for the unit, and who imports it vouches for that. Console and server make the same commands of the same reply.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field

from rules.commands import NotAllowed
from rules.wire import WireError, canonical, decode

KIND = "griddesk-reply/1"
MAX_REPLY = 48_000_000  # bytes of a reply file
MAX_DEEDS = 400
VERBS = frozenset({"sign", "feedback"})
TO_SIGN, AT_WORK = "to_sign", "at_work"  # where a leg stood when it was handed over
_LATEST = 2**53


@dataclass(frozen=True, slots=True)
class HandoverLeg:
    """One leg as the unit reads it; `due` and instants ms UTC, 0 = none; `photos` are sha256 of what is in the file."""

    case_id: str
    leg_id: str
    stage: str  # TO_SIGN | AT_WORK
    number: str
    matter: str
    matter_en: str = ""
    place: str = ""
    place_en: str = ""
    lon: int = 0
    lat: int = 0
    urgent: bool = False
    due: int = 0
    note: str = ""
    photos: tuple[str, ...] = ()
    missing: int = 0  # photos of the case that were not on the desk


@dataclass(frozen=True, slots=True)
class Handover:
    """What is signed: for which unit, made when, by whom in which sign-in; `key_hash` = sha256 of the reply's key."""

    id: str
    city: str
    city_version: str
    zone: str
    unit: str
    name: str
    name_en: str
    session: str
    by: str
    by_name: str
    at: int
    key_hash: str
    text_max: int
    photos_needed: int
    legs: tuple[HandoverLeg, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """A hand-over as the file holds it: its canonical text, the desk's own seal, the MAC of the sign-in, the key."""

    handover: str
    desk: str
    mac: str
    key: str


@dataclass(frozen=True, slots=True)
class ReplyPhoto:
    """A photo of a deed: its bytes stand in the reply under their sha256."""

    sha256: str
    mime: str
    size: int


@dataclass(frozen=True, slots=True)
class UnitDeed:
    """What the unit marked: "sign" or "feedback", by the clock of its own device; `id` is that of the command."""

    id: str
    leg_id: str
    verb: str
    at: int
    name: str = ""
    text: str = ""
    photos: tuple[ReplyPhoto, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply file: the paper it answers, the deeds as JSON text with their seal, the photos in base64."""

    kind: str
    handover: str
    desk: str
    mac: str
    key: str
    deeds: str
    seal: str
    photos: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Opened:
    """A reply that is whole; whether its hand-over is genuine is for desk or server to say, by `digest`."""

    handover: Handover
    digest: str
    desk: str
    mac: str
    deeds: tuple[UnitDeed, ...]
    photos: Mapping[str, bytes]

    def photos_of(self, deed: UnitDeed) -> tuple[bytes, ...]:
        """The photos of a deed in its order."""
        return tuple(self.photos[photo.sha256] for photo in deed.photos)


def written(handover: Handover) -> str:
    """The text that is signed."""
    return canonical(handover).decode()


def digest_of(handover: str) -> str:
    """What the MAC and the desk's seal are made over: sha256 in hex, never that of a command."""
    return hashlib.sha256(b"griddesk handover\n" + handover.encode()).hexdigest()


def seal_of(key: bytes, digest: str, deeds: str) -> str:
    """The seal of the deeds on a hand-over, as the page in the file makes it."""
    return hmac.new(key, f"griddesk reply\n{digest}\n{deeds}".encode(), hashlib.sha256).hexdigest()


def open_reply(data: bytes) -> Opened:
    """What a reply file says.

    Raises NotAllowed: "rule.reply_foreign" for another kind of file, "rule.reply_damaged" where something of it was
    cut or changed, "rule.reply_unit" where it answers for what the unit was not handed.
    """
    reply = _read(data)
    try:
        handover, key = decode(Handover, reply.handover), bytes.fromhex(reply.key)
        deeds = decode(tuple[UnitDeed, ...], reply.deeds)
    except (WireError, ValueError) as error:
        raise NotAllowed("rule.reply_damaged") from error
    digest = digest_of(reply.handover)
    if hashlib.sha256(key).hexdigest() != handover.key_hash or not _same(seal_of(key, digest, reply.deeds), reply.seal):
        raise NotAllowed("rule.reply_damaged")
    photos = {sha256: _photo(sha256, body) for sha256, body in reply.photos.items()}
    opened = Opened(handover, digest, reply.desk, reply.mac, deeds, photos)
    _check(opened)
    return opened


def _read(data: bytes) -> Reply:
    try:
        reply = decode(Reply, data) if len(data) <= MAX_REPLY else None
    except WireError as error:
        raise NotAllowed("rule.reply_damaged" if KIND.encode() in data else "rule.reply_foreign") from error
    if reply is None or reply.kind != KIND:
        raise NotAllowed("rule.reply_foreign")
    return reply


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


def _photo(sha256: str, body: str) -> bytes:
    try:
        found = base64.b64decode(body, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NotAllowed("rule.reply_damaged") from error
    if hashlib.sha256(found).hexdigest() != sha256:
        raise NotAllowed("rule.reply_damaged")
    return found


def _check(opened: Opened) -> None:
    """The deeds are a unit's on the legs that it was handed, each once, and their photos are here."""
    legs = {leg.leg_id for leg in opened.handover.legs}
    if any(deed.leg_id not in legs for deed in opened.deeds):
        raise NotAllowed("rule.reply_unit", unit=opened.handover.unit)
    fits = len({deed.id for deed in opened.deeds}) == len(opened.deeds) <= MAX_DEEDS
    if not fits or not all(_is_sound(deed, opened) for deed in opened.deeds):
        raise NotAllowed("rule.reply_damaged")


def _is_sound(deed: UnitDeed, opened: Opened) -> bool:
    named = len(deed.id) == 36 and deed.id.isascii() and deed.id.isprintable()
    timely = 0 <= deed.at <= _LATEST
    whole = all(len(opened.photos.get(photo.sha256, b"")) == photo.size > 0 for photo in deed.photos)
    return named and timely and whole and deed.verb in VERBS


def same_key(digest: str, mac: str, key: bytes) -> bool:
    """Whether this MAC was made over the digest under this key."""
    return _same(hmac.new(key, digest.encode(), hashlib.sha256).hexdigest(), mac)
