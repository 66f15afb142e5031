"""The main window as a whole: lists by duty, keys, layouts, widths, search, alerts and sounds, sign-in, leaving."""

from dataclasses import replace

import pytest
import shapely
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QListWidget, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from console.facts import DESK, Line, SeatState
from console.ui.frame import Frame
from console.ui.keys import VERB_KEYS, key_of
from console.ui.look import Look
from console.ui.look.buttons import KeyButton
from console.ui.look.lines import AlertLine, AlertWords
from console.ui.sign_in import SignIn
from rules.commands import Actor, Grant, Role
from rules.grid import Grids, build, flatten
from rules.lifecycle import VERBS
from tests.builders import MINUTE, a_case, a_city, a_leg, an_actor
from tests.console.ui.conftest import Room

# The offscreen platform cannot raise windows or bound their size; everything else that Qt says still fails a test.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def test_the_rail_shows_the_lists_of_the_persons_duties(room: Room) -> None:
    assert room.main.rail.first() == "to_dispatch"
    assert room.main.queue.list_name == "to_dispatch"

    room.desk.sign_in(Actor("liu", "刘志强", (Grant(Role.ACCEPTOR), Grant(Role.SHIFT_LEADER))))
    assert room.main.rail.first() == "intake"
    assert room.main.queue.list_name == "intake"
    assert room.main.rail.has("nowhere")


def test_ctrl_digits_pick_lists_and_plain_digits_do_not(room: Room) -> None:
    view = room.main.queue.view
    QTest.keyClick(view, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert room.main.queue.list_name == "redispatch"
    QTest.keyClick(view, Qt.Key.Key_1)
    assert room.main.queue.list_name == "redispatch"


def test_counts_in_the_rail_and_in_the_head_agree(room: Room) -> None:
    room.desk.put(a_case(id="case-1"), a_case(id="case-2"), a_case("with_units", id="case-3"))

    room.qtbot.waitUntil(lambda: room.main.queue.count_label.text() == "2")
    model = room.main.rail.model()
    spoken = [model.data(model.index(row), Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())]
    assert "待派遣 2" in spoken
    assert "已派遣 1" in spoken


def test_a_key_is_read_by_its_place_whatever_it_types() -> None:
    event = QKeyEvent(QKeyEvent.Type.KeyPress, 0x0424, Qt.KeyboardModifier.NoModifier, 32, 0, 0, "щ")
    assert key_of(event, "xcb") == "O"
    windows = QKeyEvent(QKeyEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, 24, 0, 0, "")
    assert key_of(windows, "windows") == "O"
    assert key_of(QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_O, Qt.KeyboardModifier.NoModifier), "offscreen") == "O"


def test_every_verb_with_a_key_is_a_verb_of_the_rules() -> None:
    assert VERB_KEYS.keys() <= VERBS


def test_layouts_show_and_hide_queue_and_map(room: Room) -> None:
    view = room.main.queue.view
    QTest.keyClick(view, Qt.Key.Key_F6)
    assert (room.main.queue.isVisible(), room.main.map.isVisible()) == (False, True)
    QTest.keyClick(room.main, Qt.Key.Key_F7)
    assert (room.main.queue.isVisible(), room.main.map.isVisible()) == (True, False)
    QTest.keyClick(view, Qt.Key.Key_F5)
    assert (room.main.queue.isVisible(), room.main.map.isVisible()) == (True, True)


def test_in_the_maps_layout_the_map_has_the_whole_height_and_the_case_stands_beside_it(room: Room) -> None:
    usual = room.main.map.size()
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_F6)
    room.qtbot.waitUntil(lambda: room.main.map.height() == room.main.arrangement.height())
    assert room.main.map.height() > 1.5 * usual.height()
    assert room.main.map.width() >= usual.width()
    assert (room.main.case.width(), room.main.case.isVisible()) == (656, True)
    assert room.main.case.geometry().left() > room.main.map.geometry().right()

    QTest.keyClick(room.main, Qt.Key.Key_F5)
    room.qtbot.waitUntil(lambda: room.main.map.size() == usual)
    assert room.main.case.geometry().top() > room.main.map.geometry().bottom()


