"""Rows of a benchmark's table: what is measured, its goals, and what came of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.frame.bench import Bench


@dataclass(frozen=True, slots=True)
class Goal:
    """One figure that may not be exceeded; a row is met when all of its figures are within their goals."""

    name: str
    limit: float
    unit: str

    def words(self) -> str:
        """`name ≤ 50 ms`."""
        return f"{self.name} ≤ {self.limit:g} {self.unit}".strip()


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures of a row, by the names of its goals; `notes` tell what they were made of, and what is not counted."""

    figures: dict[str, float]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table. `is_long`: takes more than its share of 8 minutes and runs with --long alone."""

    name: str
    what: str
    goals: tuple[Goal, ...]
    measure: "Callable[[Bench], Measured]"
    is_long: bool = False

    def met(self, measured: Measured) -> bool:
        """Whether every goal is kept."""
        return all(measured.figures[goal.name] <= goal.limit for goal in self.goals)
