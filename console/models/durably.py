"""What reads and writes the outbox: on disk when it returns, or refused in words and nothing done."""

import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from console.models.ballast import Ballast
from console.models.errors import DiskFull, DiskRefuses, LocalFilesError, NotRecorded, OutboxDamaged
from console.models.file import DatabaseError, Execute, File
from console.models.lazily import sql
from console.models.trouble import Trouble, kind

if TYPE_CHECKING:
    from sqlalchemy import Connection

T = TypeVar("T")
_FOLD_AT = 4_000_000  # bytes of the write-ahead log: it is folded in between two commands, never inside one
_NO_ROOM = frozenset({Trouble.FULL, Trouble.IO})  # a quota that is used up looks like a failing disk
_GIVEN_UP = frozenset({Trouble.IO, Trouble.DAMAGE})  # SQLCipher does not use the connection again
_REFUSALS = {Trouble.FULL: DiskFull, Trouble.IO: DiskRefuses, Trouble.DAMAGE: OutboxDamaged}
log = logging.getLogger(__name__)


class Durably:
    """Reads and writes an open file. A full disk costs the ballast first; a file that fails is opened anew once.

    `damaged`: some page could not be used.
    """

    def __init__(self, file: File, path: Path, ballast: Ballast) -> None:
        self._file, self.path, self._ballast = file, path, ballast
        self.damaged = False

    def write(self, work: "Callable[[Connection], T]") -> T:
        """Do `work` in one transaction. NotRecorded, or what says it better, when it is not on disk."""
        return self._twice(lambda: self._in_transaction(work), lambda: sql.exc.DBAPIError)

    def bare(self, work: Callable[[Execute], T]) -> T:
        """As `write`, without SQLAlchemy: for what somebody waits for. NotRecorded as above."""
        return self._twice(lambda: self._file.within(work), lambda: DatabaseError)

    def rows(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of one statement without SQLAlchemy, for the start. NotRecorded as above."""
        return self._twice(lambda: self._file.rows(query, values), lambda: DatabaseError)

    def _in_transaction(self, work: "Callable[[Connection], T]") -> T:
        with self._file.engine.begin() as connection:
            return work(connection)

    def _twice(self, action: Callable[[], T], expected: Callable[[], type[Exception]]) -> T:
        try:
            return action()
        except expected() as error:
            if not self._mended(kind(error)):
                raise self._refusal(error) from error
        try:
            return action()
        except expected() as error:
            raise self._refusal(error) from error

    def _mended(self, trouble: Trouble) -> bool:
        """Whether it is worth trying again: there is more room now, or another connection."""
        released = trouble in _NO_ROOM and self._ballast.release()
        return self._reopened() if trouble in _GIVEN_UP else released

    def _reopened(self) -> bool:
        try:
            self._file.reopen()
        except LocalFilesError as error:
            log.warning("the outbox was not opened anew: %s", error)
            return False
        return True

    def _refusal(self, error: Exception) -> NotRecorded:
        trouble = kind(error)
        self.damaged |= trouble is Trouble.DAMAGE
        return _REFUSALS.get(trouble, NotRecorded)(self.path, why=getattr(error, "orig", None) or error)

    def fold(self) -> None:
        """Fold the write-ahead log into the file when it has grown long; a disk that refuses that loses nothing."""
        log_file = self.path.with_name(self.path.name + "-wal")
        try:
            if log_file.exists() and log_file.stat().st_size > _FOLD_AT:
                self._file.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        except (OSError, DatabaseError) as error:
            log.warning("the outbox's log was not folded in: %s", error)
