"""The outage drill in the windows: who finds it, how it begins, shows and ends, and what the drills so far came to."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton

from console.facts import REVIEW, Line
from console.facts.drills import DrillCall, DrillRecord
from console.ui.drill import DrillDesk
from console.ui.drill.window import DrillWindow
from tests.builders import MINUTE, NINE, an_actor
from tests.console.ui.conftest import Room

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # a window of its own, offscreen

RECORD = DrillRecord(
    "d", "赵敏", NINE, NINE + 5 * MINUTE, ended=NINE + 5 * MINUTE, why="time", zone="Asia/Shanghai",
    commands={"dispatch": 3, "told": 1}, urgent=(DrillCall("1", "west", "西区", "West", NINE, NINE + 40_000),),
    drained_at=NINE + 5 * MINUTE + 2_000,
)  # fmt: skip


class Asked:
    """What the board was asked for."""

    def __init__(self, room: Room) -> None:
        self.begun: list[tuple[str, int]] = []
        self.ended = 0
        room.board.drills.asked.connect(lambda seat, minutes: self.begun.append((seat, minutes)))
        room.board.drills.end_asked.connect(self._end)

    def _end(self) -> None:
        self.ended += 1


def a_drill(room: Room) -> None:
    """A drill is on for four minutes more."""
    room.desk.link(Line.OFFLINE, reason="link.drill", drill_until=room.clock() + 4 * MINUTE)  # type: ignore[arg-type]


def window(room: Room, record: DrillRecord = RECORD) -> DrillWindow:
    drills = DrillDesk()
    drills.adopt(room.context, room.main)
    drills.know(((record, "/desk/drills/drill.html"),))
    room.main.seat_menu.drill_asked.emit()
    assert drills.window is not None
    return drills.window


def texts(shown: DrillWindow) -> str:
    return " | ".join(each.text() for each in shown.findChildren(QLabel) if each.isVisibleTo(shown))


def menu(room: Room) -> list[str]:
    """What stands in the person's menu."""
    room.main.seat_menu.open(QPoint(0, 0))
    (opened,) = [each for each in QApplication.topLevelWidgets() if isinstance(each, QMenu) and each.isVisible()]
    words = [action.text() for action in opened.actions()]
    opened.hide()
    return words


def test_only_who_leads_finds_the_drill_and_anybody_ends_it(room: Room) -> None:
    assert "断网演练 …" not in menu(room)
    a_drill(room)
    assert "结束断网演练" in menu(room)
    room.desk.sign_in(an_actor("shift_leader"), REVIEW)
    assert {"断网演练 …", "结束断网演练"} <= set(menu(room))


def test_it_is_begun_for_the_minutes_that_were_picked_by_who_leads(room: Room) -> None:
    asked = Asked(room)
    room.desk.sign_in(an_actor("shift_leader"), REVIEW)
    shown = window(room)
    shown.minutes.set_current(3)
    QTest.keyClick(shown, Qt.Key.Key_Return)
    assert asked.begun == [(REVIEW, 20)]
    room.board.drills.take_refusal("rule.drill_unsent", {"n": 2})
    assert shown.says == "还有 2 条命令未发出；全部送达后再开始演练"


def test_while_it_is_on_the_window_counts_down_and_ends_it(room: Room) -> None:
    asked = Asked(room)
    shown = window(room)
    assert shown.finish.isHidden()
    a_drill(room)
    assert "演练 · 剩 04:00" in texts(shown)
    assert shown.begin.isHidden()
    room.second(30)
    assert "演练 · 剩 03:30" in texts(shown)
    QTest.keyClick(shown, Qt.Key.Key_E)
    assert asked.ended == 1
    room.desk.link(Line.ONLINE)
    assert (shown.begin.isHidden(), shown.finish.isHidden()) == (False, True)
    QTest.keyClick(shown, Qt.Key.Key_Escape)
    assert shown.isHidden()


def test_strip_and_status_line_say_drill_and_the_strip_ends_it(room: Room) -> None:
    asked = Asked(room)
    strip = room.main.queue.strips
    room.desk.link(Line.OFFLINE)
    assert not [each for each in strip.findChildren(QPushButton) if each.isVisibleTo(strip)]
    a_drill(room)
    assert "演练 · 剩 04:00" in [each.text() for each in strip.findChildren(QLabel)]
    assert "照常受理和派遣，紧急件打电话；结束后按顺序发出" in [each.text() for each in strip.findChildren(QLabel)]
    assert room.main.status.words()[0] == "演练 · 剩 04:00"
    room.second(60)
    assert "演练 · 剩 03:00" in [each.text() for each in strip.findChildren(QLabel)]
    (end,) = [each for each in strip.findChildren(QPushButton) if each.isVisibleTo(strip)]
    assert end.text() == "结束演练"
    end.click()
    assert asked.ended == 1


def test_the_drills_so_far_stand_there_with_their_reports(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _: True)
    shown = window(room)
    opened: list[str] = []
    shown.opened.connect(opened.append)
    words = texts(shown)
    for part in ("赵敏", "5 分 0 秒", "1 件，已电话通知 1 件", "用时 2 秒"):
        assert part in words
    (report,) = [each for each in shown.findChildren(QPushButton) if each.text() == "打开报告"]
    report.click()
    assert opened == ["/desk/drills/drill.html"]


def test_who_held_a_drill_is_named_as_in_all_windows(room: Room) -> None:
    room.desk.sign_in(an_actor("dispatcher"))
    room.qtbot.waitUntil(lambda: room.context.people.name("li") == "李敏")
    assert "李敏" in texts(window(room, replace(RECORD, login="li")))


def test_its_key_ends_the_drill_that_is_on_and_means_nothing_without_one(room: Room) -> None:
    asked = Asked(room)
    for _ in range(2):
        QTest.keyClick(room.main.queue.view, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert asked.ended == 0
    a_drill(room)
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert asked.ended == 1


def test_the_keys_are_with_the_length_that_is_chosen_when_the_window_opens(room: Room) -> None:
    room.desk.sign_in(an_actor("shift_leader"), REVIEW)
    shown = window(room)
    focused = shown.focusWidget()
    assert isinstance(focused, QPushButton)
    assert focused.text() == "10 分钟"
