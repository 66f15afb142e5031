"""The cases around a point, found at once among all that the desk shows: kept in cells that follow the board."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, hypot, radians

from console.board import Board
from console.facts import Delta, ShownCase
from rules.recurrence import M_PER_UNIT

CELL = 20_000  # 1e-7 degree, some 200 m
MOST = 5


@dataclass(frozen=True, slots=True)
class Near:
    """A case and how far it is, in metres."""

    shown: ShownCase
    metres: float


class Nearby:
    """`around` looks into nine cells; each change of the board moves what changed."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._cells: dict[tuple[int, int], set[str]] = {}
        self._at: dict[str, tuple[int, int]] = {}
        self._take_all(board.cases().values())

    def take(self, delta: Delta) -> None:
        """Follow the board."""
        for case_id in delta.removed:
            self._drop(case_id)
        self._take_all(delta.changed)

    def around(self, lon: int, lat: int, metres: float, category: str) -> tuple[Near, ...]:
        """The nearest cases of a class ("" = of any) around a point in 1e-7 degree; `metres` at most some 200."""
        x, y = lon // CELL, lat // CELL
        ids = {i for dx in (-1, 0, 1) for dy in (-1, 0, 1) for i in self._cells.get((x + dx, y + dy), ())}
        found = [Near(shown, _metres(shown, lon, lat)) for i in ids if (shown := self._board.case(i))]
        fitting = [each for each in found if each.metres <= metres and category in {"", each.shown.case.category}]
        return tuple(sorted(fitting, key=lambda each: (each.metres, each.shown.id))[:MOST])

    def _take_all(self, cases: Iterable[ShownCase]) -> None:
        for shown in cases:
            self._drop(shown.id)
            if shown.case.located:
                cell = self._at[shown.id] = (shown.case.lon // CELL, shown.case.lat // CELL)
                self._cells.setdefault(cell, set()).add(shown.id)

    def _drop(self, case_id: str) -> None:
        cell = self._at.pop(case_id, None)
        if cell is not None:
            self._cells[cell].discard(case_id)


def _metres(shown: ShownCase, lon: int, lat: int) -> float:
    east = (shown.case.lon - lon) * M_PER_UNIT * cos(radians(lat / 1e7))
    return hypot(east, (shown.case.lat - lat) * M_PER_UNIT)
