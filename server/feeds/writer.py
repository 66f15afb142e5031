"""Writes rows into feeds in the casebook's transaction: dense numbers in commit order, each row chained to the last."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from rules import wire
from server.dialect import insert_many
from server.feeds.digests import moved
from server.feeds.heads import Head, add_feeds, move_heads, read_heads
from server.feeds.service import FeedLine

COLUMNS = ("feed_id", "seq", "case_id", "version", "kind", "at", "chain", "digest", "line")


class FeedWriter:
    """Numbers are given at once, so that an outcome can name them; the database sees the rows at `flush`.

    `held`: the feeds whose lanes this transaction holds; the head of any other may be moved by somebody else meanwhile.
    None = all of them.
    """

    def __init__(self, connection: Connection, held: Collection[str] | None = None) -> None:
        self._connection = connection
        self._held = held
        self._heads = read_heads(connection, held)
        self._known = frozenset(self._heads)
        self._moved: set[str] = set()
        self._rows: list[tuple[object, ...]] = []
        self.lines: list[FeedLine] = []

    def append(
        self, row: wire.Row, image: bytes = b"", events: Sequence[bytes] = (), *, gone: int = 0, come: int = 0
    ) -> int:
        """Number and chain one row (its own `seq` and `chain` are ignored); the number it got.

        `image` and `events`: canonical bytes of what the row itself leaves out, see `wire.chained`. `gone` and `come`:
        the weight of the case in this feed before and after the row, see `digests.weight`; 0 = it does not stand there.
        """
        if self._held is not None and row.feed not in self._held:
            raise ValueError(f"the lane of feed {row.feed} is not held")
        head = self._heads.get(row.feed, Head())  # the first case of a district that has no unit of its own
        numbered = replace(row, seq=head.seq + 1, chain="")
        chain, line = wire.chained(numbered, head.chain, image, events)
        digest = moved(head.digest, gone, come)
        self._heads[row.feed] = Head(numbered.seq, chain, head.floor, digest)
        self._moved.add(row.feed)
        self._rows.append((row.feed, numbered.seq, row.case_id, row.version, row.kind, row.at, chain, digest, line))
        self.lines.append(FeedLine(row.feed, numbered.seq, chain, line, digest))
        return numbered.seq

    def mark(self) -> tuple[dict[str, Head], int]:
        """Where things stand, for `back_to`."""
        return dict(self._heads), len(self._rows)

    def back_to(self, mark: tuple[dict[str, Head], int]) -> None:
        """Forget what was appended since the mark: its command failed."""
        heads, count = mark
        self._heads = dict(heads)
        del self._rows[count:]
        del self.lines[count:]

    def flush(self) -> None:
        """Write rows and heads; heads in sorted order, so that two writers never wait for each other."""
        insert_many(self._connection, "feed", COLUMNS, self._rows)
        self._rows = []
        moved_heads = {feed: self._heads[feed] for feed in sorted(self._moved & self._heads.keys())}
        add_feeds(self._connection, tuple(feed for feed in moved_heads if feed not in self._known))
        move_heads(self._connection, moved_heads)
