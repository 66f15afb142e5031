"""The hand-over list in the windows: when it comes, what it says, who takes the desk over, and its page."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton

from console.facts import Ask, Conflict
from console.facts.photos import PhotoOut, PhotosDelta, PhotoState
from console.facts.shift import Call, Outage, ShiftFacts
from console.ui.shift import ShiftDesk
from console.ui.shift.window import ShiftWindow
from rules.commands import Command, Outcome, Role
from rules.frozen import changed
from tests.builders import MINUTE, NINE, a_case, an_actor
from tests.console.ui.conftest import Room

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # a window of its own, offscreen

CALM = ShiftFacts(NINE - 60 * MINUTE)
OUTAGE = Outage(NINE - 35 * MINUTE, NINE, "link.cut")


def settle(room: Room) -> None:
    """What was asked is answered, and what follows from the answers too."""
    desk = room.desk

    def is_answered() -> bool:
        asked = [each.id for each in desk.questions if each.kind in {Ask.SHIFT, Ask.SIGN_OUT}]
        return set(asked) <= set(desk.answered)

    room.qtbot.waitUntil(is_answered, timeout=30_000)


def adopted(room: Room, facts: ShiftFacts | None = CALM) -> ShiftDesk:
    """The list of a room in which this is handed over; what follows from who sits there has been asked."""
    room.desk.shift = facts
    shifts = ShiftDesk()
    shifts.setParent(room.main)  # it lives as long as the window
    shifts.adopt(room.context, room.main)
    settle(room)
    return shifts


def leave(room: Room) -> None:
    """Whoever sits here asks to sign out."""
    room.main.seat_menu.leaving.emit()
    settle(room)


def sign_outs(room: Room) -> int:
    return sum(question.kind is Ask.SIGN_OUT for question in room.desk.questions)


def here(room: Room) -> str:
    """The account of who sits at the desk."""
    actor = room.context.actor()
    assert actor is not None
    return actor.id


def shown(shifts: ShiftDesk) -> ShiftWindow:
    assert shifts.window is not None
    assert shifts.window.isVisible()
    return shifts.window


def texts(window: ShiftWindow) -> list[str]:
    return [each.text() for each in window.findChildren(QLabel) if each.isVisibleTo(window) and each.text()]


def a_conflict(room: Room) -> Conflict:
    case = changed(a_case(), id="case-7")
    room.desk.put(case)
    command = Command(
        "c-1",
        "dispatch",
        "case-7",
        actor="wang",
        role=Role.DISPATCHER,
        body={"unit": "410102"},
        issued_at=NINE - MINUTE,
    )
    return Conflict("c-1", command, Outcome("c-1", "superseded"), "review", case, case, case, author="王晓燕")


# when it comes --------------------------------------------------------------------------------------------------------
def test_a_calm_desk_is_taken_over_without_a_word(room: Room) -> None:
    shifts = adopted(room)
    assert (room.desk.took_over, shifts.window) == ([here(room)], None)


def test_the_first_who_sits_at_a_new_desk_is_handed_nothing_over(room: Room) -> None:
    shifts = adopted(room, replace(CALM, outages=(OUTAGE,)))
    assert (room.desk.took_over, shifts.window) == ([here(room)], None)


def test_who_has_the_desk_still_is_not_asked_again(room: Room) -> None:
    shifts = adopted(room, replace(CALM, by=here(room), outages=(OUTAGE,)))
    assert (room.desk.took_over, shifts.window) == ([], None)


def test_who_comes_after_an_outage_sees_the_list_and_takes_the_desk(room: Room) -> None:
    window = shown(adopted(room, replace(CALM, by="another", name="李敏", outages=(OUTAGE,))))
    assert "自 08:00 起 · 李敏接班" in texts(window)
    assert (window.take.isVisible(), window.leave.isVisible()) == (True, False)
    QTest.keyClick(window, Qt.Key.Key_Return)
    settle(room)
    assert room.desk.took_over == [here(room)]
    assert not window.isVisible()


def test_later_leaves_the_desk_to_who_had_it(room: Room) -> None:
    window = shown(adopted(room, replace(CALM, by="another", outages=(OUTAGE,))))
    QTest.keyClick(window, Qt.Key.Key_Escape)
    settle(room)
    assert (room.desk.took_over, window.isVisible()) == ([], False)


def test_another_person_who_sits_down_is_shown_it(room: Room) -> None:
    shifts = adopted(room, replace(CALM, by=here(room), outages=(OUTAGE,)))
    room.desk.sign_in(an_actor("dispatcher", "another"))
    settle(room)
    assert shown(shifts).take.isVisible()


def test_it_comes_before_a_sign_out_and_enter_goes_on(room: Room) -> None:
    shifts = adopted(room, replace(CALM, by=here(room), outages=(OUTAGE,)))
    leave(room)
    window = shown(shifts)
    assert (window.leave.isVisible(), window.take.isVisible(), sign_outs(room)) == (True, False, 0)
    QTest.keyClick(window, Qt.Key.Key_Return)
    assert (sign_outs(room), window.isVisible()) == (1, False)


def test_a_sign_out_with_nothing_to_hand_over_is_one(room: Room) -> None:
    adopted(room)
    leave(room)
    assert sign_outs(room) == 1


def test_a_list_that_cannot_be_read_keeps_nobody_here(room: Room) -> None:
    adopted(room, None)
    leave(room)
    assert sign_outs(room) == 1


def test_it_stands_in_the_menu_of_the_person_and_under_its_keys(room: Room) -> None:
    shifts = adopted(room)
    room.main.seat_menu.open(QPoint(0, 0))
    (menu,) = [each for each in QApplication.topLevelWidgets() if isinstance(each, QMenu) and each.isVisible()]
    assert "交接清单 …" in [action.text() for action in menu.actions()]
    menu.hide()
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_H, both)
    settle(room)
    assert "没有需要交接的事项" in texts(shown(shifts))


# what it says ---------------------------------------------------------------------------------------------------------
def test_it_tells_of_outages_calls_conflicts_and_photos(room: Room) -> None:
    room.desk.conflict(a_conflict(room))
    call = Call("case-7", "", "410102", "刘队长", "li", NINE - 2 * MINUTE)
    facts = replace(CALM, by="another", outages=(OUTAGE,), calls=(call,))
    photos = (
        PhotoOut("1" * 64, PhotoState.WAITING, "case-7"),
        PhotoOut("2" * 64, PhotoState.SENDING, "case-7"),
        PhotoOut("3" * 64, PhotoState.REFUSED, "", 0, "rule.photo_too_large"),
        PhotoOut("4" * 64, PhotoState.LOST, "case-7", NINE),
    )
    room.board.photos.take(PhotosDelta(photos))
    said = texts(shown(adopted(room, facts)))
    assert "08:25 – 09:00，历时 35 分 0 秒 · 连接中断" in said
    assert any(line.startswith("08:58 · 中原区 · 刘队长 · ") and line.endswith(" · 李敏") for line in said)
    (conflict,) = [line for line in said if line.startswith("08:59 · 派遣")]
    assert conflict.endswith("王晓燕 · 核查席")
    about = next(line for line in said if line.startswith("照片正在上传：2 张 · ")).partition(" · ")[2]
    assert about
    assert "中心不收照片 1 张（照片太大，最多 20 MB）：请换一张" in said  # its case is here no more
    assert f"本机丢失照片 1 张：请重新添加原片，或换一张 · {about}" in said


def test_an_outage_that_lasts_says_so(room: Room) -> None:
    facts = replace(CALM, by="another", outages=(replace(OUTAGE, ended=0),))
    assert "08:25 起，尚未恢复 · 连接中断" in texts(shown(adopted(room, facts)))


def test_a_long_list_is_cut_and_the_rest_counted(room: Room) -> None:
    outages = tuple(Outage(NINE - at * MINUTE, NINE, "link.cut") for at in range(1, 31))
    said = texts(shown(adopted(room, replace(CALM, by="another", outages=outages))))
    assert {"与中心失去联系 30", "另有 10 条"} <= set(said)


def test_a_line_leads_to_its_case(room: Room) -> None:
    room.desk.conflict(a_conflict(room))
    window = shown(adopted(room, replace(CALM, by="another")))
    (way,) = [each for each in window.findChildren(QPushButton) if each.text() == "查看" and each.isVisible()]
    way.click()
    assert room.main.case.case_id == "case-7"


def test_its_page_tells_the_same_and_has_room_for_names(room: Room) -> None:
    shifts = adopted(room, replace(CALM, by="another", name="<李>", outages=(OUTAGE,)))
    pages: list[str] = []
    shifts.print_asked.connect(pages.append)
    QTest.keyClick(shown(shifts), Qt.Key.Key_P)
    (page,) = pages
    assert "08:25 – 09:00，历时 35 分 0 秒 · 连接中断" in page
    assert ("交班人" in page, "&lt;李&gt;" in page, "<script" in page) == (True, True, False)
    assert "2015-04-22" in page
    shifts.know_paper("/desk/shift.pdf")
    assert "/desk/shift.pdf" in shown(shifts).says
    assert shown(shifts).paper.isVisible()


def test_what_a_dismissed_person_asked_for_is_handed_over_with_its_reason(room: Room) -> None:
    conflict = replace(a_conflict(room), outcome=Outcome("c-1", "refused", "rule.actor_revoked"))
    room.desk.conflict(conflict)
    window = shown(adopted(room, replace(CALM, by="another")))
    (line,) = [words for words in texts(window) if "王晓燕" in words and "操作人的权限已撤销" in words]
    assert "派遣" in line