def test_where_there_is_no_room_for_both_the_maps_layout_shows_the_map_and_the_case_behind_a_tab(room: Room) -> None:
    room.main.resize(1300, 900)
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_F6)
    room.qtbot.waitUntil(lambda: room.main.map.width() == 1300 - 77)
    assert room.main.map.height() > 700
    assert not room.main.case.isVisible()
    room.main.arrangement.show_case_tab()
    assert (room.main.map.isVisible(), room.main.case.isVisible()) == (False, True)


@pytest.mark.parametrize(
    ("width", "rail", "queue", "both"), [(1920, 184, 744, True), (1400, 76, 640, True), (1300, 76, 640, False)]
)
def test_widths(room: Room, width: int, rail: int, queue: int, both: bool) -> None:
    room.main.resize(width, 900)
    room.qtbot.waitUntil(lambda: room.main.width() == width)

    assert room.main.rail.width() == rail
    assert room.main.queue.width() == queue
    assert (room.main.map.isVisible() and room.main.case.isVisible()) is both


def test_below_1024_there_is_one_column(room: Room) -> None:
    room.main.resize(1000, 900)
    room.qtbot.waitUntil(lambda: room.main.width() == 1000)

    shown = [part for part in (room.main.queue, room.main.map, room.main.case) if part.isVisible()]
    assert len(shown) == 1


def test_the_queue_keeps_twelve_rows_on_a_small_screen(room: Room) -> None:
    room.desk.put(*(a_case(id=f"case-{n}") for n in range(30)))
    room.main.resize(1366, 768)
    room.qtbot.waitUntil(lambda: room.main.width() == 1366 and room.main.queue.model.rowCount() == 30)

    assert room.main.queue.view.viewport().height() // 44 >= 12


def test_eighteen_rows_stand_beside_the_map_at_full_size(room: Room) -> None:
    room.desk.put(*(a_case(id=f"case-{n}") for n in range(30)))
    room.qtbot.waitUntil(lambda: room.main.queue.model.rowCount() == 30)

    assert room.main.queue.view.viewport().height() // 44 >= 18


def test_slash_finds_a_case_by_the_last_digits_and_goes_there(room: Room) -> None:
    room.desk.put(a_case(id="case-1"), a_case("with_units", id="case-2", number="15042200412"))
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_Slash)
    field = room.main.top.command
    assert room.main.focusWidget() is field
    QTest.keyClicks(field, "412")
    QTest.keyClick(field, Qt.Key.Key_Return)

    assert room.main.case.case_id == "case-2"
    assert room.main.queue.list_name == "dispatched"


def found(room: Room, typed: str) -> list[str]:
    """The lists and cases that the command field finds, in their order."""
    field = room.main.top.command
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_Slash)
    QTest.keyClicks(field, typed)
    room.qtbot.waitUntil(lambda: bool(field.hits))
    return [hit.list or hit.case_id for hit in field.hits if hit.action is None]


def test_a_digit_finds_its_list_then_numbers_that_end_so_then_what_mentions_it(room: Room) -> None:
    room.desk.put(
        a_case(id="within", number="15042200001", address="秦岭路 153 号"),
        a_case(id="whole", number="15042200002", address="秦岭路 5 号"),
        a_case(id="other", number="15042200003", address="秦岭路 6 号"),
        a_case(id="ends", number="15042200035", address="秦岭路 8 号"),
        a_case(id="ends too", number="15042200015", address="秦岭路 8 号"),
    )
    assert found(room, "5") == ["to_decide", "ends too", "ends", "whole", "within"]
    QTest.keyClick(room.main.top.command, Qt.Key.Key_Return)
    assert room.main.queue.list_name == "to_decide"


