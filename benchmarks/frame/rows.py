"""Rows of a benchmark's table: what is measured, its goals, and what came of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.frame.bench import Bench


@dataclass(frozen=True, slots=True)
class Goal:
    """One figure that may not be exceeded, or with `at_least` must be reached; a row is met when all its goals are."""

    name: str
    limit: float
    unit: str
    at_least: bool = False

    def words(self) -> str:
        """`name ≤ 50 ms`."""
        return f"{self.name} {'≥' if self.at_least else '≤'} {self.limit:g} {self.unit}".strip()

    def kept(self, figure: float) -> bool:
        """Whether the figure is within the goal."""
        return figure >= self.limit if self.at_least else figure <= self.limit


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
        return all(goal.kept(measured.figures[goal.name]) for goal in self.goals)
