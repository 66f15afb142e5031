"""Hints from one server to the others on the same database that something was committed: worth a look, never a proof.

Each goes over a connection of its own, after the commit: inside the transaction it would serialise the commits of all
lanes. An engine that does not know hints is looked at once a second all the same.
"""

import logging
from collections.abc import Callable
from typing import Any

from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

CHANNEL = "griddesk"
log = logging.getLogger(__name__)


class Hints:
    """`wait` and `send` are each called from one thread at a time. A lost connection is opened anew at the next one."""

    def __init__(self, url: str) -> None:
        self._engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
        self._hearing: Any = None
        self._telling: Any = None
        self._own, self._is_heard = 0, False
        self.are_known = not url.startswith("sqlite")  # SQLite has none, and no second server works on its file

    def send(self) -> None:
        """Tell the others; what cannot be told is not missed."""
        if self.are_known:
            self._telling = self._on(self._telling, self._notify)

    def _notify(self, driver: Any) -> None:
        self._own = driver.info.backend_pid
        driver.execute(f"NOTIFY {CHANNEL}")

    def wait(self, seconds: float) -> bool:
        """Whether a hint came within that time; at once False where none can come."""
        if not self.are_known:
            return False
        self._is_heard = False
        self._hearing = self._on(self._hearing or self._listening(), lambda driver: self._listen(driver, seconds))
        return self._is_heard

    def _listen(self, driver: Any, seconds: float) -> None:
        for hint in driver.notifies(timeout=seconds):
            if hint.pid != self._own:  # one that this server sent itself
                self._is_heard = True
                break

    def close(self) -> None:
        """Give the connections back."""
        for connection in (self._hearing, self._telling):
            if connection is not None:
                connection.close()
        self._hearing = self._telling = None

    def _listening(self) -> Any:
        return self._on(None, lambda driver: driver.execute(f"LISTEN {CHANNEL}"))

    def _on(self, connection: Any, work: Callable[[Any], object]) -> Any:
        """Do it on the connection, or on a new one; the connection, None when it is of no use any more."""
        driver: Any = self._engine.dialect.loaded_dbapi
        try:
            connection = connection or self._engine.raw_connection()
            work(connection.driver_connection)
        except (driver.NotSupportedError, driver.ProgrammingError) as error:
            log.warning("this database knows no hints, it is looked at each second: %s", error)
            self.are_known = False
        except (driver.Error, DBAPIError):
            pass  # the database is away: the looks tell of it
        else:
            return connection
        if connection is not None:
            connection.invalidate()
        return None
