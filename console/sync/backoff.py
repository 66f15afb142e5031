"""How long to wait before the next try: full jitter, so that consoles do not come back all at once."""

import random

FIRST, MOST, MOST_WHEN_BUSY = 0.5, 4.0, 30.0  # seconds


class Backoff:
    """Counts failures in a row. `draw` gives a number in [0, 1)."""

    def __init__(self, draw: random.Random | None = None) -> None:
        self._draw = draw or random.Random()  # noqa: S311 - spreading load is no cryptography
        self._failures = 0

    def success(self) -> None:
        """The next failure begins with short waits again."""
        self._failures = 0

    def failure(self, at_least: float = 0.0, busy: bool = False) -> float:
        """Seconds to wait after this failure; a busy server may be left alone for longer."""
        most = MOST_WHEN_BUSY if busy else MOST
        ceiling = min(most, FIRST * 2.0 ** min(self._failures, 10))
        self._failures += 1
        return at_least + self._draw.random() * ceiling