def test_the_number_that_is_meant_is_found_behind_many_that_mention_its_digits(room: Room) -> None:
    many = (a_case(id=f"case-{n}", number=f"1504220{n:04}", address="秦岭路 412 号") for n in range(20))
    room.desk.put(*many, a_case(id="meant", number="15042209412", address="秦岭路"))
    assert found(room, "412")[0] == "meant"


def test_a_place_and_a_verb_are_found_too(room: Room) -> None:
    room.desk.put(a_case(id="case-1", address="秦岭路 18 号"))
    room.main.choice.go_to("case-1")
    field = room.main.top.command
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_Slash)
    field.setText("秦岭")
    field.textEdited.emit("秦岭")
    room.qtbot.waitUntil(lambda: bool(field.hits))
    assert field.hits[0].case_id == "case-1"
    room.desk.put(a_case(id="case-2", address="秦岭路 20 号", category="component-01-02"))
    field.setText("秦岭 井盖")
    field.textEdited.emit("秦岭 井盖")
    room.qtbot.waitUntil(lambda: [hit.case_id for hit in field.hits] == ["case-2"])

    field.setText("备注")
    field.textEdited.emit("备注")
    room.qtbot.waitUntil(lambda: field.hits[0].action is not None)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert room.main.case.form is not None


def many_cases(room: Room) -> None:
    """A thousand, of which the last two lie at one place."""
    room.desk.put(*(a_case(id=f"c{n}", number=f"41010020150422{n:05}", address="农科路北侧") for n in range(998)))
    room.desk.put(*(a_case(id=f"c{n}", number=f"41010020150422{n:05}", address="棉纺路 KT9 门") for n in (998, 999)))
    room.qtbot.waitUntil(lambda: len(room.board.cases()) == 1000)


def test_enter_before_all_cases_were_looked_at_goes_to_the_case_as_soon_as_it_is_found(room: Room) -> None:
    many_cases(room)
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_Slash)
    QTest.keyClicks(room.main.top.command, "kt9")
    QTest.keyClick(room.main.top.command, Qt.Key.Key_Return)
    room.qtbot.waitUntil(lambda: room.main.case.case_id == "c998")


def test_all_lines_that_are_found_are_in_sight_and_none_is_wider_than_the_list(room: Room) -> None:
    room.desk.put(
        *(a_case(id=f"c{n}", number=f"1504220000{n}", address="1 号门" + "农科路北侧" * 20) for n in range(9))
    )
    assert len(found(room, "1")) == 8
    listed = room.main.findChild(QListWidget, "overlay")
    assert listed.verticalScrollBar().maximum() == 0
    assert {listed.visualItemRect(listed.item(n)).right() <= listed.viewport().width() for n in range(8)} == {True}


def test_enter_takes_the_line_to_which_the_arrows_went(room: Room) -> None:
    many_cases(room)
    field = room.main.top.command
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_Slash)
    QTest.keyClicks(field, "kt9")
    room.qtbot.waitUntil(lambda: len(field.hits) == 2)
    QTest.keyClick(field, Qt.Key.Key_Down)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert room.main.case.case_id == "c999"


def test_the_keys_are_shown_on_the_question_mark_and_gone_with_any_key(room: Room) -> None:
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_Question, Qt.KeyboardModifier.ShiftModifier)
    assert room.main.asides.keys.isVisible()
    QTest.keyClick(room.main.asides.keys, Qt.Key.Key_A)
    assert not room.main.asides.keys.isVisible()


# -- alerts and sounds ------------------------------------------------------------------------------------------------


def sent(room: Room, n: int = 1, **fields: object) -> None:
    leg = a_leg("sent", id=f"leg-{n}", sent_at=room.clock.now)
    room.desk.put(a_case("with_units", id=f"case-{n}", urgent=True, legs=(leg,), **fields))


def test_the_keys_call_the_review_by_the_word_of_the_field(room: Room) -> None:
    assert room.context.texts.text("keys.review_window") == "核查窗口"
    assert room.context.texts.text("keys.review") == "核查"


