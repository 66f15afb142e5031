"""Photos on disk by their sha256: those to be sent, and those that were looked at."""

import hashlib
import os
import re
from pathlib import Path

_SHA256 = re.compile(r"[0-9a-f]{64}")


class Photos:
    """Files `photos/aa/<sha256>[.thumb]`; whole or not there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "photos"

    def keep(self, body: bytes, size: str = "full", sha256: str = "") -> str:
        """Write a photo durably and return its sha256; a thumb goes under the sha256 of its full picture."""
        name = sha256 or hashlib.sha256(body).hexdigest()
        path = self._path(name, size)
        if path.exists():
            return name
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_suffix(".new")
        with new.open("wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
        return name

    def read(self, sha256: str, size: str = "full") -> bytes | None:
        """The bytes, None when they are not here."""
        path = self._path(sha256, size)
        return path.read_bytes() if path.exists() else None

    def _path(self, sha256: str, size: str) -> Path:
        if not _SHA256.fullmatch(sha256):
            raise ValueError(f"no sha256: {sha256!r}")
        return self.folder / sha256[:2] / (sha256 if size == "full" else f"{sha256}.{size}")
