"""The database: many readers, one writer at a time. No other module opens connections."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, OperationalError

from server import dialect
from server.said import Told

OPENING = (OperationalError, DatabaseError, ArgumentError)  # what opening a database may raise by its own fault
log = logging.getLogger(__name__)


class CannotKeep(Told):
    """Nothing can be written at present, as there is no room, for one: nothing was changed, the same may come again."""

    def __init__(self, why: object) -> None:
        super().__init__(
            f"暂时无法写入（磁盘空间不足？），未做任何更改：{why}",
            f"nothing can be written at present (no room on the disk?), nothing was changed: {why}",
        )


class CannotOpen(Told):
    """What the URL names is no database, or not one that can be reached."""

    def __init__(self, url: str, error: Exception) -> None:
        why = str(getattr(error, "orig", error)).strip()
        named = dialect.without_password(url)
        super().__init__(f"数据库 {named} 无法打开：{why}", f"the database {named} cannot be opened: {why}")


class Database:
    """Reads run beside each other and see what is committed; writes run one after the other."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._reader, self._writer = _engines(url)
        self._lane = threading.Lock()
        self._is_failing = False

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection to read with, inside one transaction."""
        with self._reader.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self, *, long: bool = False, then: Callable[[], None] | None = None) -> Iterator[Connection]:
        """One writing transaction, alone from its first statement; committed at the end, rolled back on an exception.

        `then` is called once it is committed, before the next one begins: what it tells comes in commit order.
        Raises CannotKeep when it is the database that could not write.
        """
        with self._lane:
            with self._telling(), self._writer.connect() as connection, connection.begin():
                dialect.lock_apply_lane(connection, long=long)
                yield connection
            if then is not None:
                then()

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """Say once that nothing can be written, and once that it can again."""
        try:
            yield
        except DBAPIError as error:
            if not dialect.cannot_keep(error):
                raise
            if not self._is_failing:
                log.error("nothing can be written to the database: %s", error.orig)
            self._is_failing = True
            raise CannotKeep(error.orig) from error
        if self._is_failing:
            log.warning("the database can be written again")
            self._is_failing = False

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
    return dialect.postgres_engine(url, read_only=True), dialect.postgres_engine(url, read_only=False)
