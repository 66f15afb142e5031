"""One encrypted file in use: SQLCipher with a raw key, in WAL mode, one connection on the store's thread.

The few reads of the start go through `rows`, everything else through `engine`: SQLAlchemy takes longer to load than the
whole cache to read.
"""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlcipher3 import dbapi2

from console.models.errors import NotOpened, WrongKey

if TYPE_CHECKING:
    from sqlalchemy import Engine

OUTBOX_SCHEMA = 1  # additive changes only, after a copy of the file
CACHE_SCHEMA = 1  # another number is another file: the cache is rebuilt, never migrated

DatabaseError = dbapi2.DatabaseError


class File:
    """Opened or created at once. WrongKey when the key does not fit or the file is no database, NotOpened else."""

    def __init__(self, path: Path, key: bytes, synchronous: str) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._connection = dbapi2.connect(str(path), isolation_level=None, timeout=5)
        except (OSError, dbapi2.Error) as error:
            raise NotOpened(path, why=error) from error
        try:
            _prepare(self._connection, key, synchronous)
        except dbapi2.DatabaseError as error:
            self._connection.close()
            wrong = "not a database" in str(error)
            raise WrongKey(path) if wrong else NotOpened(path, why=error) from error

    def rows(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query, as bare values. Raises the driver's DatabaseError."""
        return list(self._connection.execute(query, values).fetchall())

    def value(self, query: str, values: Sequence[object] = ()) -> Any:
        """The first value of the first row, None when there is no row."""
        row = self._connection.execute(query, values).fetchone()
        return row[0] if row else None

    @property
    def schema(self) -> int:
        """The number of the file's schema, 0 = it has no tables yet."""
        return int(self.value("PRAGMA user_version"))

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


def _prepare(connection: dbapi2.Connection, key: bytes, synchronous: str) -> None:
    connection.execute("PRAGMA cipher_log_level = NONE")  # a wrong key is said by us, once
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(f"PRAGMA synchronous = {synchronous}")
