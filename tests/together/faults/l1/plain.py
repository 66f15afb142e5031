"""Plain files on the fake disk: the shipped `Disk`, asked operation by operation whether it may."""

import errno
from pathlib import Path

from console.models.disk import Disk as Real
from tests.together.faults.l1.disk import Disk as Machine
from tests.together.faults.l1.vfs import FULL, OK


class PlainDisk(Real):
    """Dies, is full and fails with the machine's disk; what was appended and not synced may be lost with its power."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine

    def read(self, path: Path) -> bytes | None:
        """As the disk; OSError on one that fails."""
        self._may(self._machine.read(path))
        return super().read(path)

    def write_whole(self, path: Path, body: bytes) -> None:
        """A new file, its sync, and its name: three operations."""
        new = path.with_name(path.name + ".new")
        self._may(self._machine.write(new, 0, b"", body, 0))
        new.write_bytes(body)
        self._may(self._machine.sync(new))
        self.rename(new, path)

    def append(self, path: Path, body: bytes) -> None:
        """One write at the end."""
        size = path.stat().st_size if path.exists() else 0
        if not path.exists():
            path.touch(0o600)
        self._may(self._machine.write(path, size, b"", body, size))
        super().append(path, body)

    def sync(self, path: Path) -> None:
        """One sync."""
        self._may(self._machine.sync(path))

    def rename(self, old: Path, new: Path) -> None:
        """One operation: names are journalled by the file systems that are meant here."""
        self._may(self._machine.delete(new))
        old.replace(new)

    def remove(self, path: Path) -> None:
        """One operation."""
        self._may(self._machine.delete(path))
        super().remove(path)

    def _may(self, said: int) -> None:
        if said != OK:
            code = errno.ENOSPC if said == FULL else errno.EIO
            raise OSError(code, "refused by the fake disk")
