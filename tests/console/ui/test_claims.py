"""Claims under the hand: who has which case in sight, one question before going past it, taking over with a reason."""

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QPlainTextEdit

from console.facts import REVIEW, Ask, Line
from console.ui.look.tags import Tag, TagLabel
from console.ui.queue.rows import MARKS
from tests.builders import MINUTE, a_case, an_actor
from tests.console.ui.conftest import Room

# The offscreen platform cannot raise windows or grab keys; everything else that Qt says still fails a test.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

NOBODY_KNOWN = "zhao"  # an account whose name this desk has not heard


@pytest.fixture
def desk(room: Room) -> Room:
    """Two cases wait; the first is chosen. The names of the people have come."""
    room.desk.put(a_case(id="case-1"), a_case(id="case-2"))
    room.qtbot.waitUntil(lambda: room.main.case.case_id == "case-1" and room.context.people.name("li") == "李敏")
    return room


def press(desk: Room, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    desk.second()  # no key counts right after the selection moved by itself
    QTest.keyClick(desk.main.queue.view, key, modifiers)


def said(desk: Room) -> str:
    return desk.main.case.notices.text


def marks(desk: Room, row: int = 0) -> object:
    model = desk.main.queue.model
    return model.data(model.index(row, MARKS))


def model_index(desk: Room) -> QModelIndex:
    return desk.main.queue.model.index(0, MARKS)


def dispatched(desk: Room) -> list[tuple[str, str]]:
    return [(wish.case_id, wish.over) for wish in desk.desk.wishes if wish.verb == "dispatch"]


def asked(desk: Room) -> list[dict[str, str]]:
    return [dict(question.args) for question in desk.desk.questions if question.kind is Ask.CLAIM]


def test_k_takes_the_case_in_hand_and_lets_it_go(desk: Room) -> None:
    press(desk, Qt.Key.Key_K)
    desk.qtbot.waitUntil(lambda: said(desk) == "已认领")
    assert marks(desk) == "我 09:04"

    press(desk, Qt.Key.Key_K)
    desk.qtbot.waitUntil(lambda: marks(desk) == "")
    assert said(desk) == "已放开认领"
    assert asked(desk) == [{"how": "take", "reason": ""}, {"how": "release", "token": "7"}]


def test_escape_from_the_queue_lets_go(desk: Room) -> None:
    press(desk, Qt.Key.Key_K)
    desk.qtbot.waitUntil(lambda: marks(desk) == "我 09:04")
    desk.main.queue.take_focus()

    press(desk, Qt.Key.Key_Escape)

    desk.qtbot.waitUntil(lambda: marks(desk) == "")


def test_who_has_it_stands_in_row_case_and_map_and_is_spoken(desk: Room) -> None:
    desk.desk.claim("case-1", "li")

    model = desk.main.queue.model
    assert marks(desk) == "李敏 09:04"
    spoken = str(model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole))
    assert spoken.endswith("李敏 09:04 认领")
    tags = [tag for tag in desk.main.case.facts.findChildren(TagLabel) if tag.accessibleName() == "李敏 09:04"]
    assert len(tags) == 1
    shown = desk.board.case("case-1")
    assert shown is not None
    assert desk.main.words.headed(shown)[-1].kind is Tag.CLAIMED

    desk.desk.claim("case-1")
    assert marks(desk) == ""


def test_who_is_not_known_by_name_is_named_by_the_account(desk: Room) -> None:
    desk.desk.claim("case-1", NOBODY_KNOWN)

    assert marks(desk) == "zhao 09:04"


def test_enter_on_anothers_claim_asks_once_in_place_and_the_second_enter_goes_on(desk: Room) -> None:
    desk.desk.claim("case-1", "li")

    press(desk, Qt.Key.Key_Return)
    assert said(desk) == "李敏 09:04 认领 · 再按 Enter 派遣"
    assert dispatched(desk) == []

    press(desk, Qt.Key.Key_Return)
    assert dispatched(desk) == [("case-1", "second_enter")]


