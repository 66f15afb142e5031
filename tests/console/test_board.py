"""The board: many changes at once come in portions, in order, and nothing that followed them is told before."""

import pytest
from pytestqt.qtbot import QtBot

from console.board import Board
from console.board.portions import PORTION
from console.facts import DESK, Delta, LinkState, OutboxDelta, Pending, SeatState, Sending, ShownCase
from rules.case import Case
from tests.builders import an_actor


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


def a_pending(command: str, k: int, state: Sending = Sending.QUEUED, n: int = 0) -> Pending:
    """A dispatch that waits."""
    return Pending(command, k, "dispatch", "case-1", "wang", "desk", 0, state, n=n)


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


def test_it_says_that_it_has_caught_up_when_all_is_shown(watched: Watched, qtbot: QtBot) -> None:
    watched.board.portions.caught_up.connect(lambda: watched.told.append("caught up"))
    watched.board.take_delta(Delta(cases(0, 3 * PORTION)))
    watched.board.portions.take_breath()
    qtbot.waitUntil(lambda: "caught up" in watched.told)
    assert len(watched.board.cases()) == 3 * PORTION
    watched.board.portions.take_breath()
    assert watched.told.count("caught up") == 1  # never within the question: what else came is shown first
    qtbot.waitUntil(lambda: watched.told.count("caught up") == 2)


def test_what_follows_a_change_is_not_told_before_it_nor_hurries_it(watched: Watched, qtbot: QtBot) -> None:
    watched.board.take_delta(Delta(cases(0, 3 * PORTION)))
    watched.board.take_outbox(OutboxDelta((a_pending("c1", 1),)))
    assert (watched.told, watched.board.outbox) == ([], ())
    qtbot.waitUntil(lambda: "outbox" in watched.told)
    assert len(watched.board.cases()) == 3 * PORTION
    assert watched.told[-1] == "outbox"
    assert len(watched.told) > 2  # the cases came in portions all the same


def test_the_outbox_is_put_together_from_what_changed_in_sending_order(watched: Watched) -> None:
    watched.board.take_outbox(OutboxDelta(tuple(a_pending(f"c{k}", k) for k in (1, 2, 3))))
    watched.board.take_outbox(OutboxDelta((a_pending("c3", 3, n=1), a_pending("c4", 4)), ("c1",)))
    assert [each.id for each in watched.board.outbox] == ["c3", "c2", "c4"]


def test_old_commands_are_those_that_wait_for_a_word(watched: Watched) -> None:
    old = a_pending("c2", 2, state=Sending.OLD)
    watched.board.take_outbox(OutboxDelta((a_pending("c1", 1), old)))
    assert watched.board.old == (old,)


def test_the_slices_of_the_start_are_not_cut(qtbot: QtBot) -> None:
    board = Board(lambda: 0)
    board.take_delta(Delta(cases(0, 500)))
    assert len(board.cases()) == 500


def test_counts_mean_nothing_before_a_server_told_of_its_cases_even_when_there_are_none(qtbot: QtBot) -> None:
    board, told = Board(lambda: 0), list[object]()
    board.counts_changed.connect(lambda counts: told.append((board.counts_hold, dict(counts))))
    board.take_loaded()
    board.take_link(LinkState())
    assert not board.counts_hold
    board.take_link(LinkState(as_of=1_700_000_000_000))
    board.take_link(LinkState(as_of=1_700_000_001_000))
    assert told == []  # nobody has signed in, so that none could come
    board.take_seats({DESK: SeatState(DESK, an_actor("dispatcher"), "s")})
    assert told == [(True, {})]
