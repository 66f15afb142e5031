"""What the polls stand on: heads, epochs and the last rows of each feed in memory, the older ones from the database."""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection, func, select

from rules.wire import START
from server import tables
from server.database import Database
from server.feeds.digests import standing
from server.feeds.durable import Durable
from server.feeds.heads import Epoch, Head
from server.feeds.history import History
from server.feeds.hub import Hub
from server.feeds.looks import Seen, has_gone_back, look

TAIL_ROWS = 2000
STALE_S = 10.0  # so long without a look the feeds are not said to be alive
FAR_ROWS = 15_000  # so far behind a snapshot is the shorter way, if it has fewer cases; kept pages are never so old


@dataclass(frozen=True, slots=True)
class FeedLine:
    """One committed row as it goes out; `line` has no newline. `digest` of its feed after it, "" = not known."""

    feed: str
    seq: int
    chain: str
    line: bytes
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far somebody has read one feed."""

    seq: int
    chain: str


class SnapshotNeeded(Exception):
    """The cursor cannot be continued from, or it does not pay. `why`: epoch | forgotten | chain | far."""

    def __init__(self, epoch: Epoch, why: str) -> None:
        super().__init__("snapshot", why)
        self.epoch, self.why = epoch, why


class Stale(Exception):
    """The database was not seen for a while: whatever is told here may be out of date."""


class Feeds:
    """Read by many polls, told by the casebook after each commit, refreshed each second for other processes.

    With a `history` it begins a new epoch where the database is not the one that it told of. `published` wakes when
    this process committed something, `hub` whenever anybody did.
    """

    def __init__(
        self, database: Database, history: History | None = None, mono: Callable[[], float] = time.monotonic
    ) -> None:
        self._database = database
        self._history = history
        self._mono = mono
        self._looked = mono()
        self._lock = threading.Lock()
        self._looking = threading.Lock()
        self._tails: dict[str, deque[FeedLine]] = {}
        self._durable = Durable()
        self.hub = Hub()
        self.published = Hub()
        self._seen = self._look({})
        self._heads: Mapping[str, Head] = self._seen.heads
        self._durable.note(self._seen.heads, self._seen.replication)
        self._continued = self._seen.continued()

    @property
    def heads(self) -> Mapping[str, Head]:
        """All feeds with their heads."""
        return self._heads

    @property
    def epoch(self) -> Epoch:
        """The epoch in force."""
        return self._seen.epoch

    def durable(self) -> dict[str, int]:
        """By feed, up to which row nothing is lost with this database system."""
        with self._lock:
            return self._durable.seqs(self._heads)

    def looked_s(self) -> float:
        """Seconds since the database was last seen."""
        return self._mono() - self._looked

    def insist_fresh(self) -> None:
        """Raises Stale when the database was not seen for too long."""
        if self.looked_s() >= STALE_S:
            raise Stale

    def knows(self, epoch: str) -> bool:
        """Whether this is an epoch of the database, in force or ended; looked up before it is denied."""
        if any(each.id == epoch for each in self._seen.epochs):
            return True
        self.refresh()
        return any(each.id == epoch for each in self._seen.epochs)

    def publish(self, lines: Iterable[FeedLine]) -> None:
        """Committed rows of this process: into the tails and the heads; then the polls wake."""
        with self._lock:
            heads = dict(self._heads)
            for row in lines:
                known = heads.get(row.feed, Head())
                self._keep(row)
                if row.seq > known.seq:  # else a look overtook this
                    heads[row.feed] = Head(row.seq, row.chain, known.floor, row.digest)
            self._heads = heads
        self.hub.wake()
        self.published.wake()

    def _keep(self, row: FeedLine) -> None:
        tail = self._tails.setdefault(row.feed, deque(maxlen=TAIL_ROWS))
        if tail and row.seq <= tail[-1].seq:
            return
        if tail and tail[-1].seq + 1 != row.seq:
            tail.clear()  # another process wrote between
        tail.append(row)

    def refresh(self) -> None:
        """Look at the database for what other processes committed; wake the polls when something moved.

        Raises what a read raises, OldDatabase, and CannotKeep when a new epoch cannot be begun.
        """
        with self._looking:
            before = self._heads  # whatever was published by now is committed: a look that begins now must see it
            seen = self._look(before)
            with self._lock:
                moved = self._take(seen, before)
        if moved:
            self.hub.wake()

    def _look(self, before: Mapping[str, Head]) -> Seen:
        with self._database.read(whichever=True) as connection:
            seen = look(connection)
        if self._history is not None:
            seen = self._history.settled(seen, before)
        self._database.lineage = seen.lineage or self._database.lineage
        self._looked = self._mono()
        return seen

    def _take(self, seen: Seen, before: Mapping[str, Head]) -> bool:
        """Whether anything moved. Rows of another history are dropped; a publish may have overtaken the look."""
        is_other = seen.epoch != self._seen.epoch or has_gone_back(before, seen.heads)
        if is_other:
            self._tails.clear()
            self._durable.forget()
        heads = dict(seen.heads) if is_other else _newest(self._heads, seen.heads)
        moved = is_other or heads != dict(self._heads)
        self._seen, self._heads, self._continued = seen, heads, seen.continued()
        self._durable.note(seen.heads, seen.replication)
        return moved

    def check(self, epoch: str, cursor: Mapping[str, Cursor]) -> Epoch:
        """The epoch in which reading may go on from this cursor. Raises SnapshotNeeded.

        What does not fit at first is judged after one more look: another server on the same database may know more.
        """
        if not self._is_near(epoch, cursor):
            self.refresh()
        in_force = self.epoch  # taken first: of one that begins meanwhile nothing is known
        if why := self._why_not(epoch, cursor):
            raise SnapshotNeeded(in_force, why)
        return in_force

    def _why_not(self, epoch: str, cursor: Mapping[str, Cursor]) -> str:
        """Why reading does not go on from here, "" = it does."""
        heads = self._heads
        if epoch not in self._continued:
            return "epoch"
        if any(at.seq < heads[feed].floor for feed, at in cursor.items() if feed in heads):
            return "forgotten"
        is_here = self._is_near(epoch, cursor)
        if not (is_here and all(self._chain_at(feed, at.seq) == at.chain for feed, at in cursor.items())):
            return "chain"
        return "far" if self._is_far(cursor) else ""

    def _is_near(self, epoch: str, cursor: Mapping[str, Cursor]) -> bool:
        heads = self._heads
        return epoch in self._continued and all(
            feed in heads and heads[feed].floor <= at.seq <= heads[feed].seq for feed, at in cursor.items()
        )

    def _is_far(self, cursor: Mapping[str, Cursor]) -> bool:
        behind = sum(self._heads[feed].seq - at.seq for feed, at in cursor.items())
        if behind <= FAR_ROWS:
            return False
        live = select(func.count()).select_from(tables.cases).where(standing(frozenset(cursor)))
        with self._database.read() as connection:
            return behind > (connection.scalar(live) or 0)

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


def _newest(here: Mapping[str, Head], seen: Mapping[str, Head]) -> dict[str, Head]:
    """Of each feed the head that is further; its floor as it was seen."""
    heads = dict(seen)
    for feed, head in here.items():
        if feed in seen and head.seq > seen[feed].seq:
            heads[feed] = replace(head, floor=seen[feed].floor)
        elif feed not in seen:
            heads[feed] = head
    return heads


def _rows_after(connection: Connection, feed: str, seq: int, limit: int) -> list[FeedLine]:
    table = tables.feed
    wanted = select(table.c.seq, table.c.chain, table.c.line, table.c.digest)
    wanted = wanted.where(table.c.feed_id == feed, table.c.seq > seq)
    rows = connection.execute(wanted.order_by(table.c.seq).limit(limit))
    return [FeedLine(feed, row.seq, row.chain, bytes(row.line), row.digest) for row in rows]
