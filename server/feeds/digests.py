"""Digests of the live scope: one number a feed, which a console can reckon from what it holds and compare.

The digest of a feed is the sum, modulo 2^64, of the weights of all live cases that stand in it: home or copy. Each row
of a feed takes the case's old weight away and adds its new one, so that the digest is known at every row.
"""

from sqlalchemy import ColumnElement, Connection, and_, or_, select, update

from rules.protocol import BUCKETS, Digests, bucket
from server import tables

NOTHING = "0" * 16  # of a feed without a live case
_WRAP = 1 << 64


def weight(row_hash: bytes) -> int:
    """What a live case adds: the first 8 bytes of the sha256 of its image."""
    return int.from_bytes(row_hash[:8], "big")


def told(sum_: int) -> str:
    """A sum as it is kept and told: 16 hex digits."""
    return f"{sum_ % _WRAP:016x}"


def moved(digest: str, gone: int, come: int) -> str:
    """The digest after a case of weight `gone` became one of weight `come`; 0 = it does not stand in the feed."""
    return told(int(digest, 16) - gone + come)


def standing(feeds: frozenset[str] | None) -> ColumnElement[bool]:
    """Condition on `cases`: live, and at home or copied in one of these feeds; None = all feeds."""
    table = tables.cases
    live = table.c.live.is_(True)
    if feeds is None:
        return live
    copied = " " + table.c.copies + " "
    copies = [copied.contains(f" {feed} ", autoescape=True) for feed in sorted(feeds)]
    return live & or_(table.c.feed.in_(sorted(feeds)), *copies)


def reckon(connection: Connection) -> None:
    """Make the digests of all heads anew from the cases: where cases were written without rows, as by an import."""
    table, heads = tables.cases, tables.feed_heads
    sums: dict[str, int] = {}
    wanted = select(table.c.feed, table.c.copies, table.c.row_hash).where(table.c.live.is_(True))
    for row in connection.execute(wanted):
        for feed in {row.feed, *row.copies.split()}:
            sums[feed] = sums.get(feed, 0) + weight(bytes(row.row_hash))
    for feed in connection.scalars(select(heads.c.feed_id)).all():
        connection.execute(update(heads).where(heads.c.feed_id == feed).values(digest=told(sums.get(feed, 0))))


def by_bucket(connection: Connection, feed: str, epoch: str) -> Digests:
    """The digest of a feed at its head and the sum of each bucket, worked out from the cases. LookupError: no feed.

    Asked for when a console differs, which is rare: so no sum of a bucket is kept. One statement sees one instant.
    """
    table, heads = tables.cases, tables.feed_heads
    wanted = select(heads.c.seq, heads.c.digest, table.c.id, table.c.row_hash)
    joined = heads.outerjoin(table, and_(standing(frozenset({feed}))))
    sums, head = [0] * BUCKETS, None
    for row in connection.execute(wanted.select_from(joined).where(heads.c.feed_id == feed)):
        head = (row.seq, row.digest)
        if row.id is not None:
            sums[bucket(row.id)] += weight(bytes(row.row_hash))
    if head is None:
        raise LookupError(feed)
    return Digests(feed, epoch, head[0], head[1], tuple(map(told, sums)))
