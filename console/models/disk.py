"""Plain files made durable: written whole or not there, appended, synced. Every fsync of a plain file is made here."""

import os
import sys
from pathlib import Path


class Disk:
    """The disk as it is; OSError, from any of its methods, says that it was not done."""

    def read(self, path: Path) -> bytes | None:
        """The bytes of a file, None when there is none."""
        try:
            return path.read_bytes()
        except FileNotFoundError:
            return None

    def write_whole(self, path: Path, body: bytes) -> None:
        """Put `body` in the file's place, for its owner alone: after a crash the old bytes are there or the new."""
        new = path.with_name(path.name + ".new")
        try:
            with open(new, "wb", opener=_private) as file:
                file.write(body)
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            self.remove(new)
            raise
        self.rename(new, path)

    def append(self, path: Path, body: bytes) -> None:
        """Write at the end of a file, which is made if need be; durable with the next `sync` only."""
        with open(path, "ab", opener=_private) as file:
            file.write(body)

    def sync(self, path: Path) -> None:
        """What was appended is on disk when this returns."""
        with path.open("rb+") as file:
            os.fsync(file.fileno())

    def rename(self, old: Path, new: Path) -> None:
        """Give a file another name, in place of what had it, durably."""
        old.replace(new)
        self.sync_folder(new.parent)

    def remove(self, path: Path) -> None:
        """Remove a file, if it is there."""
        path.unlink(missing_ok=True)

    def sync_folder(self, folder: Path) -> None:
        """Names made, changed or removed in the folder are on disk when this returns."""
        if sys.platform == "win32":  # folders cannot be synced there; their names are journalled
            return
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
