"""Verdict keys that were quicker than the desk: kept for the case on which they were pressed, never for another."""

MOST = 8
VERDICTS = frozenset("ARVHS123456789")


class KeysAhead:
    """From the moment a case is shown until its offers come, verdict keys are kept; a judged case takes none."""

    def __init__(self) -> None:
        self._waits = self._judged = False
        self._kept: list[str] = []

    def ask(self) -> None:
        """It is asked what may be done on the case that is shown now."""
        self.forget()
        self._waits, self._judged = True, False

    def answered(self) -> tuple[str, ...]:
        """The answer came: the keys to take now, oldest first."""
        kept = tuple(self._kept)
        self.forget()
        self._waits = self._judged = False
        return kept

    def judge(self) -> None:
        """A verdict was wished on the case that is shown; a second one waits until the first is known."""
        self._judged = True

    def allow(self) -> None:
        """The verdict was refused: another may be given."""
        self._judged = False

    def forget(self) -> None:
        """What was kept counts no more."""
        self._kept.clear()

    def takes(self, key: str) -> bool:
        """Whether this key is kept for the answer, or comes after the verdict, instead of being taken now."""
        if key not in VERDICTS or not (self._waits or self._judged):
            return False
        if self._waits and not self._judged and len(self._kept) < MOST:
            self._kept.append(key)
        return True
