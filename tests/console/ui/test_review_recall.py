"""A field check that is out, taken back in the review: by whom, with which keys, and never without words."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from console.facts import REVIEW, SeatState
from console.ui.review.window import ReviewWindow
from rules.commands import Actor, Grant, Role
from tests.builders import a_case, a_check, a_city, t
from tests.console.ui.conftest import Room

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

PHRASES = {"recall": (("误派", "Sent by mistake"), ("已无需前往", "No need to go any more"))}


def sits(room: Room, role: Role) -> None:
    """Who holds this duty alone sits at the review."""
    actor = Actor("liu", "刘志强", (Grant(role),))
    room.board.take_seats({**room.board.seats, REVIEW: SeatState(REVIEW, actor, "s")})


@pytest.fixture
def review(room: Room) -> ReviewWindow:
    """A case under review, whose check is out; an acceptor at the review."""
    room.clock.now = t("2015-04-22 11:10")
    room.desk.city = a_city(phrases=PHRASES)
    room.board.take_city(room.desk.city)
    window = room.open_review()
    sits(room, Role.ACCEPTOR)
    room.desk.put(a_case("to_verify", id="case-1", checks=(a_check(),)))
    QApplication.processEvents()
    return window


def wishes(room: Room) -> list[tuple[str, str, str, dict[str, object]]]:
    """What was wished, at which seat."""
    return [(wish.seat, wish.verb, wish.target, dict(wish.body)) for wish in room.desk.wishes]


def test_v_asks_why_and_enter_takes_the_check_back(room: Room, review: ReviewWindow) -> None:
    assert "收回核查" in {each.text() for each in review.side.findChildren(QPushButton) if each.isVisible()}
    QTest.keyClick(review, Qt.Key.Key_V)
    field = review.side.recall.field
    assert review.focusWidget() is field

    QTest.keyClick(field, Qt.Key.Key_Return)
    assert wishes(room) == []

    field.setText("发错采集员")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert wishes(room) == [(REVIEW, "recall", "check-1", {"reason": "发错采集员"})]
    assert not review.side.recall.isVisible()
    assert review.focusWidget() is not field


def test_a_phrase_of_the_city_goes_by_its_digit(room: Room, review: ReviewWindow) -> None:
    QTest.keyClick(review, Qt.Key.Key_V)
    QTest.keyClick(review.side.recall.field, Qt.Key.Key_2)
    QTest.keyClick(review.side.recall.field, Qt.Key.Key_Return)
    assert wishes(room) == [(REVIEW, "recall", "check-1", {"reason": "已无需前往"})]


def test_taken_back_the_verdict_may_be_given(room: Room, review: ReviewWindow) -> None:
    assert set(review.side.buttons) == {"recall", "later"}
    QTest.keyClick(review, Qt.Key.Key_V)
    QTest.keyClick(review.side.recall.field, Qt.Key.Key_1)
    QTest.keyClick(review.side.recall.field, Qt.Key.Key_Return)
    room.qtbot.waitUntil(lambda: {"accept", "check"} <= set(review.side.buttons))
    QTest.keyClick(review, Qt.Key.Key_A)
    room.qtbot.waitUntil(lambda: "verify_pass" in [verb for _, verb, _, _ in wishes(room)])


def test_escape_leaves_the_check_out_and_gives_the_keys_back(room: Room, review: ReviewWindow) -> None:
    QTest.mouseClick(review.side.buttons["recall"].button, Qt.MouseButton.LeftButton)
    field = review.side.recall.field
    field.setText("误")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert not review.side.recall.isVisible()
    assert review.focusWidget() is review
    QTest.keyClick(review, Qt.Key.Key_V)
    assert field.text() == ""
    assert wishes(room) == []


def test_an_answer_of_the_collector_ends_the_asking(room: Room, review: ReviewWindow) -> None:
    QTest.keyClick(review, Qt.Key.Key_V)
    room.desk.put(a_case("to_verify", id="case-1"))
    room.qtbot.waitUntil(lambda: not review.side.recall.isVisible())
    assert "recall" not in review.side.buttons


def test_who_is_no_acceptor_is_not_offered_it(room: Room, review: ReviewWindow) -> None:
    sits(room, Role.SHIFT_LEADER)
    QApplication.processEvents()
    assert "recall" not in review.side.buttons
    QTest.keyClick(review, Qt.Key.Key_V)
    assert not review.side.recall.isVisible()
