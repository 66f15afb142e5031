"""What the fake disk is going to do at which operation: die, lose its power, be full, fail."""

from dataclasses import dataclass


@dataclass(slots=True)
class Plan:
    """`kind`: "" | kill | power | full | error | read. `after`: operations that still pass.

    `times`: how often it refuses, 0 = always. `bitten` counts what it really did.
    """

    kind: str = ""
    after: int = 0
    times: int = 0
    bitten: int = 0

    def next(self, what: str, *, grows: bool = False) -> str:
        """What becomes of this operation ("write" or "sync"): "" = it passes."""
        if self.kind not in {"kill", "power", "full", "error"} or (
            self.kind == "full" and not (what == "write" and grows)
        ):
            return ""
        return self._turn()

    def reads_fail(self) -> bool:
        """Whether this read fails."""
        return self.kind == "read" and bool(self._turn())

    def _turn(self) -> str:
        if self.after > 0:
            self.after -= 1
            return ""
        if self.times and self.bitten >= self.times:
            return ""
        self.bitten += 1
        return self.kind
