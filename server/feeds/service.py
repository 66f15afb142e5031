"""What the polls stand on: heads, epoch and the last rows of each feed in memory, the older ones from the database."""

import threading
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from rules.wire import START
from server import tables
from server.database import Database
from server.feeds.heads import Epoch, Head, current_epoch, read_heads
from server.feeds.hub import Hub

TAIL_ROWS = 2000


@dataclass(frozen=True, slots=True)
class FeedLine:
    """One committed row as it goes out; `line` has no newline."""

    feed: str
    seq: int
    chain: str
    line: bytes


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far somebody has read one feed."""

    seq: int
    chain: str


class SnapshotNeeded(Exception):
    """The cursor cannot be continued from: another epoch, below the floor, beyond the head, or another history."""

    def __init__(self, epoch: Epoch) -> None:
        super().__init__("snapshot")
        self.epoch = epoch


class Feeds:
    """Read by many polls, told by the casebook after each commit, refreshed each second for other processes."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._tails: dict[str, deque[FeedLine]] = {}
        self.hub = Hub()
        with database.read() as connection:
            self._heads: Mapping[str, Head] = read_heads(connection)
            self._epoch = current_epoch(connection)

    @property
    def heads(self) -> Mapping[str, Head]:
        """All feeds with their heads."""
        return self._heads

    @property
    def epoch(self) -> Epoch:
        """The epoch in force."""
        return self._epoch

    def publish(self, lines: Iterable[FeedLine]) -> None:
        """Committed rows of this process: into the tails and the heads; then the polls wake."""
        with self._lock:
            heads = dict(self._heads)
            for row in lines:
                known = heads.get(row.feed, Head())
                tail = self._tails.setdefault(row.feed, deque(maxlen=TAIL_ROWS))
                if tail and tail[-1].seq + 1 != row.seq:
                    tail.clear()  # another process wrote between
                tail.append(row)
                heads[row.feed] = Head(row.seq, row.chain, known.floor)
            self._heads = heads
        self.hub.wake()

    def refresh(self) -> None:
        """Look at the database for what other processes committed; wake the polls when something moved."""
        with self._database.read() as connection:
            heads, epoch = read_heads(connection), current_epoch(connection)
        with self._lock:
            behind = any(heads[feed].seq < head.seq for feed, head in self._heads.items() if feed in heads)
            if behind and epoch == self._epoch:
                return  # a publish overtook this look
            moved = heads != dict(self._heads) or epoch != self._epoch
            self._heads, self._epoch = heads, epoch
        if moved:
            self.hub.wake()

    def check(self, epoch: str, cursor: Mapping[str, Cursor]) -> None:
        """Whether reading may go on from this cursor. Raises SnapshotNeeded."""
        heads = self._heads
        continues = epoch == self._epoch.id and all(
            feed in heads and heads[feed].floor <= at.seq <= heads[feed].seq for feed, at in cursor.items()
        )
        if not continues or any(self._chain_at(feed, at.seq) != at.chain for feed, at in cursor.items()):
            raise SnapshotNeeded(self._epoch)

    def after(self, feed: str, seq: int, limit: int) -> list[FeedLine]:
        """At most `limit` rows after `seq`, in order."""
        with self._lock:
            tail = self._tails.get(feed, ())
            if tail and tail[0].seq <= seq + 1 and tail[-1].seq == self._heads[feed].seq:
                return [row for row in tail if row.seq > seq][:limit]
        with self._database.read() as connection:
            return _rows_after(connection, feed, seq, limit)

    def _chain_at(self, feed: str, seq: int) -> str:
        head = self._heads[feed]
        if seq == head.seq:
            return head.chain
        if seq == 0:
            return START
        table = tables.feed
        with self._database.read() as connection:
            return connection.scalar(select(table.c.chain).where(table.c.feed_id == feed, table.c.seq == seq)) or ""


def _rows_after(connection: Connection, feed: str, seq: int, limit: int) -> list[FeedLine]:
    table = tables.feed
    wanted = select(table.c.seq, table.c.chain, table.c.line).where(table.c.feed_id == feed, table.c.seq > seq)
    rows = connection.execute(wanted.order_by(table.c.seq).limit(limit))
    return [FeedLine(feed, row.seq, row.chain, bytes(row.line)) for row in rows]
