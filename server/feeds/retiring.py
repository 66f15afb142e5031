"""Leaving the live scope: what ended longer ago than the city says is told by a `retired` row in each of its feeds.

What somebody still waits to hear of stays, but not for ever.
"""

from sqlalchemy import Connection, Row, Select, select, update

from rules import wire
from rules.case import ENDED
from server import tables
from server.cities import Cities
from server.database import Database
from server.feeds.digests import weight
from server.feeds.service import FeedLine, Feeds
from server.feeds.writer import FeedWriter

HOUR_MS = 3_600_000
WAITS_MS = 30 * 24 * HOUR_MS  # so long what somebody waits to hear of stays in sight
AT_ONCE = 500
Leaving = Row[tuple[str, int, str, str, bytes]]


def retire(database: Database, cities: Cities, feeds: Feeds, now: int) -> int:
    """Take at most AT_ONCE cases out of the live scope; how many."""
    wanted = _wanted(now - cities.current.policies.live_hours * HOUR_MS)
    with database.read() as connection:
        found = connection.execute(wanted.limit(AT_ONCE)).all()
    if not found:
        return 0
    held = frozenset().union(*map(_feeds, found))
    lines: list[FeedLine] = []
    with database.write(held, then=lambda: feeds.publish(lines)) as connection:
        writer = FeedWriter(connection, held)
        again = wanted.where(tables.cases.c.id.in_([row.id for row in found]))
        leaving = [row for row in connection.execute(again).all() if _feeds(row) <= held]  # as they are in the lanes
        _take_out(connection, writer, leaving, now)
        lines.extend(writer.lines)
    return len(leaving)


def _wanted(before: int) -> Select[tuple[str, int, str, str, bytes]]:
    table = tables.cases
    ended = table.c.stage.in_([stage.value for stage in ENDED]) & (table.c.stage_since < before)
    left = table.c.waits.is_(False) | (table.c.stage_since < before - WAITS_MS)
    wanted = select(table.c.id, table.c.version, table.c.feed, table.c.copies, table.c.row_hash)
    return wanted.where(table.c.live.is_(True) & ended & left)


def _feeds(row: Leaving) -> frozenset[str]:
    return frozenset({row.feed, *row.copies.split()})


def _take_out(connection: Connection, writer: FeedWriter, leaving: list[Leaving], now: int) -> None:
    table = tables.cases
    connection.execute(update(table).where(table.c.id.in_([row.id for row in leaving])).values(live=False))
    for row in leaving:
        gone = weight(bytes(row.row_hash))
        for feed in sorted(_feeds(row)):
            writer.append(wire.Row(feed, 0, "retired", now, row.id, row.version), gone=gone)
    writer.flush()
