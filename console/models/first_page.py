"""A first page for an outbox whose own cannot be read: without one nothing behind it is found.

The tables that every outbox had from the beginning are made in the same order and begin on the same pages in each. So
the first page of an empty outbox, made with the same key and salt, leads to the rows of the damaged one.
"""

from pathlib import Path

from console.models.file import File
from console.models.outbox_file import create

TABLES = frozenset({"me", "outbox", "blobs_out", "personal_out"})
"""What can be found by it."""
_PAGE, _SALT = 4096, 16  # bytes, SQLCipher's own


def lend(path: Path, key: bytes) -> Path:
    """A copy of the file beside it, under a page of ours. OSError, LocalFilesError or the database's errors."""
    lent, body = path.with_name(f"{path.name}.lent"), path.read_bytes()
    take_back(lent)
    first = _first_page(lent, key + body[:_SALT], len(body))
    take_back(lent)
    lent.write_bytes(first + body[_PAGE:])
    log = path.with_name(f"{path.name}-wal")
    if log.exists():
        lent.with_name(f"{lent.name}-wal").write_bytes(log.read_bytes())
    return lent


def take_back(lent: Path) -> None:
    """Remove the copy."""
    for suffix in ("", "-wal", "-shm"):
        lent.with_name(lent.name + suffix).unlink(missing_ok=True)


def _first_page(path: Path, key: bytes, size: int) -> bytes:
    """Of an empty outbox that says of itself to be larger than so many bytes."""
    file = File(path, key, "OFF")
    try:
        create(file)
        file.rows("CREATE TABLE filler (bytes BLOB)")
        file.rows("INSERT INTO filler VALUES (zeroblob(?))", (size,))
    finally:
        file.close()
    return path.read_bytes()[:_PAGE]
