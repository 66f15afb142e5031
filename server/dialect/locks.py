"""Who may write what: a lane per feed, and the whole house. Taken first, so that what is read after it is what is.

Feeds are locked in the order of their keys and after the house, by one statement each: whoever waits holds nothing that
the one waited for will ask for, so that two writers never wait for each other.
"""

import hashlib
from collections.abc import Iterable

from sqlalchemy import Connection, text

from server.dialect.engines import cache

CASEBOOK_LOCK = 0x6772_6964  # "grid": the house, shared by the lanes; an import or a new city has it alone
_LANE = text("SELECT pg_advisory_xact_lock(:key)")
_SHARED = text("SELECT pg_advisory_xact_lock_shared(:key)")
_LONG_LIMITS = {"lock_timeout": "60s", "statement_timeout": "0", "idle_in_transaction_session_timeout": "0"}


def has_lanes(connection: Connection) -> bool:
    """Whether several may write at once; SQLite has one writer, by BEGIN IMMEDIATE."""
    return connection.dialect.name == "postgresql"


def lane_key(feed: str) -> int:
    """The advisory lock of a feed: a signed number of 64 bits, the same in every process and on every machine."""
    return int.from_bytes(hashlib.blake2b(feed.encode(), digest_size=8).digest(), "big", signed=True)


def lock_feeds(connection: Connection, feeds: Iterable[str]) -> None:
    """Wait for these lanes and hold them to the end of the transaction."""
    if not has_lanes(connection):
        connection.exec_driver_sql(f"PRAGMA {cache(long=False)}")
        return
    connection.execute(_SHARED, {"key": CASEBOOK_LOCK})
    for key in sorted({lane_key(feed) for feed in feeds}):
        connection.execute(_LANE, {"key": key})


def lock_house(connection: Connection, *, long: bool = False) -> None:
    """Wait until nobody else writes in any lane, and be alone to the end of the transaction.

    `long` lifts the time limits, for an import, and lets SQLite keep so many pages that it writes each of them once.
    """
    if not has_lanes(connection):
        connection.exec_driver_sql(f"PRAGMA {cache(long=long)}")
        return
    if long:
        for name, value in _LONG_LIMITS.items():
            connection.execute(text(f"SET LOCAL {name} = '{value}'"))
    connection.execute(_LANE, {"key": CASEBOOK_LOCK})
