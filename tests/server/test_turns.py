"""Turns: who does not meet others writes beside them, the others go in the order in which they came."""

import threading
from collections.abc import Collection

import pytest

from server.turns import Turns
from tests.fixtures.children import wait_until


class Writer:
    """Takes a turn on a thread of its own and holds it until it is let go."""

    def __init__(self, turns: Turns, feeds: Collection[str] | None) -> None:
        self.is_inside, self.may_leave = threading.Event(), threading.Event()
        self._turns, self._feeds = turns, feeds
        self._thread = threading.Thread(target=self._write)
        before = len(turns)
        self._thread.start()
        wait_until(lambda: len(turns) > before, "the writer to stand in the line")

    def _write(self) -> None:
        with self._turns.take(self._feeds):
            self.is_inside.set()
            self.may_leave.wait()

    def leave(self) -> None:
        """Let it go, and wait until it went."""
        self.may_leave.set()
        self._thread.join()


def test_writers_of_other_feeds_go_together() -> None:
    turns = Turns()
    one, other = Writer(turns, {"a"}), Writer(turns, {"b", "c"})
    assert one.is_inside.wait(30)
    assert other.is_inside.wait(30)
    one.leave()
    other.leave()


def test_writers_of_one_feed_go_in_the_order_in_which_they_came() -> None:
    turns = Turns()
    first, second, third = (Writer(turns, feeds) for feeds in ({"a"}, {"a", "b"}, {"b"}))
    assert first.is_inside.wait(30)
    assert not second.is_inside.is_set()
    assert not third.is_inside.is_set()  # nobody has its feed, but the second one came earlier
    first.leave()
    assert second.is_inside.wait(30)
    assert not third.is_inside.is_set()
    second.leave()
    assert third.is_inside.wait(30)
    third.leave()
    assert len(turns) == 0


def test_who_wants_the_house_is_not_overtaken_for_ever() -> None:
    turns = Turns()
    lane, house, late = Writer(turns, {"a"}), Writer(turns, None), Writer(turns, {"b"})
    assert lane.is_inside.wait(30)
    assert (house.is_inside.is_set(), late.is_inside.is_set()) == (False, False)
    lane.leave()
    assert house.is_inside.wait(30)
    assert not late.is_inside.is_set()
    house.leave()
    assert late.is_inside.wait(30)
    late.leave()


def test_a_writer_that_fails_gives_its_turn_back() -> None:
    turns = Turns()
    with pytest.raises(ZeroDivisionError), turns.take({"a"}):
        _ = 1 / len(())
    with turns.take(None):
        assert len(turns) == 1
