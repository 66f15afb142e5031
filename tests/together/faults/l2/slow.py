"""Makes every sync of SQLite's below a folder slow, through the taken-over system layer of L1."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.together.faults.l1.vfs import OK, Layer


class _Slow:
    """Lets everything pass; a sync takes its time."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self.took: list[float] = []

    def write(self, path: Path, at: int, old: bytes, new: bytes, size: int) -> int:
        """Passes."""
        return OK

    def sync(self, path: Path) -> int:
        """Passes, after a while."""
        began = time.monotonic()
        time.sleep(self._seconds)
        self.took.append(time.monotonic() - began)
        return OK

    def truncate(self, path: Path, size: int, tail: bytes) -> int:
        """Passes."""
        return OK

    def read(self, path: Path) -> int:
        """Passes."""
        return OK

    def delete(self, path: Path) -> int:
        """Passes."""
        return OK


_layers: list[Layer] = []  # one a process: SQLite keeps what was registered


@contextmanager
def slow_syncs(folder: Path, seconds: float) -> Iterator[list[float]]:
    """Files that are opened below the folder meanwhile are slow to sync; the seconds that each sync took."""
    if not _layers:
        _layers.append(Layer())
    layer, slow = _layers[0], _Slow(seconds)
    layer.install()
    layer.watch(folder, slow)
    try:
        yield slow.took
    finally:
        layer.forget(folder)
        layer.remove()
