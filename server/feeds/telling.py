"""One answer of /v1/changes: from a cursor, whether it still stands, and the rows after it with their head and tail."""

import zlib
from collections.abc import Mapping, Sequence
from typing import Protocol

from rules import protocol, wire
from rules.claims import Claimed
from rules.commands import NotAllowed
from server.access.sessions import Workstation
from server.cities import Cities
from server.clock import Clock
from server.feeds.heads import Epoch
from server.feeds.service import Cursor, FeedLine, Feeds

MAX_ROWS = 5000
MAX_BYTES = 4 << 20  # of rows in one answer; one row goes whatever its size
LONGEST_SEQ = 18  # digits
ClaimsTold = tuple[int, tuple[Claimed, ...] | None]
NO_CLAIMS: ClaimsTold = (0, None)


class Numbering(Protocol):
    """Who knows how far each console has come: the casebook."""

    def last_settled(self, console_id: str) -> tuple[int, str]:
        """The n and the id of the console's last settled command."""
        ...


class Telling:
    """Synchronous, without waiting: `api.sync` waits, and the tests of faults call it as it is."""

    def __init__(self, feeds: Feeds, numbering: Numbering, cities: Cities, clock: Clock) -> None:
        self._feeds = feeds
        self._numbering = numbering
        self._cities = cities
        self._clock = clock

    def batch(self, station: Workstation, epoch: str, cursor: str, limit: int = 500) -> bytes:
        """What follows a cursor now. Raises NotAllowed for a cursor that is none, and SnapshotNeeded."""
        marks, in_force = self.opened(station, epoch, cursor)
        return self.told(station, marks, epoch, in_force, limit)

    def opened(self, station: Workstation, epoch: str, cursor: str) -> tuple[dict[str, Cursor], Epoch]:
        """The marks of a cursor `feed:seq:chain,…` from which reading may go on, and the epoch in which that holds.

        Feeds that the cursor does not name begin at 0. Raises NotAllowed and SnapshotNeeded.
        """
        marks = self._marks(station, cursor)
        return marks, self._feeds.check(epoch, marks)

    def _marks(self, station: Workstation, cursor: str) -> dict[str, Cursor]:
        seen = {feed for feed in self._feeds.heads if station.scope is None or feed in station.scope}
        marks = {feed: Cursor(0, wire.START) for feed in seen}
        for part in filter(None, cursor.split(",")):
            feed, _, rest = part.partition(":")
            seq, _, chain = rest.partition(":")
            if not (seq.isascii() and seq.isdigit() and len(seq) <= LONGEST_SEQ):
                raise NotAllowed("rule.form", field="cursor", expected="feed:seq:chain,…")
            if station.scope is not None and feed not in station.scope:
                raise NotAllowed("rule.feed_scope", feed=feed)
            marks[feed] = Cursor(int(seq), chain)
        return marks

    def has_news(self, marks: Mapping[str, Cursor], in_force: Epoch) -> bool:
        """Whether an answer would bring something: rows, or another epoch."""
        heads = self._feeds.heads
        moved = any(heads[feed].seq > mark.seq for feed, mark in marks.items() if feed in heads)
        return moved or self._feeds.epoch != in_force

    def told(
        self,
        station: Workstation,
        marks: Mapping[str, Cursor],
        epoch: str,
        in_force: Epoch,
        limit: int,
        claims: ClaimsTold = NO_CLAIMS,
    ) -> bytes:
        """Head, rows and tail. `in_force`: the epoch in which the marks were checked; rows of another are not told.

        Where another epoch has begun since, nothing is told: the next request is checked against that one. `claims`:
        their number, and all of them where the console does not know that state.
        """
        last_n, last_id = self._numbering.last_settled(station.console_id)
        lines = self._read(marks, max(1, min(limit, MAX_ROWS)))
        is_over = self._feeds.epoch != in_force  # looked at after the rows were read: none of them is of the new one
        lines = [] if is_over else lines
        to = {feed: protocol.Mark(mark.seq, mark.chain) for feed, mark in marks.items()}
        to |= {line.feed: protocol.Mark(line.seq, line.chain) for line in lines}
        spans = _still(marks) if is_over else self._spans(marks, to, lines)
        head = protocol.ChangesHead(
            in_force.no,
            in_force.id,
            spans,
            self._cities.current.version,
            self._clock.now(),
            last_n,
            durable={} if is_over else {feed: seq for feed, seq in self._feeds.durable().items() if feed in marks},
            more=any(span.to < span.head for span in spans.values()),
            continues=epoch != in_force.id,
            claims_no=claims[0],
            claims=claims[1],
            last_id=last_id,
        )
        return _put_together(head, lines, to)

    def _read(self, marks: Mapping[str, Cursor], limit: int) -> list[FeedLine]:
        lines: list[FeedLine] = []
        heads = self._feeds.heads
        for feed in sorted(marks):
            if len(lines) < limit and feed in heads and heads[feed].seq > marks[feed].seq:
                lines += self._feeds.after(feed, marks[feed].seq, limit - len(lines))
        return _fitting(lines)

    def _spans(
        self, marks: Mapping[str, Cursor], to: Mapping[str, protocol.Mark], lines: Sequence[FeedLine]
    ) -> dict[str, protocol.FeedSpan]:
        heads = self._feeds.heads
        digests = {line.feed: line.digest for line in lines}
        spans = {}
        for feed, mark in marks.items():
            head, end = heads[feed], to[feed]
            digest = head.digest if (head.seq, head.chain) == (end.seq, end.chain) else digests.get(feed, "")
            spans[feed] = protocol.FeedSpan(mark.seq, end.seq, max(head.seq, end.seq), head.floor, digest)
        return spans


def _still(marks: Mapping[str, Cursor]) -> dict[str, protocol.FeedSpan]:
    return {feed: protocol.FeedSpan(mark.seq, mark.seq, mark.seq) for feed, mark in marks.items()}


def _fitting(lines: list[FeedLine]) -> list[FeedLine]:
    room = MAX_BYTES
    for count, line in enumerate(lines):
        room -= len(line.line)
        if room < 0 and count:
            return lines[:count]
    return lines


def _put_together(head: protocol.ChangesHead, lines: Sequence[FeedLine], to: dict[str, protocol.Mark]) -> bytes:
    rows = b"".join(line.line + b"\n" for line in lines)
    tail = wire.canonical(protocol.ChangesTail(to, zlib.crc32(rows))) + b"\n"
    return wire.canonical(head) + b"\n" + rows + tail
