"""What comes from the server for the cache, read only as far as needed: an image is kept in the bytes it came in."""

from collections.abc import Iterable

import msgspec

from rules.case import Event


class RawRow(msgspec.Struct):
    """A row of a feed whose image keeps the bytes in which it came."""

    feed: str
    seq: int
    kind: str
    case_id: str = ""
    version: int = 0
    image: msgspec.Raw = msgspec.Raw(b"null")
    events: tuple[Event, ...] = ()
    cmd: str = ""
    note: str = ""


class RawCase(msgspec.Struct):
    """A case of a snapshot whose image keeps the bytes in which it came."""

    feed: str
    image: msgspec.Raw
    events: tuple[Event, ...] = ()


_rows = msgspec.json.Decoder(RawRow)
_cases = msgspec.json.Decoder(RawCase)


def rows_of(lines: Iterable[bytes]) -> list[RawRow]:
    """The rows of a batch. Raises msgspec's DecodeError."""
    return [_rows.decode(line) for line in lines]


def cases_of(lines: Iterable[bytes]) -> list[RawCase]:
    """The cases of a page of a snapshot. Raises msgspec's DecodeError."""
    return [_cases.decode(line) for line in lines]
