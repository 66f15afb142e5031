"""What happens to files outside of the program: pages overwritten, an older schema, a disk that gives up."""

from pathlib import Path

from sqlcipher3 import dbapi2

from console.models.disk import Disk
from tests.console.makers import a_key

PAGE = 4096


def raw(folder: Path, name: str = "outbox.db") -> dbapi2.Connection:
    """The database as somebody with its key sees it."""
    connection = dbapi2.connect(str(folder / name), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{a_key(folder).part('database').hex()}'\"")
    return connection


def pages(file: Path) -> int:
    """How many pages the file has."""
    return file.stat().st_size // PAGE


def overwrite(file: Path, page: int) -> None:
    """Other bytes in the middle of a page, counted from 0."""
    with file.open("r+b") as opened:
        opened.seek(page * PAGE + 1000)
        opened.write(b"damage" * 100)


def make_old(folder: Path) -> None:
    """The outbox as the program before this one left it: schema 1, no second copy."""
    connection = raw(folder)
    for column in ("confirmed_at", "earlier"):
        connection.execute(f"ALTER TABLE outbox DROP COLUMN {column}")
    for table in ("met", "outages"):
        connection.execute(f"DROP TABLE {table}")
    connection.execute("PRAGMA user_version = 1")
    connection.close()
    (folder / "outbox.jsonl").unlink()


class Failing(Disk):
    """A disk that refuses what is done to files of these names."""

    def __init__(self, *names: str) -> None:
        self.names = set(names)
        self.refused = 0

    def _check(self, path: Path) -> None:
        if path.name in self.names:
            self.refused += 1
            raise OSError(28, "No space left on device")

    def write_whole(self, path: Path, body: bytes) -> None:
        self._check(path)
        super().write_whole(path, body)

    def append(self, path: Path, body: bytes) -> None:
        self._check(path)
        super().append(path, body)

    def sync(self, path: Path) -> None:
        self._check(path)
        super().sync(path)

    def rename(self, old: Path, new: Path) -> None:
        self._check(new)
        super().rename(old, new)
