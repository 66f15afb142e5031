"""The lock on the console's local files: a second program on the same folder is told so before it opens anything."""

import os
import sys
from pathlib import Path
from typing import BinaryIO

from console.models.errors import NotOpened, SecondProgram

LOCK_NAME = "in-use.lock"


class FolderLock:
    """Held from `__init__` to `release`; the system drops it when the process ends, however it ends."""

    def __init__(self, folder: Path) -> None:
        path = folder / LOCK_NAME
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._file = path.open("a+b")
        except OSError as error:
            raise NotOpened(folder, why=error.strerror or error) from error
        try:
            _lock(self._file)
        except OSError as error:
            self._file.close()
            raise SecondProgram(folder) from error

    def release(self) -> None:
        """Let another program in."""
        self._file.close()


if sys.platform == "win32":
    import msvcrt

    def _lock(file: BinaryIO) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.set_inheritable(file.fileno(), False)  # the embedded server must not keep it
