"""Nothing that is said once is lost: notices wait for their turn, name their case, and stand in the person's menu."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from console.facts import Notice
from console.ui.look.lines import NoticeLine
from tests.builders import a_case
from tests.console.ui.conftest import Room

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # a menu, offscreen
SALVAGED = Notice("notice.salvaged_partly", {"count": "3", "lost": "2", "file": "outbox.db.bad"})
REBUILT = Notice("notice.cache_rebuilt")


def menu_of(room: Room) -> QMenu:
    """The menu of what was said, as the person's menu has it."""
    room.main.seat_menu.open(QPoint(0, 0))
    (menu,) = [each for each in QApplication.topLevelWidgets() if isinstance(each, QMenu) and each.isVisible()]
    (said,) = [each for each in menu.findChildren(QMenu) if each.title() == "曾经提示"]  # Qt 6.8: no action.menu()
    menu.hide()
    return said


def test_of_two_notices_in_one_moment_both_are_read(room: Room) -> None:
    notices = room.main.case.notices
    room.board.take_notice(SALVAGED)
    room.board.take_notice(REBUILT)
    assert notices.text == room.context.say(SALVAGED.key, SALVAGED.details)
    assert "还有 1 条" in notices.findChild(NoticeLine).accessibleName()
    room.second(8)
    assert notices.text == room.context.say(REBUILT.key)
    assert "还有" not in notices.findChild(NoticeLine).accessibleName()
    room.second(8)
    assert notices.text == ""


def test_a_deed_of_ones_own_is_said_at_once_and_the_notice_comes_again_behind_it(room: Room) -> None:
    room.desk.put(a_case(id="case-1"))
    room.main.choice.go_to("case-1")
    room.clock.now += 1000  # a key within the first moment is no decision
    notices = room.main.case.notices
    room.board.take_notice(SALVAGED)
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_Return)
    assert notices.text.startswith("派遣 → 中原区")
    room.second(10)
    assert notices.text == room.context.say(SALVAGED.key, SALVAGED.details)


def test_the_same_notice_again_does_not_wait_behind_itself(room: Room) -> None:
    for _ in range(3):
        room.board.take_notice(REBUILT)
    assert "还有" not in room.main.case.notices.findChild(NoticeLine).accessibleName()


def test_a_notice_names_its_case_and_leads_there_from_the_menu(room: Room) -> None:
    room.desk.put(a_case(id="case-1"), a_case(id="case-2"))
    room.main.choice.go_to("case-2")
    room.board.take_notice(Notice("notice.due_changed", {}, "notice", "case-1"))
    assert room.main.case.notices.text.endswith(" · 暴露垃圾")
    room.second(20)
    (line,) = menu_of(room).actions()
    assert line.text().endswith(" · 暴露垃圾")
    line.trigger()
    assert room.main.case.case_id == "case-1"


def test_the_menu_has_the_newest_first_and_says_when_there_is_nothing(room: Room) -> None:
    (nothing,) = menu_of(room).actions()
    assert (nothing.text(), nothing.isEnabled()) == ("尚无提示", False)
    room.board.take_notice(SALVAGED)
    room.board.take_notice(REBUILT)
    first, second = menu_of(room).actions()
    assert first.text().endswith(room.context.say(REBUILT.key))
    assert second.text().startswith("09:04  ")
