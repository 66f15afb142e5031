"""What the cases kept on this console say of a unit: like cases, how they ended, its load, when its terminal was seen.

Counted along with the board's deltas, so that choosing a case costs nothing. Nothing is estimated.
"""

from collections import defaultdict
from dataclasses import dataclass

from PySide6.QtCore import QObject, Slot

from console.board import Board
from console.facts import Delta, ShownCase
from rules.assignment import LIVE, LegStage
from rules.case import Case, Stage
from rules.texts import Texts


@dataclass(frozen=True, slots=True)
class Numbers:
    """`like` cases of the same class that the unit was sent, `closed` and `returned` of these; `load` = in its hands.

    `seen` is when its terminal fetched last, ms UTC, 0 = not known here.
    """

    like: int = 0
    closed: int = 0
    returned: int = 0
    load: int = 0
    seen: int = 0

    def like_words(self, texts: Texts) -> str:
        """The like cases with how they ended; "" without any."""
        key = "console.like_one" if self.like == 1 else "console.like"
        return texts.text(key, n=self.like, closed=self.closed, returned=self.returned) if self.like else ""


@dataclass(frozen=True, slots=True)
class _Share:
    unit: str
    category: str
    closed: bool
    returned: bool
    live: bool


class Experience(QObject):
    """Follows the board."""

    def __init__(self, board: Board) -> None:
        super().__init__()
        self._shares: dict[str, tuple[_Share, ...]] = {}
        self._like: defaultdict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
        self._load: defaultdict[str, int] = defaultdict(int)
        self._seen: dict[str, int] = {}
        self._take(Delta(tuple(board.cases().values())))
        board.cases_changed.connect(self._take)

    def of(self, unit: str, case: Case) -> Numbers:
        """What is known of a unit for a case of this class; the case itself is not counted."""
        like, closed, returned = self._like[unit, case.category]
        load = self._load[unit]
        for share in self._shares.get(case.id, ()):
            if share.unit == unit:
                load -= share.live
                if share.category == case.category:
                    like, closed, returned = like - 1, closed - share.closed, returned - share.returned
        return Numbers(like, closed, returned, load, self._seen.get(unit, 0))

    @Slot(object)
    def _take(self, delta: Delta) -> None:
        for case_id in delta.removed:
            self._count(self._shares.pop(case_id, ()), -1)
        for shown in delta.changed:
            self._change(shown)

    def _change(self, shown: ShownCase) -> None:
        before, after = self._shares.get(shown.id, ()), _shares_of(shown.case)
        for leg in shown.case.legs:
            if leg.fetched_at > self._seen.get(leg.unit, 0):
                self._seen[leg.unit] = leg.fetched_at
        if before == after:
            return
        self._count(before, -1)
        self._count(after, 1)
        self._shares[shown.id] = after

    def _count(self, shares: tuple[_Share, ...], one: int) -> None:
        for share in shares:
            counts = self._like[share.unit, share.category]
            counts[0] += one
            counts[1] += one * share.closed
            counts[2] += one * share.returned
            self._load[share.unit] += one * share.live


def _shares_of(case: Case) -> tuple[_Share, ...]:
    """One share for each unit that the city has sent this case."""
    legs = [leg for leg in case.legs if not leg.parent]
    last = legs[-1].unit if legs else ""
    return tuple(
        _Share(
            unit, case.category, case.stage is Stage.CLOSED and unit == last,
            any(leg.unit == unit and leg.stage is LegStage.RETURNED for leg in legs),
            any(leg.unit == unit and leg.stage in LIVE for leg in legs),
        )
        for unit in dict.fromkeys(leg.unit for leg in legs)
    )  # fmt: skip