def test_an_urgent_case_that_nobody_fetched_rings_every_minute_and_stays_on_top_until_told(room: Room) -> None:
    sent(room)
    assert room.heard.kinds == []
    room.second(59)
    assert room.heard.kinds == []
    room.second(1)
    assert room.heard.kinds == ["urgent"]
    room.second(30)
    assert room.heard.kinds == ["urgent"]
    room.second(30)
    assert room.heard.kinds == ["urgent", "urgent"]
    assert len(room.main.alerts.lines) == 1
    assert "未送达" in room.main.alerts.lines[0]
    assert "67445566" in room.main.alerts.lines[0]

    leg = a_leg("sent", told_at=room.clock.now, told_to="张工")
    room.desk.put(a_case("with_units", id="case-1", urgent=True, legs=(leg,)))
    room.second(120)
    assert room.heard.kinds == ["urgent", "urgent"]
    assert room.main.alerts.lines == ()


def test_a_terminal_that_fetches_ends_it_too(room: Room) -> None:
    sent(room)
    room.second(20)
    assert len(room.main.alerts.lines) == 1
    leg = a_leg("delivered", fetched_at=room.clock.now)
    room.desk.put(a_case("with_units", id="case-1", urgent=True, legs=(leg,)))
    room.second(60)

    assert room.main.alerts.lines == ()
    assert room.heard.kinds == []


def test_an_ordinary_case_never_rings(room: Room) -> None:
    leg = a_leg("sent", sent_at=room.clock.now)
    room.desk.put(a_case("with_units", id="case-1", legs=(leg,)))
    room.second(120)

    assert room.heard.kinds == []


def test_g_goes_to_the_alert(room: Room) -> None:
    room.desk.put(a_case(id="case-7"))
    sent(room)
    room.second(20)
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_G)

    assert room.main.case.case_id == "case-1"


def test_g_goes_from_an_alert_to_the_next_and_the_first_alone_shows_the_key(room: Room) -> None:
    sent(room)
    sent(room, 2)
    room.second(20)
    chosen = []
    for _ in range(3):
        QTest.keyClick(room.main.queue.view, Qt.Key.Key_G)
        chosen.append(room.main.case.case_id)

    assert chosen == ["case-1", "case-2", "case-1"]
    lines = room.main.queue.findChildren(AlertLine)
    assert [each.findChild(KeyButton).key for each in lines] == ["G", ""]
    assert [each.findChild(KeyButton).button.accessibleName() for each in lines] == ["处理 (G)", "处理"]
    assert len({each.findChild(KeyButton).button.x() + each.findChild(KeyButton).x() for each in lines}) == 1


def test_alerts_stay_in_sight_above_a_list_of_this_desk(room: Room) -> None:
    sent(room)
    room.second(20)
    room.main.choice.show_list("unsent")
    QApplication.processEvents()

    (line,) = room.main.local.findChildren(AlertLine)
    assert line.isVisible()

    QTest.keyClick(room.main, Qt.Key.Key_Escape)

    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert len(room.main.queue.findChildren(AlertLine)) == 1
    assert room.main.local.findChildren(AlertLine) == []


def test_alerts_stay_in_sight_whichever_part_a_narrow_window_or_the_map_layout_shows(room: Room) -> None:
    def seen() -> list[AlertLine]:
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        return [each for each in room.main.findChildren(AlertLine) if each.isVisible()]

    sent(room)
    room.second(20)
    assert [room.main.queue.isAncestorOf(line) for line in seen()] == [True]

    room.main.resize(1000, 900)
    for show_tab in (room.main.arrangement.show_case_tab, room.main.arrangement.show_map_tab):
        show_tab()
        (line,) = seen()
        assert line.width() > 900  # above the tabs, not in one of the parts

    room.main.resize(1920, 1080)
    QTest.keyClick(room.main, Qt.Key.Key_F6)
    assert len(seen()) == 1


