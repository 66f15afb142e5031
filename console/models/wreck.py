"""What can still be read of a damaged database: row by row from both ends, and one by one where it is broken.

SQLCipher gives up a connection at the first page that it cannot open: each attempt after an error has its own. Where
that is the very first page, one is lent to a copy of the file.
"""

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from console.models.errors import LocalFilesError
from console.models.file import DatabaseError, only_read
from console.models.first_page import TABLES, lend, take_back

_NAMES = "SELECT rowid AS number, name FROM sqlite_master WHERE type = 'table'"
log = logging.getLogger(__name__)
_BEYOND = 500  # row numbers that are tried where the end of a table cannot be read

Values = dict[str, Any]


class Wreck:
    """The file at `path`, which is only read; nothing of it where it is gone. Close it."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path, self._key = path, key
        self._connection: dbapi2.Connection | None = None
        self._lent: Path | None = None
        if path.exists() and not self._names():
            self._borrow()

    @property
    def is_blind(self) -> bool:
        """Whether nothing of it can be read, not even which tables it has."""
        return not self._path.exists() or not self._names()

    def close(self) -> None:
        """Let go of the file."""
        self._leave()
        if self._lent is not None:
            take_back(self._lent)

    def _leave(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def _borrow(self) -> None:
        try:
            self._lent = lend(self._path, self._key)
        except (OSError, LocalFilesError, DatabaseError) as error:
            log.warning("no first page could be made for the outbox: %s", error)

    def rows(self, table: str) -> tuple[list[Values], frozenset[int]]:
        """All rows of a table that can be read, by their numbers, and the numbers of those that cannot."""
        query = f"SELECT rowid AS number, * FROM {table} ORDER BY rowid"  # noqa: S608 - our own names
        if self.is_blind or self._lacks(table):
            return [], frozenset()
        found, whole = self._read(query)
        lost: set[int] = set()
        if not whole:
            down, _ = self._read(f"{query} DESC")
            lost = self._between(table, found, down)
        return [found[number] for number in sorted(found)], frozenset(lost)

    def _lacks(self, table: str) -> bool:
        """Whether an older program's file never had it; a list of tables that is not whole says nothing.

        What a lent first page says of the other tables may not be so.
        """
        if self._lent is not None:
            return table not in TABLES
        found, whole = self._read(_NAMES)
        return whole and table not in {values["name"] for values in found.values()}

    def _names(self) -> bool:
        """Whether any table can be found."""
        return bool(self._read(_NAMES)[0])

    def _between(self, table: str, found: dict[int, Values], down: dict[int, Values]) -> set[int]:
        """Add to `found` what stands between both ends; the numbers of the rows that are lost, or of one at least."""
        first = max(found, default=0) + 1
        found |= down
        lost: set[int] = set()
        for number in range(first, min(down, default=first + _BEYOND)):
            one, whole = self._read(f"SELECT rowid AS number, * FROM {table} WHERE rowid = ?", (number,))  # noqa: S608
            found |= one
            if not whole:
                lost.add(number)
        return {number for number in lost if number < max(found, default=0)} or {first}

    def _read(self, query: str, values: Sequence[object] = ()) -> tuple[dict[int, Values], bool]:
        """The rows by their numbers, and whether all of them could be read."""
        found: dict[int, Values] = {}
        try:
            cursor = self._open().execute(query, values)
            for row in cursor:
                named = dict(zip((column[0] for column in cursor.description), row, strict=True))
                found[int(named.pop("number"))] = named
        except (DatabaseError, MemoryError):
            self._leave()
            return found, False
        return found, True

    def _open(self) -> dbapi2.Connection:
        if self._connection is None:
            self._connection = only_read(self._lent or self._path, self._key)
            if self._lent is not None:  # its first page says of itself to belong to a larger file
                self._connection.execute("PRAGMA writable_schema = ON")
        return self._connection
