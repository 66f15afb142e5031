"""Whether the clock may be believed when something is deleted for good: one that jumped is waited out for a day."""

import logging
import time
from collections.abc import Callable

DAY_MS = 86_400_000
log = logging.getLogger(__name__)


class Doubt:
    """Compares the wall clock with one that never jumps, and at first with the newest thing that was recorded.

    A clock that is a day or more ahead of these is doubted until it goes back, or has run on evenly for a day: then the
    server was off, or nobody mended it with a day's notice. `mono`: seconds of a clock that never jumps.
    """

    def __init__(self, mono: Callable[[], float] = time.monotonic) -> None:
        self._mono = mono
        self._last: tuple[int, float] | None = None
        self._since: float | None = None

    @property
    def is_new(self) -> bool:
        """Whether it was not asked yet: only then the newest thing that was recorded counts."""
        return self._last is None

    def doubts(self, now: int, newest: int) -> bool:
        """Whether `now` (ms UTC) is doubted; `newest`: when the newest thing was recorded, 0 = nothing was."""
        at = self._mono()
        expected = newest if self._last is None else self._last[0] + round((at - self._last[1]) * 1000)
        if expected and now - expected > DAY_MS:
            log.error("the clock is %d h ahead of what was expected: nothing is deleted", (now - expected) // 3_600_000)
            self._since = at
        elif self._last is not None and expected - now > DAY_MS:
            self._since = None  # it was set right
        elif self._since is not None and (at - self._since) * 1000 >= DAY_MS:
            log.warning("the clock has run evenly for a day: it is believed")
            self._since = None
        self._last = (now, at)
        return self._since is not None
