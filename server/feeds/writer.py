"""Writes rows into feeds in the casebook's transaction: dense numbers in commit order, each row chained to the last."""

from dataclasses import replace

from sqlalchemy import Connection, insert

from rules import wire
from server import tables
from server.feeds.heads import Head, add_feeds, move_head, read_heads
from server.feeds.service import FeedLine


class FeedWriter:
    """Numbers are given at once, so that an outcome can name them; the database sees the rows at `flush`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._heads = read_heads(connection)
        self._moved: set[str] = set()
        self._rows: list[dict[str, object]] = []
        self.lines: list[FeedLine] = []

    def append(self, row: wire.Row) -> int:
        """Number and chain one row (its own `seq` and `chain` are ignored); the number it got."""
        head = self._heads.get(row.feed, Head())  # the first case of a district that has no unit of its own
        numbered = replace(row, seq=head.seq + 1, chain="")
        chain = wire.chain(head.chain, wire.unchained(numbered))
        line = wire.encode_row(replace(numbered, chain=chain))
        self._heads[row.feed] = Head(numbered.seq, chain, head.floor)
        self._moved.add(row.feed)
        self._rows.append(_kept(numbered, chain, line))
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
        if self._rows:
            self._connection.execute(insert(tables.feed), self._rows)
        moved = tuple(sorted(self._moved & self._heads.keys()))
        add_feeds(self._connection, moved)
        for feed in moved:
            move_head(self._connection, feed, self._heads[feed])


def _kept(row: wire.Row, chain: str, line: bytes) -> dict[str, object]:
    return {
        "feed_id": row.feed,
        "seq": row.seq,
        "case_id": row.case_id,
        "version": row.version,
        "kind": row.kind,
        "at": row.at,
        "chain": chain,
        "line": line,
    }
