"""Room that is kept for the day when the disk is full: given up at the first sign, so that commands still fit."""

import logging
import os
import shutil
from pathlib import Path

BALLAST = 16 * 1024 * 1024  # bytes
log = logging.getLogger(__name__)


class Ballast:
    """The file `ballast` in the folder, of `size` bytes; 0 = this folder has none."""

    def __init__(self, folder: Path, size: int = 0) -> None:
        self._path, self._size = folder / "ballast", size

    def release(self) -> bool:
        """Give the room up; False when there is none to give."""
        try:
            self._path.unlink()
        except OSError:
            return False
        log.warning("the disk is full: the ballast was given up")
        return True

    def restore(self) -> None:
        """Take the room again, where there is plenty of it; without it everything works as well."""
        try:
            if self._size and not self._path.exists() and self._has_plenty():
                self._fill()
        except OSError as error:
            log.warning("no ballast: %s", error)

    def _has_plenty(self) -> bool:
        return shutil.disk_usage(self._path.parent).free > 8 * self._size

    def _fill(self) -> None:
        with self._path.open("wb") as file:
            if hasattr(os, "posix_fallocate"):
                os.posix_fallocate(file.fileno(), 0, self._size)
            else:
                file.write(bytes(self._size))
