"""Brings the feeds: a long poll on /v1/changes, a snapshot where the cursor is of no use. Hands on only what is whole.

Whole = header, rows and trailer arrived, the CRC fits, each feed is dense from the cursor on, and its chain verifies.
"""

import zlib
from collections.abc import Mapping

import msgspec

from console.facts import Changes, Cursor, Holding, SnapshotPage
from console.sync.client import LONG, POLL_WITHIN, Client
from console.sync.errors import NotKnown, Refused, ServerUnreachable, SnapshotNeeded
from rules.decoders import from_json
from rules.protocol import ChangesHead, ChangesTail, Mark, SnapshotHead, SnapshotTail
from rules.wire import START, WireError, chain, decode

WAIT = 25  # seconds for the first row
BRIEF = 2  # the same, for a cursor that may be given up at any moment
NOTHING_HELD = Holding()
LIMIT, PAGE = 5000, 2000  # rows, cases; the server gives fewer where they are large
FIRST_PAGE = 500  # cases: something to take in and to show while the next page is brought


class Place(msgspec.Struct):
    """Where a row stands; the rest of it is not looked at here."""

    feed: str
    seq: int
    chain: str


_places = from_json(Place)


class ChainBroken(Exception):
    """The rows do not continue what is here: take a snapshot."""


def changes(client: Client, cursor: Cursor, wait: int, holding: Holding = NOTHING_HELD) -> Changes:
    """The next batch after the cursor; renews the claims that are held.

    Raises ServerUnreachable, NotKnown, SnapshotNeeded or ChainBroken.
    """
    marks = ",".join(f"{feed}:{mark.seq}:{mark.chain}" for feed, mark in sorted(cursor.marks.items()))
    query = {"epoch": cursor.epoch, "cursor": marks, "limit": str(LIMIT), "wait": str(wait)}
    query |= _claims(holding)
    first, lines, last = _whole(client, "/v1/changes", query, POLL_WITHIN)
    try:
        found = Changes(decode(ChangesHead, first), lines, decode(ChangesTail, last), holding.mine)
    except WireError as error:
        raise ServerUnreachable("link.bad_answer") from error
    if found.tail.crc != _crc(lines):
        raise ServerUnreachable("link.cut")
    if found.head.epoch_id != cursor.epoch and not found.head.continues:
        raise SnapshotNeeded
    _verify(cursor.marks, found)
    return found


def _claims(holding: Holding) -> dict[str, str]:
    held = ",".join(f"{case_id}:{token}" for case_id, token in sorted(holding.mine.items()))
    return {"claims_no": str(holding.no), "claims": held} if held else {"claims_no": str(holding.no)}


def snapshot(client: Client, after: str) -> SnapshotPage:
    """A page of the snapshot, from the case after `after` on ("" = the first). Raises ServerUnreachable or NotKnown."""
    query = {"scope": "live", "after": after, "limit": str(PAGE if after else FIRST_PAGE)}
    first, lines, last = _whole(client, "/v1/snapshot", query, LONG)
    try:
        page = SnapshotPage(decode(SnapshotHead, first), lines, decode(SnapshotTail, last), first=not after)
    except WireError as error:
        raise ServerUnreachable("link.bad_answer") from error
    if page.tail.crc != _crc(lines):
        raise ServerUnreachable("link.cut")
    return page


def _whole(
    client: Client, path: str, query: Mapping[str, str], within: float
) -> tuple[bytes, tuple[bytes, ...], bytes]:
    try:
        lines = [line for line in client.lines(path, query, within) if line]
    except Refused as refused:
        if refused.status == 401:
            raise NotKnown(client.addresses.now) from refused
        raise refused.unreachable from refused
    if len(lines) < 2:
        raise ServerUnreachable("link.cut")
    return lines[0], tuple(lines[1:-1]), lines[-1]


def _crc(lines: tuple[bytes, ...]) -> int:
    return zlib.crc32(b"".join(line + b"\n" for line in lines))


def _verify(cursor: Mapping[str, Mark], found: Changes) -> None:
    """Each feed dense from the cursor on, its chain recomputed over the bytes as they came."""
    marks = dict(cursor)
    for line in found.lines:
        place = _place(line)
        before = marks.get(place.feed, Mark(0, START))
        bare = line.replace(f'"chain":"{place.chain}",'.encode(), b"", 1)
        if place.seq != before.seq + 1 or chain(before.chain, bare) != place.chain:
            raise ChainBroken
        marks[place.feed] = Mark(place.seq, place.chain)
    if any(marks.get(name, Mark(0, START)) != mark for name, mark in found.tail.to.items()):
        raise ChainBroken


def _place(line: bytes) -> Place:
    try:
        return _places.decode(line)
    except msgspec.MsgspecError as error:
        raise ServerUnreachable("link.bad_answer") from error
