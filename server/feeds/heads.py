"""Where each feed stands, and the epochs: what a cursor is compared with."""

import secrets
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, func, insert, select, update

from rules.wire import START
from server import tables
from server.feeds.digests import NOTHING, reckon


@dataclass(frozen=True, slots=True)
class Head:
    """The last row of a feed, its chain and its digest; rows below `floor` are no longer kept."""

    seq: int = 0
    chain: str = START
    floor: int = 0
    digest: str = NOTHING


@dataclass(frozen=True, slots=True)
class Epoch:
    """One unbroken history of feeds, on one lineage of the database system ("" = not known).

    A cursor of another epoch says nothing, unless this one `continues` the one before it and the chains fit.
    """

    no: int
    id: str
    lineage: str = ""
    continues: bool = False


def read_heads(connection: Connection, feeds: Collection[str] | None = None) -> dict[str, Head]:
    """The feeds with their heads: these, or all."""
    table = tables.feed_heads
    wanted = select(table) if feeds is None else select(table).where(table.c.feed_id.in_(sorted(feeds)))
    return {row.feed_id: Head(row.seq, row.chain, row.floor, row.digest) for row in connection.execute(wanted)}


def read_epochs(connection: Connection) -> tuple[Epoch, ...]:
    """All epochs, the newest first; LookupError before the first one."""
    rows = connection.execute(select(tables.epochs).order_by(tables.epochs.c.no.desc()))
    epochs = tuple(Epoch(row.no, row.id, row.lineage, row.continues) for row in rows)
    if not epochs:
        raise LookupError("the database has no epoch yet")
    return epochs


def current_epoch(connection: Connection) -> Epoch:
    """The epoch in force; LookupError before the first one."""
    return read_epochs(connection)[0]


def start_epoch(
    connection: Connection, now: int, why: str, *, above: int = 0, lineage: str = "", continues: bool = False
) -> Epoch:
    """Begin a new epoch, numbered above all before it and above `above`. Numbers and chains of the feeds go on.

    Unless it `continues` the one before it, consoles take a fresh snapshot, and digests are reckoned anew.
    """
    last = connection.scalar(select(func.max(tables.epochs.c.no))) or 0
    id_ = str(uuid.UUID(bytes=secrets.token_bytes(16), version=4))
    epoch = Epoch(max(last, above) + 1, id_, lineage or _last_lineage(connection), continues)
    values = {"no": epoch.no, "id": epoch.id, "lineage": epoch.lineage, "continues": continues}
    connection.execute(insert(tables.epochs).values(**values, at=now, why=why))
    if not continues:
        reckon(connection)
    return epoch


def _last_lineage(connection: Connection) -> str:
    table = tables.epochs
    return connection.scalar(select(table.c.lineage).order_by(table.c.no.desc()).limit(1)) or ""


def add_feeds(connection: Connection, feeds: tuple[str, ...]) -> None:
    """Make the heads of feeds that do not exist yet."""
    if not feeds:
        return
    known = read_heads(connection, feeds)
    missing = [{"feed_id": feed, "seq": 0, "chain": START, "floor": 0} for feed in feeds if feed not in known]
    if missing:
        connection.execute(insert(tables.feed_heads), missing)


def move_heads(connection: Connection, heads: Mapping[str, Head]) -> None:
    """Write heads, in the order given."""
    if not heads:
        return
    table = tables.feed_heads
    moving = update(table).where(table.c.feed_id == bindparam("feed"))
    moving = moving.values(seq=bindparam("to"), chain=bindparam("after"), digest=bindparam("sum"))
    moved = [{"feed": f, "to": head.seq, "after": head.chain, "sum": head.digest} for f, head in heads.items()]
    connection.execute(moving, moved)
