"""The cases that wait for a verdict, in the order of the queue; "later" puts one at the end."""

from collections.abc import Iterator

from PySide6.QtCore import QObject, Signal, Slot

from console.board import Board
from console.facts import Delta, ShownCase
from console.ui.lists import REVIEWED
from console.ui.queue.order import Order


class ReviewCases(QObject):
    """The present case stays until it has left.

    `changed`: it is another one, or it may look different; `counted`: only how many there are may be another number.
    """

    changed = Signal()
    counted = Signal()

    def __init__(self, board: Board) -> None:
        super().__init__()
        self._board = board
        self._order = Order()
        self._later: dict[str, int] = {}
        self._put_off = 0
        self._judged: set[str] = set()  # here, but not yet known to the desk
        self.current = ""
        board.cases_changed.connect(self._take)
        self._take(Delta(tuple(board.cases().values())))

    def ids(self) -> list[str]:
        """All cases that wait: in order, then those put off."""
        waiting = list(self._waiting())
        first = [case_id for case_id in waiting if case_id not in self._later]
        return first + sorted((case_id for case_id in waiting if case_id in self._later), key=self._later.__getitem__)

    def _first(self) -> str:
        """The first of `ids`, "" for none."""
        first = next((case_id for case_id in self._waiting() if case_id not in self._later), "")
        return first or next(iter(self.ids()), "")

    def _waiting(self) -> Iterator[str]:
        for case_id in self._order:
            shown = self._board.case(case_id)
            if shown is not None and self._reviewed(shown) and case_id not in self._judged:
                yield case_id

    def _reviewed(self, shown: ShownCase) -> bool:
        return any(name in shown.lists for name in REVIEWED)

    @property
    def shown(self) -> ShownCase | None:
        """The present case."""
        return self._board.case(self.current)

    @property
    def place(self) -> tuple[int, int]:
        """Which of how many the present case is, from 1; 0 when there is none."""
        ids = self.ids()
        return (ids.index(self.current) + 1 if self.current in ids else 0), len(ids)

    def step(self, by: int) -> None:
        """The next case or the one before, round the ends."""
        ids = self.ids()
        if ids:
            at = ids.index(self.current) if self.current in ids else -1 if by > 0 else 0
            self._go(ids[(at + by) % len(ids)])

    def later(self) -> None:
        """Put the present case at the end and show the next."""
        if self.current:
            self._put_off += 1
            self._later[self.current] = self._put_off
            self._go(self._first())

    def go_to(self, case_id: str) -> None:
        """Show this case, when it waits."""
        if case_id in self.ids():
            self._go(case_id)

    def leave(self) -> None:
        """The present case was judged: show the next at once, before the desk has recorded the verdict."""
        self._judged.add(self.current)
        self._go(self._first())

    def keep(self, case_id: str) -> None:
        """A verdict was refused: the case waits as before."""
        if case_id in self._judged:
            self._judged.discard(case_id)
            self._go(self.current or case_id)

    def _go(self, case_id: str) -> None:
        self.current = case_id
        self.changed.emit()

    @Slot(object)
    def _take(self, delta: Delta) -> None:
        touched = {shown.id for shown in delta.changed} | set(delta.removed)
        self._judged -= touched
        before, counts = self.current, any(case_id in self._order for case_id in touched)
        waiting = tuple(shown for shown in delta.changed if self._reviewed(shown))
        self._order.take(Delta(waiting, tuple(touched.difference(shown.id for shown in waiting))))
        shown = self._board.case(before)
        if shown is None or not self._reviewed(shown):
            self.current = self._first()
        if self.current != before or before in touched:
            self.changed.emit()
        elif counts or any(case_id in self._order for case_id in touched):
            self.counted.emit()
