"""What comes from the server for the cache, read only as far as needed: it is kept in the bytes in which it came."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import msgspec

from console.facts import Changes, SnapshotPage
from rules.case import ENDED, Case, Stage
from rules.decoders import from_json
from rules.protocol import Mark, SnapshotTail
from rules.wire import WireError

NOTHING = msgspec.Raw(b"null")


class RawRow(msgspec.Struct):
    """A row of a feed whose image and events keep the bytes in which they came."""

    feed: str
    seq: int
    kind: str
    case_id: str = ""
    version: int = 0
    image: msgspec.Raw = NOTHING
    events: tuple[msgspec.Raw, ...] = ()
    cmd: str = ""
    note: str = ""


class RawCase(msgspec.Struct):
    """A case of a snapshot whose image and events keep the bytes in which they came; `feeds` = all that hold it."""

    feed: str
    image: msgspec.Raw
    feeds: tuple[str, ...] = ()
    events: tuple[msgspec.Raw, ...] = ()


class SeenCase(msgspec.Struct):
    """A case of a snapshot as it is shown: nothing else of the line is looked at."""

    image: Case


class CaseKey(msgspec.Struct):
    """What the table of cases needs of an image; what equals its default is not told."""

    id: str
    version: int = 0
    stage: str = Stage.REPORTED.value
    events: int = 0


class UrgentKey(msgspec.Struct):
    """What says of an image whether it is an urgent case that is open."""

    id: str
    number: str = ""
    stage: str = Stage.REPORTED.value
    urgent: bool = False


class EventKey(msgspec.Struct):
    """Which event it is."""

    case_id: str
    n: int


class _Place(msgspec.Struct):
    feed: str
    seq: int
    chain: str


_rows = from_json(RawRow)
_cases = from_json(RawCase)
_seen = from_json(SeenCase)
_case_keys = from_json(CaseKey)
_event_keys = from_json(EventKey)
_urgent_keys = from_json(UrgentKey)
_places = from_json(_Place)


def rows_of(lines: Iterable[bytes]) -> list[RawRow]:
    """The rows of a batch. Raises WireError."""
    try:
        return [_rows.decode(line) for line in lines]
    except msgspec.MsgspecError as error:
        raise WireError(f"row: {error}") from error


def cases_of(lines: Iterable[bytes]) -> list[RawCase]:
    """The cases of a page of a snapshot. Raises WireError."""
    try:
        return [_cases.decode(line) for line in lines]
    except msgspec.MsgspecError as error:
        raise WireError(f"case of a snapshot: {error}") from error


def images_of(lines: Iterable[bytes]) -> tuple[Case, ...]:
    """The cases of a page of a snapshot, to be shown. Raises WireError."""
    try:
        return tuple(_seen.decode(line).image for line in lines)
    except msgspec.MsgspecError as error:
        raise WireError(f"case of a snapshot: {error}") from error


def case_key(image: bytes | msgspec.Raw) -> CaseKey:
    """Which image of which case it is. Raises WireError."""
    try:
        return _case_keys.decode(image)
    except msgspec.MsgspecError as error:
        raise WireError(f"image: {error}") from error


def urgent_images(lines: Iterable[bytes]) -> tuple[UrgentKey, ...]:
    """Of the rows of a batch those images that are open urgent cases. Raises WireError."""
    rows = (row for row in rows_of(lines) if row.kind == "case")
    try:
        found = tuple(_urgent_keys.decode(row.image) for row in rows)
    except msgspec.MsgspecError as error:
        raise WireError(f"image: {error}") from error
    return tuple(key for key in found if key.urgent and key.stage not in ENDED)


def event_key(event: bytes | msgspec.Raw) -> EventKey:
    """Which event it is. Raises WireError."""
    try:
        return _event_keys.decode(event)
    except msgspec.MsgspecError as error:
        raise WireError(f"event: {error}") from error


def pieces_of(changes: Changes, size: int) -> Iterator[Changes]:
    """A batch as batches of at most `size` rows, each ending where its own last rows stand; the last with its tail.

    Every one of them can be taken and kept by itself: a row tells its feed, its number and its chain. Raises WireError.
    """
    lines = changes.lines
    for first in range(0, max(len(lines), 1), size):
        part = lines[first : first + size]
        if first + size < len(lines):
            yield Changes(changes.head, part, replace(changes.tail, to=_marks_of(part)))
        else:
            yield replace(changes, lines=part)


def parts_of(page: SnapshotPage, size: int) -> Iterator[SnapshotPage]:
    """A page of a snapshot as pages of at most `size` cases; only the last one's tail names where to go on."""
    for first in range(0, max(len(page.lines), 1), size):
        lines = page.lines[first : first + size]
        tail = page.tail if first + size >= len(page.lines) else SnapshotTail()
        yield SnapshotPage(page.head, lines, tail, page.first and not first)


def _marks_of(lines: Iterable[bytes]) -> dict[str, Mark]:
    marks: dict[str, Mark] = {}
    try:
        for place in map(_places.decode, lines):
            marks[place.feed] = Mark(place.seq, place.chain)
    except msgspec.MsgspecError as error:
        raise WireError(f"row: {error}") from error
    return marks
