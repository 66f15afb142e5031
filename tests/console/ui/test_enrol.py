"""A desk that the server does not know: strip, key and menu lead to a small form, which asks for a code."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu

from console.facts import Answer, Ask, Denied, Line, LinkState, OutboxDelta, Pending, Sending, Unreachable
from console.ui.enrol import Enrol
from console.ui.queue.strips import Strips
from tests.builders import NINE
from tests.console.ui.conftest import Room

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # a window of its own, offscreen
UNKNOWN = LinkState(
    Line.SIGN_IN, since=NINE, as_of=NINE, reason="link.sign_in", reason_details={"address": "http://centre:8080"}
)


@pytest.fixture
def unknown(room: Room) -> Room:
    room.board.take_link(UNKNOWN)
    return room


def opened(room: Room) -> Enrol | None:
    return next((each for each in room.main.findChildren(Enrol) if each.isVisible()), None)


def by_the_strip(room: Room) -> None:
    strips = room.main.queue.findChild(Strips)
    strips._offline.act.click()


def by_the_key(room: Room) -> None:
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)


def by_the_menu(room: Room) -> None:
    room.main.seat_menu.open(QPoint(0, 0))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    next(action for action in menu.actions() if action.text() == "重新登记本席位…").trigger()
    menu.close()


@pytest.mark.parametrize("way", [by_the_strip, by_the_key, by_the_menu])
def test_each_way_opens_the_form_only_while_the_desk_is_unknown(room: Room, way: Callable[[Room], None]) -> None:
    assert room.main.queue.strips._offline.act.isHidden()
    by_the_key(room)
    assert opened(room) is None
    room.board.take_link(UNKNOWN)
    way(room)
    assert opened(room) is not None


def test_strip_and_status_line_say_what_is_the_matter_and_what_to_do(unknown: Room) -> None:
    strips = unknown.main.queue.strips
    said = " ".join(each.text() for each in strips.findChildren(QLabel) if each.isVisibleTo(strips))
    assert "未登记" in said
    assert "请向管理员要登记码重新登记；可照常办理，未发的命令都在" in said
    assert unknown.main.status.words()[0] == "服务器不认识本席位"


def test_the_form_says_which_server_and_what_becomes_of_what_waits(unknown: Room) -> None:
    waits = Pending("c-1", 1, "dispatch", "case-1", "wang", "desk", NINE, Sending.QUEUED, unit="410102")
    unknown.board.take_outbox(OutboxDelta((waits,)))
    by_the_key(unknown)
    form = opened(unknown)
    assert form is not None
    said = " ".join(each.text() for each in form.findChildren(QLabel))
    assert "服务器 http://centre:8080 不认识本席位" in said
    assert "有 1 条命令待发送：都留在本机，登记后按顺序发出。" in said


def test_a_code_is_asked_for_and_the_answer_said_where_it_was_typed(unknown: Room) -> None:
    by_the_key(unknown)
    form = opened(unknown)
    assert form is not None
    QTest.keyClick(form.code, Qt.Key.Key_Return)
    assert form.says == "请填写登记码"
    QTest.keyClicks(form.code, " new-code ")
    QTest.keyClick(form.code, Qt.Key.Key_Return)
    question = unknown.desk.questions[-1]
    assert (question.kind, question.args) == (Ask.ENROL, {"code": "new-code"})
    assert form.says == ""
    unknown.enquiries.take(Denied(question, "rule.enrolment_unknown"))
    assert form.says == "登记码无效或已用过"
    assert form.go.button.isEnabled()
    QTest.keyClick(form.code, Qt.Key.Key_Return)
    question = unknown.desk.questions[-1]
    unknown.enquiries.take(Unreachable(question, "link.down"))
    assert form.says == "连不上服务器"
    QTest.keyClick(form.code, Qt.Key.Key_Return)
    question = unknown.desk.questions[-1]
    unknown.enquiries.take(Answer(replace(question, id="another"), None))
    assert opened(unknown) is form
    unknown.enquiries.take(Answer(question, None))
    assert opened(unknown) is None
