"""One server on one data folder: a lock that the system lets go of however the process ends."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NAME = "server.lock"
PATIENCE_S = 5.0  # the server of a console that has just ended needs a moment to end itself


class InUse(Exception):
    """Another server works on this folder."""


@contextmanager
def only_server(folder: Path, patience: float = PATIENCE_S) -> Iterator[None]:
    """No other server on this folder meanwhile. Raises InUse, and OSError when the folder cannot be written."""
    handle = os.open(folder / NAME, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        until = time.monotonic() + patience
        while not _taken(handle):
            if time.monotonic() >= until:
                raise InUse(str(folder))
            time.sleep(0.1)
        yield
    finally:
        os.close(handle)


def is_served(folder: Path) -> bool:
    """Whether a server works on this folder now. Raises OSError when its lock cannot be opened."""
    try:
        with only_server(folder, patience=0):
            return False
    except InUse:
        return True


def _taken(handle: int) -> bool:
    try:
        _take(handle)
    except OSError:
        return False
    return True


if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