def test_a_long_alert_does_not_widen_the_queue(room: Room) -> None:
    wide = room.main.queue.width()
    alert = AlertLine(room.context.look, "处理")
    alert.show_alert("over", "紧急", AlertWords("长" * 200, "未送达", "长" * 200, "长" * 9, "0371-0000-0103"))
    room.main.queue.alerts.addWidget(alert)
    QApplication.processEvents()

    assert room.main.queue.width() == wide


def test_an_urgent_case_to_dispatch_sounds_once_and_others_not(room: Room) -> None:
    room.desk.put(a_case(id="case-1"))
    room.desk.put(a_case(id="case-2", urgent=True))
    room.desk.put(a_case(id="case-2", urgent=True, version=9))
    room.second(120)

    assert room.heard.kinds == ["urgent"]


# -- seats, leaving ---------------------------------------------------------------------------------------------------


def test_without_a_person_the_board_is_read_only(room: Room) -> None:
    room.board.take_seats({**room.board.seats, DESK: type(room.board.seats[DESK])(DESK)})
    room.desk.put(a_case(id="case-1"))
    room.clock.now += 1000
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_Return)

    assert room.main.case.decide.deeds.primary_button is None
    assert [wish.verb for wish in room.desk.wishes] == []


def test_a_wrong_password_is_said_and_a_right_one_signs_in(room: Room) -> None:
    room.desk.passwords["li"] = ("geheim", an_actor("dispatcher", "li"))
    dialog = SignIn(room.context, DESK, "登录", room.main)
    dialog.open()
    dialog.login.setText("li")
    dialog.password.setText("falsch")
    QTest.keyClick(dialog.password, Qt.Key.Key_Return)
    room.qtbot.waitUntil(lambda: bool(dialog.says))
    assert dialog.says == "账号或密码不对"

    dialog.password.setText("geheim")
    QTest.keyClick(dialog.password, Qt.Key.Key_Return)
    room.qtbot.waitUntil(lambda: not dialog.isVisible())
    actor = room.context.actor(DESK)
    assert actor is not None
    assert actor.id == "li"
    room.qtbot.waitUntil(lambda: room.main.top.person.text() == "李敏", timeout=30_000)  # once names have come


def test_without_a_line_the_sign_in_says_that_who_was_here_before_may_unlock(room: Room) -> None:
    room.board.take_seats({**room.board.seats, DESK: SeatState(DESK, unlockable=True)})
    dialog = SignIn(room.context, DESK, "登录", room.main)
    assert dialog.says == ""
    room.desk.link(Line.OFFLINE)
    dialog = SignIn(room.context, DESK, "登录", room.main)
    assert dialog.says == "中心连不上。曾在本席位登录的人可用自己的密码在此解锁"


def test_the_status_line_says_everything_also_when_it_is_nothing(room: Room) -> None:
    link, age, unsent, conflicts = room.main.status.words()
    assert (link, unsent, conflicts) == ("已连接 · 18 毫秒", "待发送 0", "冲突 0")
    assert age.startswith("数据")


def test_leaving_with_unsent_commands_is_asked_and_staying_keeps_the_window(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.desk.link(Line.OFFLINE)
    room.desk.put(a_case(id="case-1"))
    room.clock.now += 1000
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_Return)
    asked = []

    def stay(box: QMessageBox) -> int:
        asked.append(box.text())
        box.buttons()[-1].click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", stay)
    assert not room.main.close()
    assert room.main.isVisible()
    assert "1" in asked[0]


def test_every_button_and_field_has_an_accessible_name(room: Room) -> None:
    room.desk.put(a_case(id="case-1"))
    room.main.choice.go_to("case-1")
    nameless = [
        each
        for kind in (QAbstractButton, QLineEdit)
        for each in room.main.findChildren(kind)
        if each.isVisible() and not (each.accessibleName() or getattr(each, "text", str)())
    ]
    assert nameless == []
    for part in (room.main.queue.view, room.main.rail, room.main.map, room.main.top.command):
        assert isinstance(part, QWidget)
        assert part.accessibleName()


