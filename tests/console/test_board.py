"""The board: many changes at once come in portions, in order, and nothing that followed them is told before."""

import pytest
from pytestqt.qtbot import QtBot

from console.board import Board
from console.board.portions import PORTION
from console.facts import Delta, ShownCase
from rules.case import Case


class Watched:
    """A board that is loaded, and what it told: the sizes of the deltas, and the outbox."""

    def __init__(self) -> None:
        self.board = Board(lambda: 0)
        self.board.take_loaded()
        self.told: list[object] = []
        self.board.cases_changed.connect(lambda delta: self.told.append((len(delta.changed), len(delta.removed))))
        self.board.outbox_changed.connect(lambda _: self.told.append("outbox"))


@pytest.fixture
def watched(qtbot: QtBot) -> Watched:
    """A board with an event loop."""
    return Watched()


def cases(first: int, number: int) -> tuple[ShownCase, ...]:
    """New cases."""
    return tuple(ShownCase(Case(f"case-{n}")) for n in range(first, first + number))


def test_a_few_changes_are_shown_at_once(watched: Watched) -> None:
    watched.board.take_delta(Delta(cases(0, PORTION)))
    assert watched.told == [(PORTION, 0)]
    assert len(watched.board.cases()) == PORTION


def test_many_come_in_portions_and_later_ones_behind_them(watched: Watched, qtbot: QtBot) -> None:
    watched.board.take_delta(Delta(cases(0, 2 * PORTION + 1)))
    watched.board.take_delta(Delta(cases(900, 1), ("case-0",)))
    assert watched.told == []
    qtbot.waitUntil(lambda: len(watched.board.cases()) == 2 * PORTION + 1)
    assert watched.told == [(PORTION, 0), (PORTION + 1, 0), (1, 1)]  # the views were quick: the next was larger
    assert "case-0" not in watched.board.cases()


def test_what_follows_a_change_is_not_told_before_it(watched: Watched) -> None:
    watched.board.take_delta(Delta(cases(0, PORTION + 1)))
    watched.board.take_outbox(())
    assert watched.told == [(PORTION + 1, 0), "outbox"]


def test_the_slices_of_the_start_are_not_cut(qtbot: QtBot) -> None:
    board = Board(lambda: 0)
    board.take_delta(Delta(cases(0, 500)))
    assert len(board.cases()) == 500
