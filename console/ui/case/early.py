"""A deed's letter that was quicker than the desk: kept for the case on which it was pressed, for a moment."""

from collections.abc import Callable

KEEP_MS = 2000  # longer than the desk needs, shorter than a person's thought: later it would surprise
NOT_KEPT = "U"  # recall is the window's own and waits for no offers


class EarlyKey:
    """From the moment a case is shown until its offers come, the first letter is kept. `ticks` counts ms."""

    def __init__(self, ticks: Callable[[], int]) -> None:
        self._ticks = ticks
        self._waits, self._key, self._since = False, "", 0

    def ask(self, waits: bool) -> None:
        """Another case is shown, or none: what was pressed before counts no more."""
        self._waits, self._key = waits, ""

    def keep(self, key: str) -> bool:
        """Whether this key waits for the offers, or comes after one that does."""
        if not self._waits or len(key) != 1 or not key.isalpha() or key == NOT_KEPT:
            return False
        if not self._key:
            self._key, self._since = key, self._ticks()
        return True

    def answered(self) -> str:
        """The offers are here: the key to take now, "" for none."""
        key = self._key if self._ticks() - self._since <= KEEP_MS else ""
        self.ask(waits=False)
        return key
