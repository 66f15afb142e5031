"""Chance that is the same on every machine and in every version of Python: a 64-bit linear congruential generator."""

_FACTOR = 6_364_136_223_846_793_005  # Knuth, MMIX
_STEP = 1_442_695_040_888_963_407
_MASK = (1 << 64) - 1


class Chance:
    """Integers only; one seed gives one sequence."""

    def __init__(self, seed: int) -> None:
        self._state = seed

    def below(self, limit: int) -> int:
        """An integer in [0, limit)."""
        self._state = (self._state * _FACTOR + _STEP) & _MASK
        return (self._state >> 33) * limit >> 31

    def between(self, low: int, high: int) -> int:
        """An integer in [low, high]."""
        return low + self.below(high - low + 1)
