"""Counts the faults that bit. A fault that was armed and met nothing counts for nothing."""

from collections import Counter
from collections.abc import Mapping

from tests.together.faults.names import BY_NAME


class Tally:
    """How often each named fault bit, with the last proof of each."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._proofs: dict[str, str] = {}

    def bit(self, fault: str, proof: str) -> None:
        """It bit, and this shows it. ValueError for a name that is in no table, or without a proof."""
        if fault not in BY_NAME:
            raise ValueError(f"no such fault: {fault}")
        if not proof.strip():
            raise ValueError(f"{fault} without a proof")
        self._counts[fault] += 1
        self._proofs[fault] = proof

    def add(self, counts: Mapping[str, int]) -> None:
        """The counts of a unit that was done elsewhere."""
        unknown = counts.keys() - BY_NAME.keys()
        if unknown:
            raise ValueError(f"no such faults: {sorted(unknown)}")
        self._counts.update(counts)

    def counts(self) -> dict[str, int]:
        """How often each fault bit that bit at all."""
        return {name: self._counts[name] for name in BY_NAME if self._counts[name]}

    def proof(self, fault: str) -> str:
        """What showed it the last time, "" when it never bit."""
        return self._proofs.get(fault, "")
