"""Where each feed stands, and the epoch: what a cursor is compared with."""

import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, func, insert, select, update

from rules.wire import START
from server import tables


@dataclass(frozen=True, slots=True)
class Head:
    """The last row of a feed and its chain; rows up to `floor` are no longer kept."""

    seq: int = 0
    chain: str = START
    floor: int = 0


@dataclass(frozen=True, slots=True)
class Epoch:
    """One unbroken history of feeds. A cursor of another epoch says nothing."""

    no: int
    id: str


def read_heads(connection: Connection) -> dict[str, Head]:
    """All feeds with their heads."""
    rows = connection.execute(select(tables.feed_heads))
    return {row.feed_id: Head(row.seq, row.chain, row.floor) for row in rows}


def current_epoch(connection: Connection) -> Epoch:
    """The epoch in force; LookupError before the first one."""
    row = connection.execute(select(tables.epochs).order_by(tables.epochs.c.no.desc()).limit(1)).first()
    if row is None:
        raise LookupError("the database has no epoch yet")
    return Epoch(row.no, row.id)


def start_epoch(connection: Connection, now: int, why: str) -> Epoch:
    """Begin a new epoch: consoles take a fresh snapshot. Numbers and chains of the feeds go on."""
    last = connection.scalar(select(func.max(tables.epochs.c.no))) or 0
    epoch = Epoch(last + 1, str(uuid.UUID(bytes=secrets.token_bytes(16), version=4)))
    connection.execute(insert(tables.epochs).values(no=epoch.no, id=epoch.id, at=now, why=why))
    return epoch


def add_feeds(connection: Connection, feeds: tuple[str, ...]) -> None:
    """Make the heads of feeds that do not exist yet."""
    if not feeds:
        return
    known = read_heads(connection)
    missing = [{"feed_id": feed, "seq": 0, "chain": START, "floor": 0} for feed in feeds if feed not in known]
    if missing:
        connection.execute(insert(tables.feed_heads), missing)


def move_heads(connection: Connection, heads: Mapping[str, Head]) -> None:
    """Write heads, in the order given."""
    if not heads:
        return
    table = tables.feed_heads
    moving = update(table).where(table.c.feed_id == bindparam("feed"))
    moving = moving.values(seq=bindparam("to"), chain=bindparam("after"))
    connection.execute(moving, [{"feed": f, "to": head.seq, "after": head.chain} for f, head in heads.items()])
