"""Photos brought ahead: one at a time, and what nobody waits for gives way to what somebody waits for."""

from types import SimpleNamespace
from typing import cast

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from console.facts import Answer, Denied, Question, Unreachable
from console.store.fetching import PhotoFetching
from console.store.room import Room


class Reachable(QObject):
    """As much of a room as is asked for: whether the server is away."""

    def __init__(self) -> None:
        super().__init__()
        self.watch = SimpleNamespace(is_away=False)


class Bench:
    """A fetching, what it asked, and how often it had done all."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot, self.room = qtbot, Reachable()
        self.fetching = PhotoFetching(cast(Room, self.room))
        self.asked: list[Question] = []
        self.done = 0
        self.fetching.asked.connect(self.asked.append)
        self.fetching.done.connect(self._count)

    def _count(self) -> None:
        self.done += 1

    def waits_for(self, *photos: str) -> None:
        """So far these were asked for, in this order."""
        self._qtbot.waitUntil(lambda: [each.about for each in self.asked] == [*photos])

    def comes(self) -> None:
        """The photo asked for last."""
        self.fetching.take_answer(Answer(self.asked[-1], b"a photo"))


@pytest.fixture
def bench(qtbot: QtBot) -> Bench:
    return Bench(qtbot)


def test_one_is_asked_for_when_the_one_before_has_come(bench: Bench) -> None:
    bench.fetching.want(["a", "b"])
    bench.waits_for("a")
    bench.comes()
    bench.waits_for("a", "b")
    assert bench.done == 0
    bench.comes()
    assert bench.done == 1


def test_who_waits_for_a_file_waits_for_its_photos_alone(bench: Bench) -> None:
    bench.fetching.want(["a", "b", "c"])
    bench.waits_for("a")
    bench.fetching.want(["x"], in_haste=True)
    bench.fetching.want(["d"])
    bench.comes()
    bench.waits_for("a", "x")
    bench.comes()
    assert bench.done == 1


def test_without_a_line_nothing_is_waited_for(bench: Bench) -> None:
    bench.fetching.want(["a", "b"], in_haste=True)
    bench.waits_for("a")
    bench.fetching.take_answer(Unreachable(bench.asked[-1], "refused"))
    assert bench.done == 1
    bench.room.watch.is_away = True
    bench.fetching.want(["c"], in_haste=True)
    assert bench.done == 2
    bench.waits_for("a")


def test_one_that_the_server_does_not_have_keeps_none_of_the_others(bench: Bench) -> None:
    bench.fetching.want(["a", "b"])
    bench.waits_for("a")
    bench.fetching.take_answer(Denied(bench.asked[-1], "error.not_found", {}))
    bench.waits_for("a", "b")
    bench.fetching.want(["c"])
    bench.fetching.take_answer(Denied(bench.asked[-1], "rule.not_signed_in", {}))
    assert bench.done == 1
