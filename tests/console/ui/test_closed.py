"""A desk that records nothing, as with the files of a newer program: no window offers a deed, a strip says why."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from console.facts import REVIEW, Line, OutboxDelta, Pending, Sending
from console.facts.handover import HandoverUnit
from console.store.link import OTHER_PACK, OTHER_VERSION, TEST_CLOCK
from console.ui.handover.window import HandoverWindow
from console.ui.look.lines import LastingStrip, OfflineStrip
from console.ui.main_window import MainWindow
from rules.commands import Actor, Grant, Role
from tests.builders import NINE, a_case, a_leg, an_actor
from tests.console.ui.conftest import RESOURCES, Room
from tests.console.ui.test_conflict_card import a_dispatch
from tests.console.ui.test_old_commands import old, opened

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # a window of its own, offscreen
NEWER = "error.newer_outbox"
RULES = (NEWER, "error.outbox_full", OTHER_VERSION, OTHER_PACK, TEST_CLOCK)
"""All rules under which a desk records nothing."""


@pytest.fixture
def closed(room: Room) -> Iterator[Room]:
    """A dispatcher's desk with one case to dispatch, and the files of a newer program."""
    room.desk.close_for(NEWER)
    room.desk.put(a_case(id="case-1"))
    yield room
    assert room.desk.wishes == []


def strip(main: MainWindow) -> str:
    """What stands over the rows, "" = nothing."""
    (found,) = main.queue.findChildren(LastingStrip)
    return "" if found.isHidden() else found.accessibleName()


def waits(n: int) -> Pending:
    return Pending(f"c-{n}", n, "dispatch", "case-1", "wang", "desk", NINE, Sending.QUEUED, unit="410102")


@pytest.mark.parametrize("rule", RULES)
def test_each_reason_has_its_words(room: Room, rule: str) -> None:
    words = room.context.texts.text(f"closed.{rule.partition('.')[2]}")
    assert len(words) > 10
    room.desk.close_for(rule)
    assert strip(room.main) == f"只读 {words}"
    room.desk.close_for("")
    assert strip(room.main) == ""


def test_the_strip_says_why_and_what_to_do_and_the_line_stays_what_it_is(closed: Room) -> None:
    assert "请更新本程序；文件未作改动，排队的命令都在" in strip(closed.main)
    assert closed.main.status.words()[0] == "已连接 · 18 毫秒 · 只读"
    closed.desk.link(Line.OFFLINE, closed_for=NEWER)
    assert "请更新本程序" in strip(closed.main)
    (offline,) = closed.main.queue.findChildren(OfflineStrip)
    assert offline.isVisible()


def test_a_server_of_another_version_is_told_once(room: Room) -> None:
    room.desk.link(Line.OTHER_VERSION, closed_for=OTHER_VERSION)
    assert strip(room.main) == ""
    assert room.main.status.words()[0] == "服务器版本不同，只读"


def test_neither_row_nor_panel_nor_key_dispatches(closed: Room) -> None:
    main = closed.main
    assert main.case.case_id == "case-1"
    assert not main.queue._delegate.offers_dispatch(0)
    assert main.case.decide.offered == ()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_D, Qt.Key.Key_O):
        QTest.keyClick(main.queue.view, key)
    assert not main.case.busy
    closed.desk.close_for("")
    assert main.queue._delegate.offers_dispatch(0)
    assert main.case.decide.offered != ()
    closed.desk.close_for(NEWER)
    assert main.case.decide.offered == ()


def test_no_mark_on_the_map_offers_a_dispatch(room: Room) -> None:
    room.desk.sign_in(an_actor("dispatcher"))
    room.desk.put(a_case(id="case-1"))
    marks = room.main.map._feed.cases
    assert [mark.dispatch_to != "" for mark in marks.values()] == [True]
    room.desk.close_for(NEWER)
    room.qtbot.waitUntil(lambda: [mark.dispatch_to for mark in marks.values()] == [""])


def test_no_report_is_begun(room: Room) -> None:
    room.desk.sign_in(an_actor("acceptor"))
    assert room.main.queue.head._register.isVisible()
    room.desk.close_for(NEWER)
    assert room.main.queue.head._register.isHidden()
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert "intake" not in room.main.asides.__dict__


def test_what_is_queued_stays_in_sight(closed: Room) -> None:
    assert closed.main.queue.outbox.isHidden()
    closed.board.take_outbox(OutboxDelta((waits(1), waits(2))))
    closed.desk.close_for(NEWER)
    assert closed.main.queue.outbox.isVisible()


def test_a_conflict_is_shown_and_not_decided(room: Room) -> None:
    conflict = a_dispatch()
    assert conflict.now is not None
    room.desk.put(conflict.now)
    room.desk.conflict(conflict)
    card = room.main.case.pages.conflict
    room.desk.close_for(NEWER)
    for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3):
        QTest.keyClick(card, key)
    assert card.choices.carry.isHidden()
    assert room.desk.resolved == []
    room.desk.close_for("")
    QTest.keyClick(card, Qt.Key.Key_1)
    assert room.desk.resolved == [("cmd-9", "drop")]


def test_old_commands_are_shown_and_not_decided(room: Room) -> None:
    opened(room)
    room.desk.close_for(NEWER)
    room.board.take_outbox(OutboxDelta((old(4),)))
    card = room.main.local.old
    QTest.keyClick(card.list, Qt.Key.Key_Return)
    QTest.keyClick(card.list, Qt.Key.Key_Delete)
    assert room.desk.confirmed == []
    assert room.main.queue.strips.old.isHidden()
    room.desk.close_for("")
    QTest.keyClick(card.list, Qt.Key.Key_Return)
    assert [how for _, how in room.desk.confirmed] == ["send"]


def test_the_review_offers_no_verdict_and_says_why(room: Room) -> None:
    room.desk.sign_in(Actor("liu", "刘志强", (Grant(Role.ACCEPTOR), Grant(Role.SHIFT_LEADER))), REVIEW)
    room.desk.put(a_case("to_close", id="case-1", legs=(a_leg("done"),)))
    review = room.open_review()
    assert "accept" in review.side.buttons
    room.desk.close_for(NEWER)
    assert set(review.side.buttons) == {"later"}
    said = [each.text() for each in review.side.findChildren(QLabel) if not each.isHidden()]
    assert room.context.texts.text("closed.newer_outbox") in said
    assert "只读" in review.status.words()[0]
    QTest.keyClick(review, Qt.Key.Key_A)
    assert room.desk.wishes == []


def test_no_file_is_handed_over_and_no_reply_taken_in(room: Room) -> None:
    window = HandoverWindow(room.context, RESOURCES, room.main)
    room.qtbot.addWidget(window)
    window.show_units((HandoverUnit("410102", 3, 2),))
    room.desk.close_for(NEWER)
    window.show_units((HandoverUnit("410102", 3, 2),))
    assert not window.save.button.isEnabled()
    assert not window.read.button.isEnabled()
    assert "请更新本程序" in window.says.text()
    room.desk.close_for("")
    assert window.save.button.isEnabled()
    assert window.says.text() == ""
