"""Everything that only one kind of database understands; the rest of the server is written for all of them."""

import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DisconnectionError, OperationalError
from sqlalchemy.pool import QueuePool

CASEBOOK_LOCK = 0x6772_6964  # "grid": the advisory lock of the apply lane
IN_ONE = 500
COPY_FROM = 100  # from so many rows on COPY is quicker than INSERT
_LONG_LIMITS = {"lock_timeout": "60s", "statement_timeout": "0", "idle_in_transaction_session_timeout": "0"}
_LOCK = text("SELECT pg_advisory_xact_lock(:key)")
RESTED_S = 5.0
T = TypeVar("T")
_APPLY_LIMITS = {"lock_timeout": "5s", "statement_timeout": "10s", "idle_in_transaction_session_timeout": "10s"}


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
        pragmas = ["journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000", _cache(long=False)]
        for pragma in [*pragmas, "query_only=ON"] if read_only else pragmas:
            connection.execute(f"PRAGMA {pragma}")

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", lambda c: c.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE"))
    return engine


def _cache(*, long: bool) -> str:
    """How much SQLite keeps in memory, in KiB."""
    return f"cache_size=-{256_000 if long else 32_000}"


def postgres_engine(url: str, *, read_only: bool) -> Engine:
    """An engine on PostgreSQL, READ COMMITTED: a lock taken by a statement of a wider snapshot would read old rows.

    The one writer has a pool of one connection, whose statements have time limits.

    Raises ArgumentError when the URL names another kind of database, or a driver that is not shipped.
    """
    named = make_url(url)
    if (named.get_backend_name(), named.get_driver_name()) != ("postgresql", "psycopg"):
        raise ArgumentError(f"{named.drivername}; expected postgresql+psycopg://…")
    size = {"pool_size": 10} if read_only else {"pool_size": 1, "max_overflow": 0}
    engine = create_engine(url, isolation_level="READ COMMITTED", **size)
    event.listen(engine, "checkout", _ping_after_a_pause)
    event.listen(engine, "checkin", _note_its_use)
    if not read_only:
        event.listen(engine, "connect", _limit)
    return engine


def _limit(connection: Any, _record: object) -> None:
    for name, value in _APPLY_LIMITS.items():
        connection.execute(f"SET {name} = '{value}'")
    connection.commit()


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


def lock_apply_lane(connection: Connection, *, long: bool = False) -> None:
    """The first statement of a writing transaction: one writer at a time. SQLite has that already by BEGIN IMMEDIATE.

    `long` lifts the time limits, for an import, and lets SQLite keep so many pages that it writes each of them once.
    """
    if connection.dialect.name != "postgresql":
        connection.exec_driver_sql(f"PRAGMA {_cache(long=long)}")
        return
    if long:
        for name, value in _LONG_LIMITS.items():
            connection.execute(text(f"SET LOCAL {name} = '{value}'"))
    connection.execute(_LOCK, {"key": CASEBOOK_LOCK})


def cannot_keep(error: BaseException) -> bool:
    """Whether the database itself could not write: no room, a failing disk, locked, going down; not what was written.

    SQLite then often ends the transaction by itself, so that what was first is found behind a later complaint.
    """
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, OperationalError) and _of_the_store(seen):
            return True
        seen = seen.__cause__ or seen.__context__
    return False


_SQLITE_STORE = ("disk is full", "disk i/o error", "unable to open database", "database is locked", "readonly database")
# no connection, no room, shut down, took too long, I/O error, lock timeout, paused too long
_POSTGRES_STORE = ("08", "53", "57P", "57014", "58", "55P03", "25P03")


def _of_the_store(error: OperationalError) -> bool:
    state = getattr(error.orig, "sqlstate", None)
    if state is not None:
        return str(state).startswith(_POSTGRES_STORE)
    return error.connection_invalidated or any(words in str(error.orig).lower() for words in _SQLITE_STORE)


def insert_many(connection: Connection, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows as the driver takes them: nearly `executemany` itself, without SQLAlchemy's work on each value."""
    if not rows:
        return
    names = ", ".join(f'"{column}"' for column in columns)
    if connection.dialect.name == "postgresql" and len(rows) > COPY_FROM:
        _copy(connection, f'COPY "{table}" ({names}) FROM STDIN', rows)
        return
    mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
    marks = ", ".join([mark] * len(columns))
    statement = f'INSERT INTO "{table}" ({names}) VALUES ({marks})'  # noqa: S608  the names are our own
    connection.exec_driver_sql(statement, list(rows) if len(rows) > 1 else rows[0])


def update_many(connection: Connection, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Rewrite rows as the driver takes them; the first column is the key."""
    if not rows:
        return
    mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
    sets = ", ".join(f'"{column}" = {mark}' for column in columns[1:])
    statement = f'UPDATE "{table}" SET {sets} WHERE "{columns[0]}" = {mark}'  # noqa: S608  the names are our own
    values = [(*row[1:], row[0]) for row in rows]
    connection.exec_driver_sql(statement, values if len(values) > 1 else values[0])


def parts(values: Iterable[T]) -> Iterator[list[T]]:
    """Portions that fit into one IN: neither kind of database takes any number of parameters."""
    remaining = list(values)
    for start in range(0, len(remaining), IN_ONE):
        yield remaining[start : start + IN_ONE]


def _copy(connection: Connection, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """PostgreSQL's own way for many rows at once."""
    driver: Any = connection.connection.cursor()
    with driver, driver.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
