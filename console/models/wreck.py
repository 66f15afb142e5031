"""What can still be read of a damaged database: row by row from both ends, and one by one where it is broken.

SQLCipher gives up a connection at the first page that it cannot open: each attempt after an error has its own.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from console.models.file import DatabaseError, only_read

_BEYOND = 500  # row numbers that are tried where the end of a table cannot be read

Values = dict[str, Any]


class Wreck:
    """The file at `path`, which is only read; nothing of it where it is gone. Close it."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path, self._key = path, key
        self._connection: dbapi2.Connection | None = None

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def rows(self, table: str) -> tuple[list[Values], frozenset[int]]:
        """All rows of a table that can be read, by their numbers, and the numbers of those that cannot."""
        query = f"SELECT rowid AS number, * FROM {table} ORDER BY rowid"  # noqa: S608 - our own names
        if not self._path.exists() or self._lacks(table):
            return [], frozenset()
        found, whole = self._read(query)
        lost: set[int] = set()
        if not whole:
            down, _ = self._read(f"{query} DESC")
            lost = self._between(table, found, down)
        return [found[number] for number in sorted(found)], frozenset(lost)

    def _lacks(self, table: str) -> bool:
        """Whether an older program's file never had it; a list of tables that is not whole, or empty, says nothing."""
        found, whole = self._read("SELECT rowid AS number, name FROM sqlite_master WHERE type = 'table'")
        names = {values["name"] for values in found.values()}
        return whole and bool(names) and table not in names

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
        except DatabaseError:
            self.close()
            return found, False
        return found, True

    def _open(self) -> dbapi2.Connection:
        self._connection = self._connection or only_read(self._path, self._key)
        return self._connection
