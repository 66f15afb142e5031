"""Photos that come piece by piece: each piece is on the disk before it is answered, and a cut line costs one piece.

What is there of a photo belongs to whoever sends it: two desks that send the same one never write into one file. `seen`
False: a kept photo is not there for this sender, who may send it as if nobody had.
"""

import hashlib
import os
import re
import threading
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rules.commands import NotAllowed
from rules.protocol import BlobState
from server.photos.keeping import DRAFTS, Photos, UnknownPhoto
from server.photos.lasting import keeping, make_folder, settle, sync_folder
from server.photos.picture import check_size

KEPT_MS = 7 * 24 * 3_600_000
_LOCKS = 64
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")


class OtherOffset(Exception):
    """The piece does not begin where the last one ended: go on from `offset`."""

    def __init__(self, offset: int) -> None:
        super().__init__(f"go on from {offset}")
        self.offset = offset


class DamagedPiece(Exception):
    """The piece is not the one that was sent: the same again from `offset`."""

    def __init__(self, offset: int) -> None:
        super().__init__(f"damaged at {offset}")
        self.offset = offset


@dataclass(frozen=True, slots=True)
class _Partial:
    """A file named by photo, sender and the size that it will have."""

    file: Path
    size: int

    @property
    def offset(self) -> int:
        """How many bytes are there."""
        return self.file.stat().st_size


class Partials:
    """The photos under way, in a folder of their own beside the kept ones. All methods block; `sender` is any text.

    `sent` is told of each photo that is whole now, and of who sent it.
    """

    def __init__(self, photos: Photos, folder: Path, sent: Callable[[str, str], None] = lambda *_: None) -> None:
        self._photos, self._sent = photos, sent
        self._folder = folder / DRAFTS
        self._locks = tuple(threading.Lock() for _ in range(_LOCKS))

    def begin(self, sha256: str, sender: str, size: int, *, seen: bool = True) -> BlobState:
        """Where to send on from. Raises NotAllowed (no sha256, no size, too large) and CannotKeep."""
        _check(sha256, size)
        with self._lock(sha256, sender), keeping():
            if seen and self._is_kept(sha256):
                return BlobState(sha256, size, size, done=True)
            found = self._find(sha256, sender)
            if found is None or found.size != size:
                found = self._start(sha256, sender, size, found)
            return self._state(sha256, found)

    def append(self, sha256: str, sender: str, offset: int, data: bytes, crc: int, *, seen: bool = True) -> BlobState:
        """Add one piece. Raises OtherOffset, DamagedPiece, UnknownPhoto (never begun), NotAllowed and CannotKeep.

        NotAllowed with the last piece: it is no photo, or not that one; nothing of it is left.
        """
        with self._lock(sha256, sender), keeping():
            found = self._find(sha256, sender)
            if found is None:
                return self._done(sha256, seen)
            if offset != found.offset:
                raise OtherOffset(found.offset)
            if zlib.crc32(data) != crc:
                raise DamagedPiece(offset)
            if offset + len(data) > found.size:
                raise NotAllowed("rule.form", field="body", expected=f"≤ {found.size - offset}")
            _add(found.file, offset, data)
            state = self._state(sha256, found)
            if state.done:
                self._sent(sha256, sender)
            return state

    def state(self, sha256: str, sender: str, *, seen: bool = True) -> BlobState:
        """How far it has come. Raises UnknownPhoto."""
        with self._lock(sha256, sender), keeping():
            found = self._find(sha256, sender)
            if found is None or (seen and self._is_kept(sha256)):
                return self._done(sha256, seen)
            return BlobState(sha256, found.offset, found.size, done=False)

    def forget(self, now: int) -> int:
        """Delete what nobody has gone on with for seven days; how many. `now` by the clock that dates files."""
        gone = 0
        for file in self._folder.glob("*"):
            with keeping():
                if file.stat().st_mtime_ns // 1_000_000 < now - KEPT_MS:
                    file.unlink(missing_ok=True)
                    gone += 1
        return gone

    def _state(self, sha256: str, found: _Partial) -> BlobState:
        """With the last byte it is verified and kept; what is not that photo is dropped, so that it can begin anew."""
        offset = found.offset
        if offset < found.size:
            return BlobState(sha256, offset, found.size, done=False)
        try:
            self._photos.take(sha256, found.file)
        except NotAllowed:
            found.file.unlink(missing_ok=True)
            raise
        return BlobState(sha256, found.size, found.size, done=True)

    def _done(self, sha256: str, seen: bool) -> BlobState:
        if not seen:
            raise UnknownPhoto(sha256)
        size = self._photos.place(sha256)[0].stat().st_size
        return BlobState(sha256, size, size, done=True)

    def _is_kept(self, sha256: str) -> bool:
        try:
            self._photos.mime(sha256)
        except UnknownPhoto:
            return False
        return True

    def _find(self, sha256: str, sender: str) -> _Partial | None:
        if not _SHA256.match(sha256):
            return None
        for file in self._folder.glob(f"{sha256}.{_short(sender)}.*"):
            return _Partial(file, int(file.suffix[1:]))
        return None

    def _start(self, sha256: str, sender: str, size: int, before: _Partial | None) -> _Partial:
        if before is not None:
            before.file.unlink(missing_ok=True)
        make_folder(self._folder)
        file = self._folder / f"{sha256}.{_short(sender)}.{size}"
        file.touch()
        sync_folder(self._folder)
        return _Partial(file, size)

    def _lock(self, sha256: str, sender: str) -> threading.Lock:
        return self._locks[zlib.crc32(f"{sha256} {sender}".encode()) % _LOCKS]


def _check(sha256: str, size: int) -> None:
    if not _SHA256.match(sha256):
        raise NotAllowed("rule.form", field="sha256", expected="64 × 0–9 a–f")
    if size < 1:
        raise NotAllowed("rule.form", field="size", expected="> 0")
    check_size(size)


def _short(sender: str) -> str:
    """A sender's name as part of a file's."""
    return hashlib.sha256(sender.encode("utf-8", "replace")).hexdigest()[:16]


def _add(file: Path, offset: int, data: bytes) -> None:
    """All of the piece on the disk, or none of it."""
    with file.open("r+b", buffering=0) as out:
        try:
            out.seek(offset)
            if out.write(data) != len(data):
                raise OSError("the disk took a part of it")
            settle(out.fileno())
        except OSError:
            os.ftruncate(out.fileno(), offset)
            raise
