"""The rows of one list. New rows wait while somebody works in it; rows that another took stay, greyed, for a moment.

The model follows the board's deltas and never sorts: `Order` keeps the order, a list is a walk through it.
"""

from bisect import bisect_left
from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QTimer, Signal, Slot

from console.board import Board
from console.facts import Delta, ShownCase
from console.ui.case_words import CaseWords
from console.ui.queue.order import Order
from console.ui.queue.rows import MARKS, NO_PARENT, Gone, QueueRows

BULK = 24  # rows that change at once; beyond it the whole list is laid out anew, which is quicker than row by row
GONE_MS = 4_000
DROP_MS = 250  # between two looks at the rows that have left: few go at a time, for each is felt

Filter = Callable[[ShownCase], bool]


def _everything(_shown: ShownCase) -> bool:
    return True


class QueueModel(QueueRows):
    """Which cases have a row, and where; `held` are those that wait in the strip. `ticks` counts ms monotonically."""

    held_changed = Signal()
    own_left = Signal(int)  # the row of a case that left by this desk's own deed
    arrived = Signal(object)  # a ShownCase that is new on this list

    def __init__(self, board: Board, words: CaseWords, heads: tuple[str, ...], ticks: Callable[[], int]) -> None:
        super().__init__(board, words, heads)
        self._ticks = ticks
        self._order = Order()
        self._order.take(Delta(tuple(board.cases().values())))
        self._list = self._key = ""
        self._filter: Filter = _everything
        self._held: set[str] = set()
        self._unplaced: set[str] = set()
        self._own: set[str] = set()
        self.holding = False
        self._dropping = QTimer(self, interval=DROP_MS)
        self._dropping.timeout.connect(self.drop_gone)
        board.cases_changed.connect(self._take)

    @property
    def held(self) -> tuple[ShownCase, ...]:
        """The cases that wait in the strip, the most urgent first."""
        found = (self._board.case(case_id) for case_id in sorted(self._held, key=self._order.key))
        return tuple(shown for shown in found if shown)

    # -- what is done to it ---------------------------------------------------------------------------------------

    @property
    def list_name(self) -> str:
        """The list that is shown."""
        return self._list

    def show_list(self, name: str, keep: Filter = _everything, key: str = "") -> None:
        """Show another list, or the same through another filter; `key`: how cases name it, where that differs."""
        self.beginResetModel()
        self._list, self._key, self._filter = name, key or name, keep
        self._lay_out()
        self.endResetModel()
        self.held_changed.emit()

    def merge(self) -> None:
        """Let in what waits in the strip, and put every row where it belongs."""
        self._change_layout(Delta())

    def _change_layout(self, delta: Delta) -> None:
        """Many rows come, go and move at once."""
        self.layoutAboutToBeChanged.emit()
        old = self.persistentIndexList()
        before = [self.case_id(index.row()) for index in old]
        self._lay_in(delta)
        rows = {case_id: self.row_of(case_id) for case_id in set(before)}
        new = [
            self.index(rows[case_id], index.column()) if rows[case_id] >= 0 else QModelIndex()
            for case_id, index in zip(before, old, strict=True)
        ]
        self.changePersistentIndexList(old, new)
        self.layoutChanged.emit()
        self.held_changed.emit()

    def expect_own(self, case_id: str) -> None:
        """This desk is doing something to the case: when it leaves the list, its row goes at once."""
        self._own.add(case_id)

    def forget_own(self, case_id: str) -> None:
        """What this desk wished was refused."""
        self._own.discard(case_id)

    @Slot()
    def drop_gone(self) -> None:
        """Take away the rows that have been grey long enough."""
        for case_id in [case_id for case_id, gone in self._gone.items() if gone.until <= self._ticks()]:
            self._remove(case_id)
        if not self._gone:
            self._dropping.stop()
        self._fill()

    def _fill(self) -> None:
        """Nobody works in a list without rows: what waited in the strip comes in."""
        if self._held and not self._rows:
            self.merge()

    # -- the board's deltas ---------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._gone.clear()
        self._held.clear()
        self._rows = [case_id for case_id in self._order if self._belongs(self._board.case(case_id))]
        self._here = set(self._rows)

    def _lay_in(self, delta: Delta) -> None:
        """The same as `_lay_out` after a delta, looking at nothing but what was here and what changed."""
        here = (self._here | self._held).difference(self._gone, delta.removed, (shown.id for shown in delta.changed))
        stay = [case_id for case_id in self._rows if case_id in here]
        come = {case_id for case_id in self._held if case_id in here}
        come.update(shown.id for shown in delta.changed if self._belongs(shown))
        self._gone.clear()
        self._held.clear()
        self._rows = sorted(stay + sorted(come, key=self._order.key), key=self._order.key)
        self._here = set(self._rows)

    def _belongs(self, shown: ShownCase | None) -> bool:
        return shown is not None and self._key in shown.lists and self._filter(shown)

    @Slot(object)
    def _take(self, delta: Delta) -> None:
        self._order.take(delta)
        if len(delta.changed) + len(delta.removed) > BULK and not self.holding:
            self._change_layout(delta)
            return
        for case_id in delta.removed:
            self._leave(case_id)
        self._unplaced = {shown.id for shown in delta.changed}  # these may stand where their new key does not belong
        for shown in delta.changed:
            self._unplaced.discard(shown.id)
            self._change(shown)
        self._fill()

    def _change(self, shown: ShownCase) -> None:
        belongs = self._belongs(shown)
        if shown.id in self._here:
            self._stay(shown) if belongs else self._leave(shown.id)
        elif belongs:
            self._arrive(shown)
        elif shown.id in self._held:
            self._held.discard(shown.id)
            self.held_changed.emit()

    def _stay(self, shown: ShownCase) -> None:
        self._gone.pop(shown.id, None)
        self._own.discard(shown.id)
        row = self._rows.index(shown.id)
        if not self.holding and self._place(shown.id, without=row) != row:
            self._move(row, shown.id)
        else:
            self.dataChanged.emit(self.index(row, 0), self.index(row, MARKS))

    def _move(self, row: int, case_id: str) -> None:
        target = self._place(case_id, without=row)
        self.beginMoveRows(NO_PARENT, row, row, NO_PARENT, target + (target > row))
        self._rows.insert(target, self._rows.pop(row))
        self.endMoveRows()
        self.dataChanged.emit(self.index(target, 0), self.index(target, MARKS))

    def _place(self, case_id: str, without: int = -1) -> int:
        """Where the case belongs among the rows, its own row not counted. Rows that have left keep their place."""
        others = self._rows if without < 0 else self._rows[:without] + self._rows[without + 1 :]
        astray = self._unplaced.union(self._gone)
        standing = [each for each in others if each not in astray] if astray else others
        found = bisect_left(standing, self._order.key(case_id), key=self._order.key)
        return others.index(standing[found]) if found < len(standing) else len(others)

    def _arrive(self, shown: ShownCase) -> None:
        new = shown.id not in self._held
        if self.holding and self._rows:
            self._held.add(shown.id)
            self.held_changed.emit()
        else:
            row = self._place(shown.id)
            self.beginInsertRows(NO_PARENT, row, row)
            self._rows.insert(row, shown.id)
            self._here.add(shown.id)
            self.endInsertRows()
        if new:
            self.arrived.emit(shown)

    def _leave(self, case_id: str) -> None:
        if case_id in self._held:
            self._held.discard(case_id)
            self.held_changed.emit()
        if case_id not in self._here or case_id in self._gone:
            return
        if case_id in self._own:
            self._own.discard(case_id)
            row = self._rows.index(case_id)
            self._remove(case_id)
            self.own_left.emit(row)
        else:
            self._grey(case_id)

    def _grey(self, case_id: str) -> None:
        now = self._board.case(case_id)
        if now is None:
            self._remove(case_id)
            return
        row = self._rows.index(case_id)
        self._gone[case_id] = Gone(now, self._words.left_because(now), self._ticks() + GONE_MS)
        if not self._dropping.isActive():
            self._dropping.start()
        self.dataChanged.emit(self.index(row, 0), self.index(row, MARKS))

    def _remove(self, case_id: str) -> None:
        row = self._rows.index(case_id)
        self.beginRemoveRows(NO_PARENT, row, row)
        del self._rows[row]
        self._here.discard(case_id)
        self._gone.pop(case_id, None)
        self.endRemoveRows()
