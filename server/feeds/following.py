"""Who follows the feeds row by row to tell others of changed cases: units' systems, the other side of a gate."""

from typing import Any

from sqlalchemy import Connection, select

from server import tables

AT_ONCE = 200  # rows of one feed


def changed_since(connection: Connection, cursor: dict[str, int]) -> tuple[dict[str, int], list[str]]:
    """Where the feeds were read to, and the cases in the order of their last row."""
    heads, feed = tables.feed_heads, tables.feed
    moved = dict(cursor)
    rows: list[Any] = []
    for head in connection.execute(select(heads)):
        since = cursor.get(head.feed_id, 0)
        if head.seq < since:  # the database was put back: the feed goes on from there
            moved[head.feed_id] = head.seq
            continue
        wanted = select(feed.c.seq, feed.c.case_id, feed.c.at).where(feed.c.feed_id == head.feed_id, feed.c.seq > since)
        found = connection.execute(wanted.order_by(feed.c.seq).limit(AT_ONCE)).all()
        moved[head.feed_id] = found[-1].seq if found else since
        rows += found
    ordered = sorted((row for row in rows if row.case_id), key=lambda row: row.at)
    return moved, list(dict.fromkeys(row.case_id for row in ordered))
