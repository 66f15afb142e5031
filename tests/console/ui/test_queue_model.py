"""Whatever comes in whatever order: the rows are the list in its order, and none moves under the hand."""

from typing import cast

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, QPersistentModelIndex

from console.board import Board
from console.facts import Delta, ShownCase
from console.ui.case_words import CaseWords
from console.ui.queue.model import BULK, GONE_MS, QueueModel
from rules.frozen import changed
from tests.builders import a_case

pytestmark = pytest.mark.usefixtures("qapp")  # there are timers in it

LIST, OTHER = frozenset({"to_dispatch"}), frozenset({"to_confirm"})
CASE = a_case()

numbers = st.integers(0, 3 * BULK)
changes = st.dictionaries(numbers, st.one_of(st.none(), st.tuples(st.integers(0, 9), st.booleans())), max_size=8)
bulks = st.builds(
    lambda first, urgency, here: dict.fromkeys(range(first, first + BULK + 20), (urgency, here)),
    numbers, st.integers(0, 9), st.booleans(),
)  # fmt: skip
deltas = st.lists(st.one_of(changes, bulks), min_size=1, max_size=12)


class Words:
    """What the model asks of the words."""

    def left_because(self, shown: ShownCase) -> str:
        return f"{shown.id} was taken"


class Bench:
    """A model over a board, and what its rows must be."""

    def __init__(self) -> None:
        self.board = Board(lambda: 0)
        self.ticks = 0
        self.model = QueueModel(self.board, cast(CaseWords, Words()), ("", "", "", ""), lambda: self.ticks)
        self.model.show_list("to_dispatch")

    def take(self, changes: dict[int, tuple[int, bool] | None]) -> None:
        """None removes a case; else its place in the order, and whether it is on the list."""
        removed = tuple(str(number) for number, change in changes.items() if change is None)
        shown = tuple(
            ShownCase(changed(CASE, id=str(number)), LIST if change[1] else OTHER, (change[0],))
            for number, change in changes.items() if change is not None
        )  # fmt: skip
        self.board.take_delta(Delta(shown, removed))

    def forget_gone(self) -> None:
        """The rows that were taken by others have been grey long enough."""
        self.ticks += GONE_MS
        self.model.drop_gone()

    @property
    def rows(self) -> list[str]:
        return [self.model.case_id(row) for row in range(self.model.rowCount())]

    @property
    def expected(self) -> list[str]:
        listed = [shown for shown in self.board.cases().values() if shown.lists == LIST]
        return [shown.id for shown in sorted(listed, key=lambda shown: (shown.order, shown.id))]


@settings(max_examples=60, deadline=None)
@example([dict.fromkeys(range(1, 87), (1, True)), {0: None, 1: None, 2: None, 3: None, 4: (0, True), 15: (0, False)}])
@given(deltas)
def test_the_rows_are_the_list_in_its_order(all_changes: list[dict[int, tuple[int, bool] | None]]) -> None:
    bench = Bench()
    for changes in all_changes:
        bench.take(changes)
        bench.forget_gone()
        assert bench.rows == bench.expected
        assert [bench.model.row_of(case_id) for case_id in bench.rows] == list(range(len(bench.rows)))


@settings(max_examples=60, deadline=None)
@given(deltas, deltas)
def test_no_row_moves_under_the_hand_and_merging_puts_all_in_place(
    before: list[dict[int, tuple[int, bool] | None]], during: list[dict[int, tuple[int, bool] | None]]
) -> None:
    bench = Bench()
    bench.take(dict.fromkeys(range(0, 60, 3), (5, True)))
    for changes in before:
        bench.take(changes)
    bench.forget_gone()
    bench.model.holding = True
    for changes in during:
        stood = bench.rows
        bench.take(changes)
        if stood:
            assert bench.rows == [case_id for case_id in stood if case_id in bench.rows]
    bench.forget_gone()
    waiting = {shown.id for shown in bench.model.held}
    assert waiting | set(bench.rows) == set(bench.expected)
    assert not waiting & set(bench.rows)

    bench.model.merge()

    assert bench.rows == bench.expected
    assert bench.model.held == ()


@settings(max_examples=40, deadline=None)
@given(deltas)
def test_what_was_chosen_stays_chosen_while_many_come_and_go(
    all_changes: list[dict[int, tuple[int, bool] | None]],
) -> None:
    bench = Bench()
    bench.take(dict.fromkeys(range(2 * BULK), (5, True)))
    chosen = {case_id: QPersistentModelIndex(bench.model.index(bench.model.row_of(case_id), 0)) for case_id in "07"}
    for changes in all_changes:
        bench.take(changes)
        bench.forget_gone()
    for case_id, index in chosen.items():
        shown = bench.board.case(case_id)
        if index.isValid():
            assert bench.model.case_id(index.row()) == case_id
        else:
            assert index == QModelIndex()
        if all(int(case_id) not in changed for changed in all_changes):
            assert index.isValid()
            assert shown is not None
