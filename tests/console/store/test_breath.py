"""Long work gives way to the windows, and never waits for them in vain."""

from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from console.store.breath import QUICK, UNASKED, Breath


class Works:
    """Two pieces of work, and how often the windows were asked whether they have caught up."""

    def __init__(self, quick: int = QUICK) -> None:
        self.parent = QObject()
        self.breath = Breath(self.parent, quick)
        self.done: list[str] = []
        self.asked = 0
        self.breath.asked.connect(self._ask)
        self.first, self.second = self._work("first"), self._work("second")

    def _ask(self) -> None:
        self.asked += 1

    def _work(self, name: str) -> QTimer:
        timer = QTimer(self.parent, singleShot=True, interval=0)
        timer.timeout.connect(lambda: self.done.append(name))
        return timer

    def begin(self, pieces: int) -> None:
        """So many pieces of the first work, each when the one before is done."""
        for _ in range(pieces):
            self.breath.then(self.first)
            self.first.stop()


def test_work_goes_on_when_the_windows_have_caught_up_and_not_before(qtbot: QtBot) -> None:
    works = Works()
    works.breath.then(works.first)
    works.breath.then(works.second)
    works.breath.then(works.first)
    qtbot.wait(20)
    assert (works.done, works.asked) == ([], 1)
    works.breath.take()
    qtbot.waitUntil(lambda: works.done == ["first", "second"])
    works.breath.then(works.first)
    assert works.asked == 2


def test_windows_that_do_not_answer_hold_nothing_up(qtbot: QtBot) -> None:
    works = Works()
    works.breath.then(works.first)
    qtbot.waitUntil(lambda: works.done == ["first"])
    works.breath.then(works.second)  # they were asked and have not answered yet
    assert works.asked == 1
    qtbot.waitUntil(lambda: works.done == ["first", "second"])


def test_an_answer_that_comes_late_lets_the_next_piece_go(qtbot: QtBot) -> None:
    works = Works()
    works.breath.then(works.first)
    qtbot.waitUntil(lambda: works.done == ["first"])
    works.breath.take()
    qtbot.wait(20)
    assert works.done == ["first"]
    works.breath.then(works.second)
    assert works.asked == 2


def test_windows_that_answer_at_once_are_not_asked_after_every_piece() -> None:
    works = Works(quick=60_000)
    works.begin(1)
    works.breath.take()
    works.begin(UNASKED)
    assert works.asked == 1
    works.begin(1)
    assert works.asked == 2


def test_windows_that_were_told_something_are_asked() -> None:
    works = Works(quick=60_000)
    works.begin(1)
    works.breath.take()
    works.breath.told()
    works.begin(1)
    assert works.asked == 2
