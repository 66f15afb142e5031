"""Reads photo files away from the GUI thread and says whether they are photos; the bytes go with the wish."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot

MOST_BYTES = 20_000_000
TYPES = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"RIFF", "image/webp"))


@dataclass(frozen=True, slots=True)
class PhotoFile:
    """One photo as the body of a command names it, with its bytes."""

    name: str
    sha256: str
    mime: str
    content: bytes

    def entry(self, kind: str) -> dict[str, object]:
        """What the command says of it."""
        return {"sha256": self.sha256, "kind": kind, "mime": self.mime, "size": len(self.content)}


@dataclass(frozen=True, slots=True)
class NoPhoto:
    """A file that cannot be taken; `why`: unreadable | too_large | no_photo."""

    name: str
    why: str


def read_photo(path: Path) -> PhotoFile | NoPhoto:
    """Read one file; nothing is raised, the answer says what is wrong."""
    try:
        if path.stat().st_size > MOST_BYTES:
            return NoPhoto(path.name, "too_large")
        content = path.read_bytes()
    except OSError:
        return NoPhoto(path.name, "unreadable")
    mime = next((mime for start, mime in TYPES if content.startswith(start)), "")
    if not mime or (mime == "image/webp" and content[8:12] != b"WEBP"):
        return NoPhoto(path.name, "no_photo")
    return PhotoFile(path.name, hashlib.sha256(content).hexdigest(), mime, content)


class _Job(QRunnable):
    def __init__(self, path: Path, reader: "PhotoReader") -> None:
        super().__init__()
        self._path, self._reader = path, reader

    def run(self) -> None:
        """Read, and hand the answer to the GUI thread."""
        self._reader.done.emit(read_photo(self._path))


class PhotoReader(QObject):
    """Reads files one after another; `read` brings each answer on the GUI thread."""

    done = Signal(object)  # emitted on the worker's thread; only the slot below listens to it
    read = Signal(object)  # PhotoFile | NoPhoto

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self.done.connect(self._pass_on)

    def start(self, paths: list[str]) -> None:
        """Read these files."""
        for path in paths:
            self._pool.start(_Job(Path(path), self))

    @Slot(object)
    def _pass_on(self, answer: object) -> None:
        self.read.emit(answer)
