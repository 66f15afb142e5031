"""When what ended unasked is started again."""

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from console.app import again
from console.app.again import Again


def test_it_is_due_after_each_end_until_it_ended_too_often(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(again, "AGAIN", (1, 1))
    owner, due = QObject(), []
    waiting = Again(owner)
    waiting.due.connect(lambda: due.append(1))
    for times in (1, 2):
        waiting.note_running()
        assert waiting.wait()
        qtbot.waitUntil(lambda times=times: len(due) == times)
    waiting.note_running()
    assert not waiting.wait()


def test_who_ran_steadily_has_all_tries_before_it_again(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(again, "AGAIN", (1,))
    monkeypatch.setattr(again, "STEADY", 0)  # a moment is long enough
    owner = QObject()
    waiting = Again(owner)
    for _ in range(5):
        waiting.note_running()
        while not waiting._since.hasExpired(0):
            pass
        assert waiting.wait()
    assert waiting.wait() is False  # it was not up at all since


def test_what_is_to_end_is_not_started_any_more(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(again, "AGAIN", (1,))
    owner, due = QObject(), []
    waiting = Again(owner)
    waiting.due.connect(lambda: due.append(1))
    assert waiting.wait()
    waiting.stop()
    qtbot.wait(30)
    assert due == []
