"""What goes to the other side: kept until it is acknowledged, in numbered batches, each written until it is taken.

The books come first, the files after them: whatever happens between the two, a file is made again from the books.
"""

import hashlib
import time
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from server import tables
from server.clock import Clock
from server.database import Database
from server.dialect import insert_missing
from server.gate.ferry import Ferry
from server.gate.items import Ack, Batch, Item, encode
from server.gate.seal import ACK, BATCH, BadFile, GateKey, Head, at_rest, from_rest, seal
from server.gate.troubles import Troubles

WINDOW = 8  # batches that are under way at the same time
ITEMS, BYTES = 200, 16 * 1024 * 1024  # of one batch; one item with its photos is never parted
AGAIN_S = 60.0  # after so long without an answer a file that was fetched is written once more
KEPT_MS = 86_400_000  # what was taken stays so long: the other side may be put back from a backup
Bytes = Callable[[str], bytes | None]


@dataclass(frozen=True, slots=True)
class Stream:
    """One dense numbering; a new one begins when the two sides' books do not fit any more."""

    id: str
    begun: int
    n: int
    acked: int


@dataclass(frozen=True, slots=True)
class Side:
    """Which gate, which way its files go from here, and its key."""

    gate: str
    way: str
    key: GateKey


class Outgoing:
    """`blob` reads a photo by its sha256; `renewed` is called when everything must be told anew."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        side: Side,
        ferry: Ferry,
        blob: Bytes,
        mono: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database, self._clock, self._side, self._ferry, self._blob = database, clock, side, ferry, blob
        self._mono = mono
        self._troubles = Troubles(database, clock, side.gate)
        self._written: dict[str, float] = {}
        self._wanted: set[int] = set()
        self._is_shut = False
        self.renewed: Callable[[], None] = lambda: None

    def add(self, connection: Connection, kind: str, value: object, blobs: Iterable[str] = (), id_: str = "") -> None:
        """Keep one, in the transaction of what it tells of; the same id again is the same."""
        table, gate = tables.gate_items, self._side.gate
        seq = (connection.scalar(select(func.max(table.c.seq)).where(table.c.gate == gate)) or 0) + 1
        body = at_rest(self._side.key, encode(value))
        values = {"id": id_ or str(uuid.uuid4()), "gate": gate, "kind": kind, "seq": seq, "at": self._clock.now()}
        insert_missing(connection, table.name, values | {"blobs": " ".join(blobs), "body": body})

    def tick(self) -> None:
        """New batches while there is room for them; files that are not there, or were fetched and not answered."""
        stream = self._stream()
        while stream.n - stream.acked < WINDOW and (more := self._make(stream)) is not None:
            stream = more
        here = self._ferry.waiting()
        for n in range(stream.acked + 1, stream.n + 1):
            name = _name(self._side.way, stream.id, n)
            if name not in here and self._is_due(n, name) and not self._write(stream, n, name):
                break
        self._wanted.clear()
        self._forget()

    def _write(self, stream: Stream, n: int, name: str) -> bool:
        """False, told once, when what waits was sealed with another key."""
        try:
            data = self._file(stream, n)
        except BadFile as bad:
            if not self._is_shut:
                self._troubles.note(name, bad.why, **bad.details)
            self._is_shut = True
            return False
        self._ferry.put(name, data)
        self._written[name] = self._mono()
        return True

    def _is_due(self, n: int, name: str) -> bool:
        return n in self._wanted or self._mono() - self._written.get(name, -AGAIN_S) >= AGAIN_S

    def acknowledged(self, head: Head, ack: Ack) -> None:
        """The other side has taken the stream up to `head.n`; what does not fit our books means a new stream."""
        stream, is_news = self._stream(), self._is_news(ack.at)
        if head.stream != stream.id:
            return
        if stream.acked <= head.n <= stream.n and self._fits(stream, head) and ack.newest <= stream.begun:
            self._wanted |= {n for n in ack.wanted if stream.acked < n <= stream.n}
            if head.n > stream.acked:
                self._advance(stream, head.n)
        elif is_news:
            why = "outdated" if ack.newest > stream.begun else "behind" if head.n < stream.acked else "ahead"
            self._renew(why, head.n, stream, ack.newest)

    def answer(self, head: Head, ack: Ack) -> None:
        """Tell the other side how far its own stream was taken; what was told before and not fetched is out of date."""
        beginning = f"{self._side.way}-{head.stream[:12]}-"
        older = [name for name in self._ferry.waiting() if name.startswith(beginning) and name.endswith(f".{ACK}")]
        name = f"{beginning}{head.n:010d}.{ACK}"
        self._ferry.put(name, seal(self._side.key, head, encode(ack)))
        self._ferry.withdraw(each for each in older if each != name)

    def waiting(self) -> tuple[int, int]:
        """How many items are not acknowledged, and since when the oldest waits (ms UTC, 0 = none)."""
        table = tables.gate_items
        mine = (table.c.gate == self._side.gate) & (table.c.acked_at == 0)
        with self._database.read() as connection:
            row = connection.execute(select(func.count(), func.min(table.c.at)).where(mine)).one()
        return row[0], row[1] or 0

    # ---

    def _is_news(self, at: int) -> bool:
        """Answers may come out of order, or once more; only what was said later than the last one counts."""
        out = tables.gate_out
        mine = (out.c.id == self._side.gate) & (out.c.heard <= at)
        with self._database.note() as connection:
            return connection.execute(update(out).where(mine).values(heard=at)).rowcount > 0

    def _stream(self) -> Stream:
        table = tables.gate_out
        wanted = select(table).where(table.c.id == self._side.gate)
        with self._database.read() as connection:
            row = connection.execute(wanted).first()
        if row is None:
            first = {"id": self._side.gate, "stream": str(uuid.uuid4()), "begun": self._clock.now()}
            with self._database.note() as connection:
                insert_missing(connection, table.name, first)
                row = connection.execute(wanted).one()
        return Stream(row.stream, row.begun, row.n, row.acked)

    def _make(self, stream: Stream) -> Stream | None:
        """One more batch of what is in none yet; None when there is nothing."""
        table, mine = tables.gate_items, tables.gate_items.c.gate == self._side.gate
        wanted = select(table.c.id, table.c.body, table.c.blobs).where(mine, table.c.batch == 0)
        with self._database.note() as connection:
            rows = connection.execute(wanted.order_by(table.c.seq, table.c.id).limit(ITEMS)).all()
            chosen = self._fitting(rows)
            if not chosen:
                return None
            n = stream.n + 1
            after = _mark_of(connection, stream.id, stream.n)
            mark = hashlib.sha256("\n".join((stream.id, str(n), after, *chosen)).encode()).hexdigest()
            connection.execute(update(table).where(mine, table.c.id.in_(chosen)).values(batch=n))
            row = {"id": f"{stream.id} {n}", "gate": self._side.gate, "stream": stream.id, "n": n, "mark": mark}
            connection.execute(insert(tables.gate_batches).values(**row))
            connection.execute(update(tables.gate_out).where(tables.gate_out.c.id == self._side.gate).values(n=n))
        return Stream(stream.id, stream.begun, n, stream.acked)

    def _fitting(self, rows: Iterable[Any]) -> list[str]:
        chosen: list[str] = []
        size = 0
        for row in rows:
            size += len(row.body) + sum(len(self._blob(sha256) or b"") for sha256 in row.blobs.split())
            if chosen and size > BYTES:
                break
            chosen.append(row.id)
        return chosen

    def _file(self, stream: Stream, n: int) -> bytes:
        table = tables.gate_items
        wanted = select(table).where(table.c.gate == self._side.gate, table.c.batch == n)
        with self._database.read() as connection:
            rows = connection.execute(wanted.order_by(table.c.seq, table.c.id)).all()
            mark, after = (_mark_of(connection, stream.id, each) for each in (n, n - 1))
        items = tuple(Item(row.id, row.kind, from_rest(self._side.key, bytes(row.body))) for row in rows)
        names = dict.fromkeys(sha256 for row in rows for sha256 in row.blobs.split())
        blobs = {sha256: data for sha256 in names if (data := self._blob(sha256)) is not None}
        head = Head(BATCH, self._side.way, stream.id, stream.begun, n, mark, after)
        return seal(self._side.key, head, encode(Batch(items, blobs)))

    def _fits(self, stream: Stream, head: Head) -> bool:
        """Whether what was taken as number n is what was sent as number n."""
        with self._database.read() as connection:
            mark = _mark_of(connection, stream.id, head.n)
        return not mark or mark == head.mark

    def _advance(self, stream: Stream, n: int) -> None:
        items, batches, now = tables.gate_items, tables.gate_batches, self._clock.now()
        mine = (items.c.gate == self._side.gate) & (items.c.batch > 0) & (items.c.batch <= n) & (items.c.acked_at == 0)
        with self._database.note() as connection:
            connection.execute(update(items).where(mine).values(acked_at=now or 1))
            connection.execute(update(tables.gate_out).where(tables.gate_out.c.id == self._side.gate).values(acked=n))
            connection.execute(delete(batches).where(batches.c.stream == stream.id, batches.c.n < n))
        names = [_name(self._side.way, stream.id, each) for each in range(stream.acked + 1, n + 1)]
        self._ferry.withdraw(names)
        for name in names:
            self._written.pop(name, None)

    def _renew(self, why: str, have: int, stream: Stream, newest: int) -> None:
        """The books of one side were put back: a new stream, with all that is still kept, done once by its ids."""
        items, out = tables.gate_items, tables.gate_out
        begun = max(self._clock.now(), stream.begun + 1, newest + 1)
        fresh = {"stream": str(uuid.uuid4()), "begun": begun, "n": 0, "acked": 0}
        with self._database.note() as connection:
            connection.execute(update(out).where(out.c.id == self._side.gate).values(**fresh))
            connection.execute(update(items).where(items.c.gate == self._side.gate).values(batch=0, acked_at=0))
            connection.execute(delete(tables.gate_batches).where(tables.gate_batches.c.gate == self._side.gate))
        self._ferry.withdraw(_name(self._side.way, stream.id, n) for n in range(stream.acked + 1, stream.n + 1))
        self._written.clear()
        self._troubles.note(stream.id[:12], why, have=have, n=stream.n, acked=stream.acked)
        self.renewed()

    def _forget(self) -> None:
        items, before = tables.gate_items, self._clock.now() - KEPT_MS
        old = (items.c.gate == self._side.gate) & (items.c.acked_at > 0) & (items.c.acked_at < before)
        with self._database.read() as connection:
            found = connection.scalar(select(func.count()).select_from(items).where(old))
        if found:
            with self._database.note() as connection:
                connection.execute(delete(items).where(old))


def _name(way: str, stream: str, n: int) -> str:
    return f"{way}-{stream[:12]}-{n:010d}.{BATCH}"


def _mark_of(connection: Connection, stream: str, n: int) -> str:
    table = tables.gate_batches
    return connection.scalar(select(table.c.mark).where(table.c.id == f"{stream} {n}")) or ""
