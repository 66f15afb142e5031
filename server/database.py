"""The database: many readers, one writer at a time. No other module opens connections."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

from server import dialect


class Database:
    """Reads run beside each other and see what is committed; writes run one after the other."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._reader, self._writer = _engines(url)
        self._lane = threading.Lock()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection to read with, inside one transaction."""
        with self._reader.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self, *, long: bool = False, then: Callable[[], None] | None = None) -> Iterator[Connection]:
        """One writing transaction, alone from its first statement; committed at the end, rolled back on an exception.

        `then` is called once it is committed, before the next one begins: what it tells comes in commit order.
        """
        with self._lane:
            with self._writer.connect() as connection, connection.begin():
                dialect.lock_apply_lane(connection, long=long)
                yield connection
            if then is not None:
                then()

    def close(self) -> None:
        """Give all connections back."""
        self._reader.dispose()
        self._writer.dispose()


def _engines(url: str) -> tuple[Engine, Engine]:
    if dialect.is_sqlite(url):
        writer = dialect.sqlite_engine(url, read_only=False)
        with writer.connect():  # makes the file and its WAL before the first reader comes
            pass
        return dialect.sqlite_engine(url, read_only=True), writer
    engine = dialect.postgres_engine(url)
    return engine, engine