def test_a_key_that_bounces_does_not_go_on_and_after_a_while_it_is_asked_again(desk: Room) -> None:
    desk.desk.claim("case-1", "li")
    press(desk, Qt.Key.Key_Return)
    desk.clock.now += 100
    QTest.keyClick(desk.main.queue.view, Qt.Key.Key_Return)
    assert dispatched(desk) == []

    desk.second(60)
    assert said(desk) == ""
    press(desk, Qt.Key.Key_Return)
    assert said(desk) == "李敏 09:04 认领 · 再按 Enter 派遣"
    assert dispatched(desk) == []


def test_what_was_claimed_here_is_a_list_of_this_desk(desk: Room) -> None:
    assert not desk.main.rail.has("claimed")

    press(desk, Qt.Key.Key_K)
    desk.qtbot.waitUntil(lambda: desk.main.rail.has("claimed"))
    desk.main.rail.picked.emit("claimed")

    model = desk.main.queue.model
    assert [model.case_id(row) for row in range(model.rowCount())] == ["case-1"]
    assert desk.main.queue.head.name == "我认领的"


def test_the_menu_of_a_row_has_the_claim(desk: Room) -> None:
    shown = desk.board.case("case-1")
    assert shown is not None
    assert desk.main.claims.words(shown) == ("认领", "K", False)

    desk.desk.claim("case-1", "li")
    shown = desk.board.case("case-1")
    assert shown is not None
    assert desk.main.claims.words(shown) == ("接手认领", "Shift+K", True)

    desk.main.queue.view.customContextMenuRequested.emit(desk.main.queue.view.visualRect(model_index(desk)).center())
    desk.qtbot.waitUntil(lambda: bool(desk.main.queue.view.findChildren(QMenu)))
    menu = desk.main.queue.view.findChildren(QMenu)[-1]
    entry = menu.actions()[-1]
    assert entry.text() == "接手认领\tShift+K"
    entry.trigger()
    menu.close()
    desk.qtbot.waitUntil(lambda: desk.main.case.form is not None)


def test_ones_own_claim_is_in_nobodys_way(desk: Room) -> None:
    desk.desk.claim("case-1", "wang", here=True)
    desk.desk.sign_in(an_actor("dispatcher", "wang"))

    press(desk, Qt.Key.Key_Return)

    assert dispatched(desk) == [("case-1", "")]


def test_the_question_is_about_one_case_and_one_claim(desk: Room) -> None:
    desk.desk.claim("case-1", "li")
    desk.desk.claim("case-2", "li")
    press(desk, Qt.Key.Key_Return)
    desk.main.choice.go_to("case-2")

    press(desk, Qt.Key.Key_Return)

    assert dispatched(desk) == []
    assert said(desk) == "李敏 09:04 认领 · 再按 Enter 派遣"


def test_other_deeds_ask_too_and_a_note_does_not(desk: Room) -> None:
    desk.desk.claim("case-1", "li")

    press(desk, Qt.Key.Key_S)
    assert said(desk) == "李敏 09:04 认领 · 再按一次即挂账"
    assert not desk.main.case.busy
    press(desk, Qt.Key.Key_S)
    assert desk.main.case.busy

    desk.main.case.leave_form()
    desk.desk.claim("case-2", "li")
    desk.main.choice.go_to("case-2")
    press(desk, Qt.Key.Key_N)
    assert desk.main.case.busy


def test_without_a_line_k_says_so_and_the_dispatch_goes_on_unasked(desk: Room) -> None:
    desk.desk.claim("case-1", "li")
    desk.desk.link(Line.OFFLINE)

    press(desk, Qt.Key.Key_K)
    assert said(desk) == "认领要有线路；没有线路照常派遣，由中心按版本判定"
    assert asked(desk) == []

    press(desk, Qt.Key.Key_Return)
    assert dispatched(desk) == [("case-1", "")]


