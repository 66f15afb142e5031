"""Retention: rows of a feed that are old are deleted, never its last one. Cursors from before them get a snapshot."""

from sqlalchemy import delete, select, update

from server import tables
from server.database import Database
from server.feeds.heads import Head, read_heads

AT_ONCE = 5000


def forget_rows(database: Database, before: int) -> int:
    """Delete the rows that were written before that instant (ms UTC); how many.

    Looked for outside the lane, from the floor up, and deleted so many at a time that nobody waits for long.
    """
    with database.read() as connection:
        heads = read_heads(connection)
    gone = 0
    for feed, head in heads.items():
        floor = head.floor
        while last := _last_old(database, feed, floor, head, before):
            gone += _delete(database, feed, last)
            floor = last + 1
    return gone


def _last_old(database: Database, feed: str, floor: int, head: Head, before: int) -> int:
    """The seq of the last old one among the first AT_ONCE rows from the floor on; 0 = none."""
    table = tables.feed
    here = (table.c.feed_id == feed) & (table.c.seq >= floor) & (table.c.seq < head.seq)
    with database.read() as connection:
        rows = connection.execute(select(table.c.seq, table.c.at).where(here).order_by(table.c.seq).limit(AT_ONCE))
        return max((row.seq for row in rows if row.at < before), default=0)


def _delete(database: Database, feed: str, last: int) -> int:
    table, heads = tables.feed, tables.feed_heads
    with database.write((feed,)) as connection:
        connection.execute(update(heads).where(heads.c.feed_id == feed).values(floor=last + 1))
        return connection.execute(delete(table).where(table.c.feed_id == feed, table.c.seq <= last)).rowcount
