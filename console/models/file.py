"""One encrypted file in use: SQLCipher with a raw key, in WAL mode, one connection on the store's thread.

The few reads of the start go through `rows`, everything else through `engine`: SQLAlchemy takes longer to load than the
whole cache to read.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from sqlcipher3 import dbapi2

from console.models.errors import NotOpened, WrongKey

if TYPE_CHECKING:
    from sqlalchemy import Engine

OUTBOX_SCHEMA = 3  # additive changes only, after a copy of the file: see `upgrade`
CACHE_SCHEMA = 2  # another number is another file: the cache is rebuilt, never migrated

DatabaseError = dbapi2.DatabaseError
UNREADABLE = "no memory for a page, or a page that cannot be read"
Execute = Callable[..., Any]
"""A bare statement and its values; its cursor."""
T = TypeVar("T")


class File:
    """Opened or created at once. WrongKey when the key does not fit or the file is no database, NotOpened else.

    `patience`: seconds to wait for another program's lock; `alone`: nobody else may read it meanwhile, and it needs no
    room on the disk to be opened.
    """

    def __init__(self, path: Path, key: bytes, synchronous: str, patience: float = 5.0, *, alone: bool = False) -> None:
        self.path = path
        first = ("PRAGMA locking_mode = EXCLUSIVE",) if alone else ()
        self._connect = partial(_connected, path, key, synchronous, patience, first)
        self._always: list[str] = []
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise NotOpened(path, why=error) from error
        self._connection = self._connect()

    def always(self, pragma: str) -> None:
        """Set this, also after the file was opened anew."""
        self.rows(pragma)
        self._always.append(pragma)

    def reopen(self) -> None:
        """Open it anew: SQLCipher gives up a connection for good at the first page that it could not read.

        WrongKey or NotOpened when that does not go; it can be tried again.
        """
        self.close()
        self.__dict__.pop("engine", None)
        self._connection = self._connect()
        try:
            for pragma in self._always:
                self._connection.execute(pragma)
        except dbapi2.DatabaseError as error:
            raise NotOpened(self.path, why=error) from error

    def rows(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query, as bare values. Raises the driver's DatabaseError."""
        with unreadable_said():
            return list(self._connection.execute(query, values).fetchall())

    def within(self, work: Callable[[Execute], T]) -> T:
        """Bare statements in one transaction, committed when this returns, undone when it raises."""
        with unreadable_said():
            self._connection.execute("BEGIN")
            try:
                found = work(self._connection.execute)
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:  # a full disk has undone it already
                    self._connection.execute("ROLLBACK")
                raise
            return found

    def value(self, query: str, values: Sequence[object] = ()) -> Any:
        """The first value of the first row, None when there is no row."""
        with unreadable_said():
            row = self._connection.execute(query, values).fetchone()
        return row[0] if row else None

    @property
    def schema(self) -> int:
        """The number of the file's schema, 0 = it has no tables yet."""
        return int(self.value("PRAGMA user_version"))

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction that `rows` began is open."""
        return bool(self._connection.in_transaction)

    @cached_property
    def engine(self) -> "Engine":
        """SQLAlchemy on the same connection."""
        from console.models.tables import engine_on

        return engine_on(self._connection)

    def close(self) -> None:
        """Close it, its write-ahead log folded in; on the thread that opened it."""
        if "engine" in self.__dict__:
            self.engine.dispose()
        self._connection.close()


@contextmanager
def unreadable_said() -> Iterator[None]:
    """SQLCipher says of some pages that it cannot read that there is no memory for them: that is a DatabaseError."""
    try:
        yield
    except MemoryError as error:
        raise DatabaseError(UNREADABLE) from error


def _connected(path: Path, key: bytes, synchronous: str, patience: float, first: tuple[str, ...]) -> dbapi2.Connection:
    try:
        connection = dbapi2.connect(str(path), isolation_level=None, timeout=patience)
    except dbapi2.Error as error:
        raise NotOpened(path, why=error) from error
    try:
        for statement in first:
            connection.execute(statement)
        _prepare(connection, key, synchronous)
    except (dbapi2.DatabaseError, MemoryError) as error:  # see `unreadable_said`
        connection.close()
        wrong = "not a database" in str(error)
        raise WrongKey(path) if wrong else NotOpened(path, why=error) from error
    return connection


def _prepare(connection: dbapi2.Connection, key: bytes, synchronous: str) -> None:
    connection.execute("PRAGMA cipher_log_level = NONE")  # a wrong key is said by us, once
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(f"PRAGMA synchronous = {synchronous}")


def only_read(path: Path, key: bytes) -> dbapi2.Connection:
    """A bare connection to a file that may be damaged anywhere: nothing is read of it yet, nothing is written."""
    connection = dbapi2.connect(str(path), isolation_level=None)
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    return connection
