"""Chance that depends on the seed and on what it is asked for, never on the order of asking.

Each question has a name ("sign", a leg's id, …): the same seed and name give the same answer, in any process and at any
speed. So a simulator that was killed decides as it would have decided.
"""

import hashlib
import math
import uuid
from collections.abc import Sequence
from statistics import NormalDist
from typing import TypeVar

from rules.wire import new_id

T = TypeVar("T")
_WIDE = float(1 << 64)
_NORMAL = NormalDist()


class Chance:
    """All chance of one run; `seed` is any integer."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._key = hashlib.blake2b(str(seed).encode(), digest_size=16).digest()

    def noise(self, *name: object, size: int = 8) -> bytes:
        """So many bytes."""
        said = "|".join(map(str, name)).encode()
        return hashlib.blake2b(said, digest_size=size, key=self._key).digest()

    def unit(self, *name: object) -> float:
        """A number from 0 to just below 1."""
        return int.from_bytes(self.noise(*name), "big") / _WIDE

    def whole(self, below: int, *name: object) -> int:
        """A whole number from 0 to `below` - 1."""
        return min(int(self.unit(*name) * below), below - 1)

    def one(self, choices: Sequence[T], *name: object) -> T:
        """One of several, each equally likely."""
        return choices[self.whole(len(choices), *name)]

    def weighted(self, choices: Sequence[T], totals: Sequence[float], *name: object) -> T:
        """One of several by the running totals of their weights."""
        at = self.unit(*name) * totals[-1]
        return next((choice for choice, total in zip(choices, totals, strict=True) if at < total), choices[-1])

    def around(self, median: float, spread: float, *name: object) -> float:
        """Of a lognormal distribution: its median, and sigma of its logarithm."""
        return median * math.exp(spread * _NORMAL.inv_cdf(max(self.unit(*name), 1e-9)))

    def id(self, at: int, *name: object) -> str:
        """A UUIDv7 of an instant (ms UTC): the same for the same seed, instant and name."""
        return new_id(at, self.noise(at, *name, size=10))


def case_of(report_id: str) -> str:
    """The id of the case that the server makes of a report with this id; it is the same by every way in."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, report_id))
