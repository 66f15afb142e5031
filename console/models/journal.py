"""Sealed lines at the end of a file: the second copy of the outbox, and the archive of what is settled for long.

A line is `{"v":1,"k":…,"what":…,"sealed":"base64"}`; what it tells is compressed and sealed under the file's key, with
`what` and `k` in the seal. A line that is torn or was sealed by another key costs itself alone.
"""

import base64
import binascii
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag

from console.models.disk import Disk
from console.models.keys import FileKey
from rules.wire import WireError, canonical, decode

_BROKEN = (WireError, InvalidTag, binascii.Error, zlib.error, ValueError)


@dataclass(frozen=True, slots=True)
class Line:
    """One line, opened: `what` it is, the local order of the command that it is of (0 = of none), and its JSON."""

    what: str
    k: int
    body: bytes


@dataclass(frozen=True, slots=True)
class _Sealed:
    v: int
    k: int
    what: str
    sealed: str


class Journal:
    """The file at `path`. OSError where the disk does not do it."""

    def __init__(self, path: Path, key: FileKey, disk: Disk) -> None:
        self.path, self._key, self._disk = path, key, disk
        self._torn = not _ends_whole(path)

    @property
    def size(self) -> int:
        """Bytes of the file, 0 when there is none."""
        return self.path.stat().st_size if self.path.exists() else 0

    @property
    def is_torn(self) -> bool:
        """Whether its last line is not whole."""
        return self._torn

    def append(self, line: Line) -> None:
        """Write a line at the end; durable with the next `sync`. A line torn before it stays apart from it."""
        body = b"\n" + self._seal(line) if self._torn else self._seal(line)
        self._torn = True
        self._disk.append(self.path, body)
        self._torn = False

    def sync(self) -> None:
        """All lines are on disk when this returns."""
        self._disk.sync(self.path)

    def rewrite(self, lines: Iterable[Line]) -> None:
        """These lines alone from now on, durably; after a crash the old ones are there or the new."""
        self._disk.write_whole(self.path, b"".join(map(self._seal, lines)))
        self._torn = False

    def read(self) -> tuple[list[Line], int]:
        """All lines that can be opened, in order, and how many cannot."""
        told = [each for each in (self._disk.read(self.path) or b"").split(b"\n") if each]
        lines = list(self._opened(told))
        return lines, len(told) - len(lines)

    def opens(self) -> bool:
        """Whether some line was sealed with this key: then it is the right one."""
        told = (each for each in (self._disk.read(self.path) or b"").split(b"\n") if each)
        return next(self._opened(told), None) is not None

    def _opened(self, told: Iterable[bytes]) -> Iterator[Line]:
        for each in told:
            try:
                yield self._open(decode(_Sealed, each))
            except _BROKEN:
                continue  # counted by `read`

    def _open(self, line: _Sealed) -> Line:
        plain = self._key.unseal(base64.b64decode(line.sealed, validate=True), self._about(line.what, line.k))
        return Line(line.what, line.k, zlib.decompress(plain))

    def _seal(self, line: Line) -> bytes:
        sealed = self._key.seal(zlib.compress(line.body, 1), self._about(line.what, line.k))
        return canonical(_Sealed(1, line.k, line.what, base64.b64encode(sealed).decode())) + b"\n"

    def _about(self, what: str, k: int) -> str:
        return f"{self.path.name} {what} {k}"


def _ends_whole(path: Path) -> bool:
    """Whether the next line can begin where the file ends."""
    try:
        with path.open("rb") as file:
            file.seek(-1, 2)
            return file.read(1) == b"\n"
    except OSError:  # none yet, or empty
        return True
