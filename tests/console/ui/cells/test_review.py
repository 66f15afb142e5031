"""The cells that the review window offers too: verdicts by keys, and by clicks; a digit or a click gives the reason."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QWidget

from console.facts import REVIEW, Delta
from console.ui.review.window import ReviewWindow
from tests.builders import MINUTE, an_actor
from tests.cells.by_rules import ByRules
from tests.cells.standing import stand
from tests.cells.table import Cell, cells_of
from tests.console.ui.cells.conftest import Desks
from tests.console.ui.cells.hands import LEFT, shown_buttons
from tests.console.ui.conftest import Room

# The offscreen platform cannot raise windows.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

KEYS = {"send_check": "V", "verify_pass": "A", "verify_fail": "R1", "close": "1A", "send_back": "S"}
BUTTONS = {
    "send_check": ["发核查"], "verify_pass": ["通过"], "verify_fail": ["问题未解决"], "close": ["结案"],
    "send_back": ["退回"],
}  # fmt: skip
"""What is pressed for each verb; a reason stands as a button of its own and needs no other press."""


@pytest.mark.parametrize("by_key", [True, False], ids=["keys", "clicks"])
@pytest.mark.parametrize("cell", cells_of("review"), ids=lambda cell: cell.name)
def test_cell(cell: Cell, by_key: bool, desks: Desks) -> None:
    room = desks.take("dispatcher")
    window = room.review if hasattr(room, "review") else room.open_review()
    room.desk.sign_in(an_actor(cell.role), REVIEW)
    course = ByRules(room.desk.city, f"review-{room.clock.now}", room.clock.now)
    stand(course, cell)
    room.clock.now = course.now + MINUTE
    room.desk.put(course.case)
    QApplication.processEvents()
    room.clock.now += 1000
    window.side.words_field.setText("请补拍" if cell.verb == "send_back" else "")
    window.setFocus()
    _press_keys(window, cell.verb) if by_key else _click(window, cell.verb)
    _came_of(room, cell, course.case.id)
    desks.put_back("dispatcher", room)


def _press_keys(window: ReviewWindow, verb: str) -> None:
    for key in KEYS[verb]:
        QTest.keyClick(window, Qt.Key(ord(key)))


def _click(window: ReviewWindow, verb: str) -> None:
    if verb == "close":
        for box in window.side.findChildren(QCheckBox):
            box.click()
    for words in BUTTONS[verb]:
        QTest.mouseClick(_button(window, words), LEFT)


def _button(window: ReviewWindow, words: str) -> QWidget:
    shown = shown_buttons(window)
    return next(each for each in shown if each.text() == words)


def _came_of(room: Room, cell: Cell, case_id: str) -> None:
    wish = room.desk.wishes[-1]
    assert (wish.case_id, wish.verb, wish.seat) == (case_id, cell.verb, REVIEW)
    case = room.board.case(case_id).case
    assert str(case.stage) == (cell.leads_to or cell.stage)
    room.board.take_delta(Delta((), (case_id,)))