def test_k_on_anothers_claim_says_whose_it_is_and_how_to_take_it_over(desk: Room) -> None:
    desk.desk.claim("case-1", "li")

    press(desk, Qt.Key.Key_K)

    desk.qtbot.waitUntil(lambda: said(desk) == "李敏 09:04 认领 · 接手按 Shift+K，写明理由")


def test_shift_k_takes_over_with_a_reason(desk: Room) -> None:
    desk.desk.claim("case-1", "li")

    press(desk, Qt.Key.Key_K, Qt.KeyboardModifier.ShiftModifier)
    form = desk.main.case.form
    assert form is not None
    form.submit()
    assert asked(desk) == []  # a reason is wanted

    words = form.findChild(QPlainTextEdit)
    assert words is not None
    words.setPlainText("李敏在开会")
    form.submit()

    desk.qtbot.waitUntil(lambda: said(desk) == "已接手；理由记入案卷经过")
    assert asked(desk) == [{"how": "take_over", "reason": "李敏在开会"}]
    assert marks(desk) == "我 09:04"
    assert not desk.main.case.busy
    assert desk.board.draft("case-1/take_over/") is None


def test_what_was_left_lying_says_so_and_is_taken_over_without_a_reason(desk: Room) -> None:
    desk.desk.claim("case-1", "li")
    desk.clock.now += 10 * MINUTE
    shown = desk.board.case("case-1")
    assert shown is not None
    assert desk.main.words.claim(shown) == "李敏 09:04 · 久未动"
    model = desk.main.queue.model
    spoken = str(model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole))
    assert spoken.endswith("李敏 09:04 认领，已 10 分 0 秒 未动，可按 Shift+K 直接接手")

    press(desk, Qt.Key.Key_K)
    desk.qtbot.waitUntil(lambda: said(desk) == "李敏 09:04 认领 · 久未动，按 Shift+K 直接接手")
    press(desk, Qt.Key.Key_K, Qt.KeyboardModifier.ShiftModifier)

    desk.qtbot.waitUntil(lambda: said(desk) == "已认领")
    assert asked(desk)[-1] == {"how": "take_over", "reason": ""}
    assert desk.main.case.form is None


def test_shift_k_takes_what_nobody_has_without_asking_for_a_reason(desk: Room) -> None:
    press(desk, Qt.Key.Key_K, Qt.KeyboardModifier.ShiftModifier)

    desk.qtbot.waitUntil(lambda: marks(desk) == "我 09:04")
    assert not desk.main.case.busy


def test_without_a_line_the_eye_is_grey(desk: Room) -> None:
    desk.desk.claim("case-1", "li")
    assert not desk.main.words.claims_are_old
    before = desk.main.queue.view.grab().toImage()

    desk.desk.link(Line.OFFLINE)
    desk.main.queue.strips.hide()  # the rows stay where they are

    assert desk.main.words.claims_are_old
    desk.qtbot.waitUntil(lambda: desk.main.queue.view.grab().toImage() != before)


def test_a_verdict_on_anothers_case_asks_once_too(room: Room) -> None:
    room.desk.put(a_case("to_verify", id="case-1", round=1))
    room.desk.sign_in(an_actor("acceptor", "liu"), REVIEW)
    room.qtbot.waitUntil(lambda: room.context.people.name("li") == "李敏")
    room.desk.claim("case-1", "li")
    review = room.open_review()
    room.qtbot.waitUntil(lambda: bool(review.verdict.found))

    QTest.keyClick(review, Qt.Key.Key_A)
    assert review.notices.text == "李敏 09:04 认领 · 再按一次即核查通过"
    assert room.desk.wishes == []

    room.second()
    QTest.keyClick(review, Qt.Key.Key_A)
    assert [(wish.verb, wish.over) for wish in room.desk.wishes] == [("verify_pass", "second_enter")]
