"""A total time for one exchange: a timeout of each read alone would let a server that sends byte by byte hold us."""

import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self

from console.sync.errors import ServerUnreachable


class Deadline:
    """`with Deadline(…)`: `check` raises once the seconds are over, and `cut` is called for what sits in a read then.

    `mono_ns` is a monotonic clock in nanoseconds. Without `cut` nothing runs beside the exchange.
    """

    def __init__(self, seconds: float, mono_ns: Callable[[], int], cut: Callable[[], None] | None) -> None:
        self._seconds, self._mono_ns = seconds, mono_ns
        self._until = mono_ns() + round(seconds * 1e9)
        self._timer = threading.Timer(seconds, cut) if cut else None

    def __enter__(self) -> Self:
        if self._timer:
            self._timer.daemon = True
            self._timer.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._timer:
            self._timer.cancel()

    @property
    def is_over(self) -> bool:
        """Whether the time has run out."""
        return self._mono_ns() >= self._until

    def check(self) -> None:
        """ServerUnreachable "link.slow" when the time has run out."""
        if self.is_over:
            raise self.missed

    @property
    def missed(self) -> ServerUnreachable:
        """What to raise when it was missed."""
        return ServerUnreachable("link.slow", seconds=round(self._seconds))
