"""Writes rows into feeds in the casebook's transaction: dense numbers in commit order, each row chained to the last."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection

from rules import wire
from server.dialect import insert_many
from server.feeds.heads import Head, add_feeds, move_heads, read_heads
from server.feeds.service import FeedLine

COLUMNS = ("feed_id", "seq", "case_id", "version", "kind", "at", "chain", "line")


class FeedWriter:
    """Numbers are given at once, so that an outcome can name them; the database sees the rows at `flush`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._heads = read_heads(connection)
        self._known = frozenset(self._heads)
        self._moved: set[str] = set()
        self._rows: list[tuple[object, ...]] = []
        self.lines: list[FeedLine] = []

    def append(self, row: wire.Row, image: bytes = b"", events: Sequence[bytes] = ()) -> int:
        """Number and chain one row (its own `seq` and `chain` are ignored); the number it got.

        `image` and `events`: canonical bytes of what the row itself leaves out, see `wire.chained`.
        """
        head = self._heads.get(row.feed, Head())  # the first case of a district that has no unit of its own
        numbered = replace(row, seq=head.seq + 1, chain="")
        chain, line = wire.chained(numbered, head.chain, image, events)
        self._heads[row.feed] = Head(numbered.seq, chain, head.floor)
        self._moved.add(row.feed)
        self._rows.append((row.feed, numbered.seq, row.case_id, row.version, row.kind, row.at, chain, line))
        self.lines.append(FeedLine(row.feed, numbered.seq, chain, line))
        return numbered.seq

    def mark(self) -> tuple[dict[str, Head], int]:
        """Where things stand, for `back_to`."""
        return dict(self._heads), len(self._rows)

    def back_to(self, mark: tuple[dict[str, Head], int]) -> None:
        """Forget what was appended since the mark: its command failed."""
        self._heads, count = mark
        del self._rows[count:]
        del self.lines[count:]

    def flush(self) -> None:
        """Write rows and heads; heads in sorted order, so that two writers never wait for each other."""
        insert_many(self._connection, "feed", COLUMNS, self._rows)
        self._rows = []
        moved = {feed: self._heads[feed] for feed in sorted(self._moved & self._heads.keys())}
        add_feeds(self._connection, tuple(feed for feed in moved if feed not in self._known))
        move_heads(self._connection, moved)
