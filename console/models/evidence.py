"""Whether the key of a folder is the right one where its outbox does not open: SQLCipher says the same of a wrong key
and of a broken first page. What else was sealed here with this key, and still opens, settles it.
"""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from cryptography.exceptions import InvalidTag

from console.models.disk import Disk
from console.models.file import DatabaseError, only_read
from console.models.journal import Journal
from console.models.keys import FileKey

_DATABASES = ("outbox.bak-[0-9]*", "cache-*.db", "cache-*.new")
_PHOTOS = 20  # that are tried: if none of these opens, no other will


def key_is_proven(folder: Path, key: FileKey, disk: Disk) -> bool:
    """Whether anything here opens with the key: a sealed line, a copy of the outbox, a cache, a photo."""
    return any(_proofs(folder, key, disk))


def _proofs(folder: Path, key: FileKey, disk: Disk) -> Iterator[bool]:
    for lines in sorted(folder.glob("outbox*.jsonl")):
        yield _opens_line(lines, key, disk)
    for database in (each for pattern in _DATABASES for each in sorted(folder.glob(pattern))):
        yield _opens_database(database, key)
    for photo in islice((folder / "photos").glob("??/*.sealed"), _PHOTOS):
        yield _opens_photo(photo, key)


def _opens_line(path: Path, key: FileKey, disk: Disk) -> bool:
    try:
        return Journal(path, key, disk).opens()
    except OSError:
        return False


def _opens_database(path: Path, key: FileKey) -> bool:
    """An empty file opens with any key, and has no tables."""
    connection = only_read(path, key.part("database"))
    try:
        return bool(connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])
    except (DatabaseError, MemoryError):
        return False
    finally:
        connection.close()


def _opens_photo(path: Path, key: FileKey) -> bool:
    try:
        key.unseal(path.read_bytes(), path.name)
    except (OSError, InvalidTag, ValueError):
        return False
    return True
