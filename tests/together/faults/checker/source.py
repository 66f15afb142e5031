"""One database as the checker reads it: a plain or sealed SQLite file, or PostgreSQL; never written."""

import hashlib
import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from sqlcipher3 import dbapi2

Unreadable = (dbapi2.Error, psycopg.Error)


def file_key(folder: Path, purpose: str = "database") -> bytes:
    """The key for one purpose out of a folder's key file: HKDF-SHA256 (RFC 5869) without a salt, one block long."""
    raw = bytes.fromhex((folder / "files.key").read_text(encoding="ascii").strip())
    extracted = hmac.digest(bytes(32), raw, "sha256")
    return hmac.digest(extracted, f"griddesk {purpose}".encode() + b"\x01", "sha256")


class Source:
    """`where`: a path, or a postgresql:// URL. `key`: that of SQLCipher. `vfs`: the system layer to read through."""

    def __init__(self, where: str, key: bytes | None = None, vfs: str = "") -> None:
        self.where = where
        self.is_postgres = where.startswith("postgres")
        if self.is_postgres:
            self._connection: Any = psycopg.connect(where.replace("+psycopg", ""), autocommit=True)
            return
        through = f"&vfs={vfs}" if vfs else ""
        self._connection = dbapi2.connect(f"file:{where}?mode=ro{through}", uri=True, isolation_level=None)
        if key is not None:
            self._connection.execute("PRAGMA cipher_log_level = NONE")
            self._connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")

    def rows(self, query: str, values: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
        """All rows; `?` marks a value on both kinds. Raises one of `Unreadable`."""
        if self.is_postgres:
            found = self._connection.execute(query.replace("?", "%s"), values).fetchall()
            return [tuple(bytes(v) if isinstance(v, memoryview) else v for v in row) for row in found]
        return list(self._connection.execute(query, values).fetchall())

    @contextmanager
    def still(self) -> Iterator[None]:
        """All rows that are asked for inside are those of one instant, whoever writes meanwhile."""
        isolated = " ISOLATION LEVEL REPEATABLE READ READ ONLY" if self.is_postgres else ""
        self._connection.execute(f"BEGIN{isolated}")
        try:
            yield
        finally:
            self._connection.execute("ROLLBACK")

    def columns(self, table: str) -> set[str]:
        """The names of a table's columns."""
        if self.is_postgres:
            found = self.rows("SELECT column_name FROM information_schema.columns WHERE table_name = ?", (table,))
        else:
            found = self.rows("SELECT name FROM pragma_table_info(?)", (table,))
        return {str(row[0]) for row in found}

    def close(self) -> None:
        """Give the connection back."""
        self._connection.close()


def sha256(data: bytes) -> str:
    """In hex."""
    return hashlib.sha256(data).hexdigest()