def test_time_passes_on_the_clock_and_in_the_row(room: Room) -> None:
    room.desk.put(a_case(id="case-1"))
    model = room.main.queue.model
    assert model.data(model.index(0, 0)) == "10 分"
    room.clock.now += 6 * MINUTE
    assert model.data(model.index(0, 0)) == "04:59"


def test_on_a_low_screen_map_and_case_share_one_place(room: Room) -> None:
    room.desk.put(a_case(id="case-1"))
    room.main.resize(1366, 700)
    room.qtbot.waitUntil(lambda: not room.main.map.isVisible())
    assert room.main.case.isVisible()

    QTest.keyClick(room.main.queue.view, Qt.Key.Key_M)
    assert room.main.map.isVisible()
    assert not room.main.case.isVisible()


def test_in_one_column_what_is_shown_has_the_whole_width(room: Room) -> None:
    room.desk.put(a_case(id="case-1"))
    room.main.resize(1000, 900)
    room.qtbot.waitUntil(lambda: room.main.case.isVisible() and not room.main.queue.isVisible())

    room.qtbot.waitUntil(lambda: room.main.case.width() > 900)


@pytest.mark.parametrize("key", [Qt.Key.Key_N, Qt.Key.Key_O])
def test_a_form_is_seen_where_the_map_has_its_place(room: Room, key: Qt.Key) -> None:
    room.desk.put(a_case(id="case-1"))
    room.main.resize(1366, 700)
    room.qtbot.waitUntil(lambda: not room.main.map.isVisible())
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_M)
    assert not room.main.case.isVisible()
    QTest.keyClick(room.main.queue.view, key)

    assert room.main.case.busy
    assert room.main.case.isVisible()


def test_the_keys_go_back_to_who_had_them_when_the_overlay_closes(room: Room) -> None:
    room.desk.put(a_case(id="case-1"))
    room.main.queue.view.setFocus()
    room.main.asides.keys.open()
    QTest.keyClick(room.main.asides.keys, Qt.Key.Key_Space)

    assert room.main.focusWidget() is room.main.queue.view


def test_panels_keep_their_choice_of_who_has_the_keys_in_a_new_window(qtbot: QtBot, look: Look) -> None:
    frame, panels = Frame("zh_CN", look.tokens.name), QWidget()
    qtbot.addWidget(frame)
    first, second = QLineEdit(panels), QLineEdit(panels)
    second.setFocus()
    frame.fill(panels, look.tokens.name)
    frame.show()

    assert frame.focusWidget() is second
    assert frame.focusWidget() is not first


def test_many_alerts_fold_into_three_lines_and_into_one_where_there_is_little_height(room: Room) -> None:
    for number in range(1, 6):
        sent(room, number)
    room.second(20)
    assert len(room.main.alerts.lines) == 3
    assert room.main.alerts.lines[-1].endswith("另有 2 件")

    room.main.resize(1600, 700)
    room.qtbot.waitUntil(lambda: room.main.queue.low)
    room.second()
    assert len(room.main.alerts.lines) == 1
    assert room.main.alerts.lines[0].endswith("另有 4 件")


def test_synthetic_data_are_marked_on_a_narrow_window_too(room: Room) -> None:
    room.board.take_city(replace(a_city(), synthetic=True))
    room.main.resize(1280, 720)

    assert [each.text() for each in room.main.top.findChildren(QLabel) if "合成数据" in each.text()] == ["合成数据"]
    assert room.main.top.width() <= 1280


def test_the_map_is_drawn_as_soon_as_the_geometry_of_the_city_is_there(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = list[Grids]()
    monkeypatch.setattr(room.main.map, "set_city", lambda grids, _synthetic: drawn.append(grids))
    whole = replace(a_city(), grids=build(flatten([shapely.box(113.0, 34.0, 113.1, 34.1)]), ["41010200001"], {}, {}))
    room.board.take_city(replace(whole, grids=None))
    room.qtbot.waitUntil(lambda: room.board.city is not None and room.board.city.version == whole.version)
    assert not drawn
    room.board.take_geometry(whole)
    room.qtbot.waitUntil(lambda: drawn == [whole.grids])
