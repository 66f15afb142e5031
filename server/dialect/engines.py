"""Connections: how each kind of database is opened, and what every connection is told first."""

import logging
import time
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DisconnectionError
from sqlalchemy.pool import QueuePool

from server.dialect.hosts import Hosts

LANES = 8  # writers beside each other, where the database has lanes
RESTED_S = 5.0
_POOL_S = 10.0
APPLY_LIMITS = {"lock_timeout": "5s", "statement_timeout": "10s", "idle_in_transaction_session_timeout": "10s"}
_NOT_KEPT = frozenset({"off", "local"})
log = logging.getLogger(__name__)


def is_sqlite(url: str) -> bool:
    """Whether the URL names a SQLite file."""
    return url.startswith("sqlite")


def without_password(url: str) -> str:
    """The URL as it may be shown; one that cannot be read as it is."""
    try:
        return make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return url


def sqlite_engine(url: str, *, read_only: bool) -> Engine:
    """An engine on a SQLite file in WAL mode, through sqlcipher3; the one writer has a pool of one connection."""
    from sqlcipher3 import dbapi2

    size = 8 if read_only else 1
    engine = create_engine(
        url,
        module=dbapi2,
        poolclass=QueuePool,
        pool_size=size,
        max_overflow=0,
        connect_args={"check_same_thread": False},
    )

    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        pragmas = ["journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000", cache(long=False)]
        for pragma in [*pragmas, "query_only=ON"] if read_only else pragmas:
            connection.execute(f"PRAGMA {pragma}")

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", lambda c: c.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE"))
    return engine


def cache(*, long: bool) -> str:
    """How much SQLite keeps in memory, in KiB."""
    return f"cache_size=-{256_000 if long else 32_000}"


def postgres_engine(url: str, *, read_only: bool, hosts: Hosts | None = None) -> Engine:
    """An engine on PostgreSQL, READ COMMITTED: a lock taken by a statement of a wider snapshot would read old rows.

    The writers are as many as there are lanes, and some more for notes; their statements have time limits. `hosts`: in
    which order those of the URL are tried, where it names several.

    Raises ArgumentError when the URL names another kind of database, or a driver that is not shipped.
    """
    named = make_url(url)
    if (named.get_backend_name(), named.get_driver_name()) != ("postgresql", "psycopg"):
        raise ArgumentError(f"{named.drivername}; expected postgresql+psycopg://…")
    size = {"pool_size": 10} if read_only else {"pool_size": LANES, "max_overflow": 4}
    engine = create_engine(url, isolation_level="READ COMMITTED", pool_timeout=_POOL_S, **size)
    if hosts is not None:
        hosts.listen(engine)
    event.listen(engine, "checkout", _ping_after_a_pause)
    event.listen(engine, "checkin", _note_its_use)
    if not read_only:
        event.listen(engine, "connect", _Writers().prepare)
    return engine


class _Writers:
    """Sees to it that what is committed is kept, whatever the role of the connection was set to."""

    def __init__(self) -> None:
        self._is_told = False

    def prepare(self, connection: Any, _record: object) -> None:
        for name, value in APPLY_LIMITS.items():
            connection.execute(f"SET {name} = '{value}'")
        (kept,) = connection.execute("SHOW synchronous_commit").fetchone()
        if kept in _NOT_KEPT:
            connection.execute("SET synchronous_commit = 'on'")
            self._tell(kept)
        connection.commit()

    def _tell(self, kept: str) -> None:
        if not self._is_told:
            log.warning("synchronous_commit was %s: an answer would be given before it is kept; it is on here", kept)
        self._is_told = True


def _ping_after_a_pause(connection: Any, record: Any, _proxy: object) -> None:
    """A connection that has rested may be dead; one that was used just now need not be asked, which costs a tenth."""
    if time.monotonic() - record.info.get("used", 0) < RESTED_S:
        return
    try:
        connection.execute("SELECT 1")
        connection.rollback()
    except connection.OperationalError as error:
        raise DisconnectionError from error  # the pool opens another one


def _note_its_use(_connection: object, record: Any) -> None:
    record.info["used"] = time.monotonic()
