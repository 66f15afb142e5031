"""Photos on disk by their sha256, each sealed: those to be sent, and those that were looked at."""

import hashlib
import logging
import re
from collections.abc import Container
from pathlib import Path

from cryptography.exceptions import InvalidTag

from console.models.disk import Disk
from console.models.errors import NotRecorded
from console.models.keys import FileKey

_SHA256 = re.compile(r"[0-9a-f]{64}")
_SUFFIX = ".sealed"
VIEWED_MAX = 2_000_000_000  # bytes of photos in all, beyond which those that were only looked at go
log = logging.getLogger(__name__)


class Photos:
    """Files `photos/aa/<sha256>[.thumb].sealed`; whole or not there. OSError where the disk does not do it."""

    def __init__(self, folder: Path, key: FileKey, disk: Disk | None = None) -> None:
        self.folder, self._key, self._disk = folder / "photos", key, disk or Disk()

    def keep(self, body: bytes, size: str = "full", sha256: str = "") -> str:
        """Write a photo durably and return its sha256; a thumb goes under the sha256 of its full picture."""
        name = sha256 or hashlib.sha256(body).hexdigest()
        if self.read(name, size) is None:
            path = self._path(name, size)
            self._make_folder(path.parent)
            self._disk.write_whole(path, self._key.seal(body, path.name))
        return name

    def keep_unsent(self, body: bytes) -> str:
        """Write a photo that is to be sent; its sha256. NotRecorded when the disk does not take it."""
        try:
            return self.keep(body)
        except OSError as error:
            raise NotRecorded(self.folder, why=error) from error

    def _make_folder(self, folder: Path) -> None:
        if not folder.exists():
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._disk.sync_folder(self.folder)
            self._disk.sync_folder(self.folder.parent)

    def has(self, sha256: str) -> bool:
        """Whether the photo or its small picture is here; it is not read."""
        return any(self._path(sha256, size).exists() for size in ("full", "thumb"))

    def read(self, sha256: str, size: str = "full") -> bytes | None:
        """The bytes, None when they are not here, or are not those that were kept under this name any more."""
        path = self._path(sha256, size)
        sealed = self._disk.read(path)
        if sealed is None:
            return self._of_before(sha256) if size == "full" else None
        try:
            body = self._key.unseal(sealed, path.name)
        except (InvalidTag, ValueError):
            return None
        return body if size != "full" or hashlib.sha256(body).hexdigest() == sha256 else None

    def _of_before(self, sha256: str) -> bytes | None:
        """One that an older program left unsealed: from now on it is sealed."""
        plain = self._path(sha256, "full").with_suffix("")
        body = self._disk.read(plain)
        if body is None or hashlib.sha256(body).hexdigest() != sha256:
            return None
        self._seal_now(plain, body)
        return body

    def _seal_now(self, plain: Path, body: bytes) -> None:
        path = self._path(plain.name, "full")
        try:
            self._disk.write_whole(path, self._key.seal(body, path.name))
            self._disk.remove(plain)
        except OSError as error:
            log.warning("a photo could not be sealed yet: %s", error)

    def trim(self, unsent: Container[str], most: int = VIEWED_MAX) -> None:
        """Remove the oldest that were only looked at, until all together have `most` bytes; never unsent ones."""
        files = [(each.stat().st_mtime_ns, each.stat().st_size, each) for each in self.folder.glob("??/*")]
        total = sum(size for _, size, _ in files)
        for _, size, path in sorted(files):
            if total <= most:
                return
            if path.name[:64] not in unsent:
                self._disk.remove(path)
                total -= size

    def _path(self, sha256: str, size: str) -> Path:
        if not _SHA256.fullmatch(sha256):
            raise ValueError(f"no sha256: {sha256!r}")
        return self.folder / sha256[:2] / ((sha256 if size == "full" else f"{sha256}.{size}") + _SUFFIX)
