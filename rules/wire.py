"""What travels and is chained: canonical bytes of cases, events, commands, outcomes and rows.

Canonical = JSON in UTF-8, keys sorted, integers only, values equal to their default left out. The same value gives the
same bytes on every machine; hashes and chains are taken over these bytes.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec

from rules.case import Case, Event
from rules.commands import Command, Outcome
from rules.decoders import from_json
from rules.plain import NotPlain, plain

T = TypeVar("T")
START = "0" * 64  # the chain before the first row of a feed

_to_json = msgspec.json.Encoder(order="sorted").encode


class WireError(ValueError):
    """Bytes that are not what they should be, or a value that has no canonical form."""


def canonical(value: Any) -> bytes:
    """The canonical bytes of a frozen value, or of a mapping, list, text or integer made of such. Raises WireError."""
    try:
        return _to_json(plain(value))
    except (NotPlain, OverflowError, UnicodeEncodeError, RecursionError) as error:
        # no 64 bits wide, half a character, too deep
        raise WireError(str(error)) from error


def decode(kind: type[T], data: bytes | str) -> T:
    """The value of this kind in `data`; `WireError` when it is something else."""
    try:
        return from_json(kind).decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise WireError(f"{kind.__name__}: {error}") from error


def encode_case(case: Case) -> bytes:
    """Canonical bytes of a case image."""
    return canonical(case)


def decode_case(data: bytes | str) -> Case:
    """A case image from its bytes."""
    return decode(Case, data)


def encode_event(event: Event) -> bytes:
    """Canonical bytes of one event."""
    return canonical(event)


def decode_event(data: bytes | str) -> Event:
    """One event from its bytes."""
    return decode(Event, data)


def encode_events(events: tuple[Event, ...]) -> bytes:
    """Canonical bytes of several events, in order."""
    return canonical(events)


def decode_events(data: bytes | str) -> tuple[Event, ...]:
    """Several events from their bytes."""
    return decode(tuple[Event, ...], data)


def encode_command(command: Command) -> bytes:
    """Canonical bytes of a command; its hash is taken over exactly these."""
    return canonical(command)


def decode_command(data: bytes | str) -> Command:
    """A command from its bytes."""
    return decode(Command, data)


def command_hash(command: Command) -> str:
    """sha256 in hex of the command's canonical bytes: same id and other hash is `id_reused`."""
    return hashlib.sha256(encode_command(command)).hexdigest()


def encode_outcome(outcome: Outcome) -> bytes:
    """Canonical bytes of an outcome."""
    return canonical(outcome)


def decode_outcome(data: bytes | str) -> Outcome:
    """An outcome from its bytes."""
    return decode(Outcome, data)


@dataclass(frozen=True, slots=True)
class Row:
    """One numbered fact of a feed. `kind`: case | left | retired | city (version in `note`) | epoch."""

    feed: str
    seq: int
    kind: str
    at: int
    case_id: str = ""
    version: int = 0
    image: Case | None = None
    events: tuple[Event, ...] = ()
    cmd: str = ""
    note: str = ""
    chain: str = ""


def encode_row(row: Row) -> bytes:
    """Canonical bytes of a row with its chain."""
    return canonical(row)


def decode_row(data: bytes | str) -> Row:
    """A row from its bytes."""
    return decode(Row, data)


def unchained(row: Row) -> bytes:
    """The bytes over which the row's chain is taken: all fields but the chain itself."""
    told: dict[str, Any] = plain(row)
    told.pop("chain", None)
    return _to_json(told)


def chained(row: Row, before: str, image: bytes = b"", events: Sequence[bytes] = ()) -> tuple[str, bytes]:
    """The chain after a row that follows `before`, and the row's canonical bytes with it.

    `image` and `events` are the canonical bytes of what `row` itself leaves out: nothing is encoded twice.
    """
    told: dict[str, Any] = plain(row)
    if image:
        told["image"] = msgspec.Raw(image)
    if events:
        told["events"] = [msgspec.Raw(event) for event in events]
    told.pop("chain", None)
    told["chain"] = after = chain(before, _to_json(told))
    return after, _to_json(told)


def chain(before: str, row_bytes: bytes) -> str:
    """The chain after a row: sha256(previous chain as 32 bytes + the row's bytes without its chain), in hex."""
    return hashlib.sha256(bytes.fromhex(before) + row_bytes).hexdigest()


_48_BITS = (1 << 48) - 1


def new_id(now: int, noise: bytes) -> str:
    """A UUIDv7 (RFC 9562) from `now` in ms and ten random bytes that the caller brings."""
    if len(noise) < 10:
        raise WireError("a new id needs ten random bytes")
    time, rest = f"{now & _48_BITS:012x}", noise[:10].hex()
    variant = "89ab"[noise[2] >> 4 & 3]
    return f"{time[:8]}-{time[8:]}-7{rest[1:4]}-{variant}{rest[5:8]}-{rest[8:]}"
