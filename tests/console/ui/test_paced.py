"""Work that is asked for many times a second."""

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from console.ui.paced import Paced


def test_the_first_time_it_is_done_at_once_then_once_for_all_that_was_asked_in_a_pause(qtbot: QtBot) -> None:
    parent, done = QObject(), list[str]()
    wished = ["a"]
    paced = Paced(lambda: done.append(wished[-1]), parent, 50)
    paced.ask()
    assert done == ["a"]
    for each in "bcd":
        wished.append(each)
        paced.ask()
    assert done == ["a"]
    qtbot.waitUntil(lambda: done == ["a", "d"])
    qtbot.wait(150)
    assert done == ["a", "d"]
    wished.append("e")
    paced.ask()
    assert done == ["a", "d", "e"]
