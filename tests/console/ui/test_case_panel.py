"""The case panel: proposal, deadline before the deed, other unit, forms, re-dispatch, confirmation, conflict card."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QScrollBar, QWidget
from pytestqt.qtbot import QtBot

from console.facts import DESK, Conflict, Delta, Line, Notice, OutboxDelta, Pending, Sending
from console.ui.case_words import CaseWords
from console.ui.look import Look
from console.ui.look.buttons import KeyButton
from console.ui.look.lines import NoticeLine
from console.ui.photos import Thumbnail
from rules.case import Case, Photo, PhotoKind, Stage
from rules.clock import Clock, Limit, LimitUnit
from rules.commands import Command, Outcome, Role
from rules.deadlines import Deadline
from rules.frozen import changed
from tests.builders import FOUR_HOURS, MINUTE, NINE, a_case, a_city, a_leg, a_request, an_actor, t
from tests.console.ui.conftest import Room


def put(room: Room, case: Case) -> None:
    room.desk.put(case)
    room.main.choice.go_to(case.id)
    room.clock.now += 1000


def labels(room: Room) -> str:
    """Everything that the right half says."""
    return " | ".join(each.text() for each in room.main.case.decide.findChildren(QLabel))


def wishes(room: Room) -> list[tuple[str, str, dict[str, object]]]:
    return [(wish.verb, wish.target, dict(wish.body)) for wish in room.desk.wishes]


def test_the_proposal_says_unit_ground_limit_and_due_before_the_key_is_pressed(room: Room) -> None:
    put(room, a_case(id="case-1"))

    said = labels(room)
    assert "中原区" in said
    assert "权责清单第 1 条" in said
    assert "4 工作时" in said
    assert room.main.case.decide.bar.accessibleName() == "现在 09:04, 截止 04-22 周三 15:04"
    assert room.main.case.decide.deeds.primary_button is not None
    assert room.main.case.decide.deeds.primary_button.text() == "派遣 → 中原区"


def test_whose_a_component_is_stands_beside_its_place(room: Room) -> None:
    put(room, a_case(id="case-1", category="component-01-02", owner="B01"))
    assert room.main.case.facts._grids.text().endswith("部件权属单位：市排水管理处")

    put(room, a_case(id="case-2"))
    assert "权属" not in room.main.case.facts._grids.text()


def test_who_agrees_to_decline_reads_the_reason_and_may_word_the_answer_anew(room: Room) -> None:
    room.desk.sign_in(an_actor("shift_leader"))
    proposed = {"declined_by": "chen", "decline_reason": "属小区内部", "decline_answer": "请联系物业"}
    put(room, a_case("accepted", id="case-1", **proposed))
    assert "属小区内部" in room.main.case.facts._verdict.text()

    QTest.keyClick(room.main.queue.view, Qt.Key.Key_Y)
    form = room.main.case.form
    assert form is not None
    assert form.body()["answer"] == "请联系物业"
    form.submit()
    assert wishes(room) == [("uphold_decline", "", {"answer": "请联系物业"})]


def test_without_a_duty_a_unit_must_be_chosen_and_enter_sends_nothing(room: Room) -> None:
    room.desk.put(a_case(id="case-1", category="event-09-01", condition=""))
    room.clock.now += 1000

    QTest.keyClick(room.main.queue.view, Qt.Key.Key_Return)

    assert room.desk.wishes == []
    assert room.main.case.busy
    assert room.main.focusWidget() is room.main.case.forms.picker.field


def test_two_letters_choose_another_unit_whose_deadline_is_shown_before_the_second_enter_sends(room: Room) -> None:
    put(room, a_case(id="case-1"))
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_O)
    field = room.main.case.forms.picker.field
    QTest.keyClicks(field, "sp")
    QTest.keyClick(field, Qt.Key.Key_Return)

    assert room.desk.wishes == []
    assert "市排水管理处" in labels(room)
    assert room.main.case.decide.deeds.primary_button is not None
    assert room.main.case.decide.deeds.primary_button.text() == "派遣 → 市排水管理处"

    room.clock.now += 1000
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_Return)
    assert wishes(room) == [("dispatch", "", {"unit": "B01"})]


def test_a_deadline_without_a_name_shows_its_time_alone(room: Room) -> None:
    shown = replace(room.desk.shown(a_case(id="case-1")), deadline=Deadline("", NINE + 14 * MINUTE))
    room.board.take_delta(Delta((shown,)))

    assert room.main.case.case_id == "case-1"
    assert CaseWords(room.context).clock_name(shown) == ""


def test_letters_typed_into_the_picker_are_text_not_commands(room: Room) -> None:
    put(room, a_case(id="case-1"))
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_O)
    QTest.keyClicks(room.main.case.forms.picker.field, "bncu")

    assert room.main.case.forms.picker.field.text() == "bncu"
    assert room.desk.wishes == []
    assert room.desk.recalls == []


def test_chinese_reaches_every_text_field(room: Room) -> None:
    put(room, a_case(id="case-1"))
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_N)
    form = room.main.case.form
    assert form is not None
    area = form.field("text").widget
    assert isinstance(area, QPlainTextEdit)
    assert area.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    assert not room.main.queue.view.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)

    area.setPlainText("请并查周边商户")
    form.submit()
    assert wishes(room) == [("note", "", {"text": "请并查周边商户"})]


def test_a_form_says_by_field_what_is_missing_and_sends_nothing(room: Room) -> None:
    put(room, a_case(id="case-1"))
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_B)
    form = room.main.case.form
    assert form is not None

    form.submit()

    assert form.error("reason")
    assert room.desk.wishes == []


def test_escape_leaves_a_form_without_a_deed_and_gives_the_keys_back(room: Room) -> None:
    put(room, a_case(id="case-1"))
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_N)
    assert room.main.case.form is not None
    QTest.keyClick(room.main.case.form.field("text").widget, Qt.Key.Key_Escape)

    assert room.main.case.form is None
    assert room.main.focusWidget() is room.main.queue.view
    assert room.desk.wishes == []


def test_rework_is_proposed_to_the_same_unit_with_the_rest_of_its_limit(room: Room) -> None:
    worked = Clock(FOUR_HOURS, ((t("2015-04-22 08:00"), t("2015-04-22 08:30")),))
    leg = a_leg("ended", clock=worked, feedback_at=t("2015-04-22 08:30"), failed_at=t("2015-04-22 08:40"))
    put(room, a_case(id="case-1", round=1, rework=1, proposed="410102", legs=(leg,), verdict="未处置"))

    assert room.main.queue.list_name == "redispatch"
    # 09:04 + 3 h 30 of work time: until 12:00 (2 h 56), then 34 minutes from 14:00.
    assert room.main.case.decide.bar.accessibleName() == "现在 09:04, 截止 04-22 周三 14:34"
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_Return)
    assert wishes(room) == [("dispatch", "", {"unit": "410102"})]


def test_confirm_passes_with_one_key_and_refuses_only_with_a_reason(room: Room) -> None:
    put(room, a_case("to_confirm", id="case-1"))
    assert room.main.queue.list_name == "to_confirm"
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_R)
    form = room.main.case.form
    assert form is not None
    form.submit()
    assert room.desk.wishes == []

    reason = form.field("reason").widget
    assert isinstance(reason, QLineEdit)
    reason.setText("照片看不清")
    form.submit()
    assert wishes(room) == [("confirm_refuse", "leg-1", {"reason": "照片看不清"})]

    put(room, a_case("to_confirm", id="case-2"))
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_Y)
    assert wishes(room)[-1] == ("confirm_pass", "leg-1", {})


def test_before_it_is_confirmed_the_photo_of_the_work_is_remarked_on(room: Room) -> None:
    known = {"taken_at": t("2015-04-22 08:30"), "lon": 1136100000, "lat": 347400000 + 5400}
    put(room, a_case("to_confirm", id="case-1", photos=(Photo("f" * 64, PhotoKind.AFTER, 1, "leg-1", **known),)))

    assert "需留意：处置后：拍摄于 08:30，早于上报（08:40）" in labels(room)
    assert "需留意：处置后：拍摄位置距案点 60 米" in labels(room)

    fine = Photo("f" * 64, PhotoKind.AFTER, 1, "leg-1", taken_at=t("2015-04-22 10:58"))
    put(room, a_case("to_confirm", id="case-2", photos=(fine,)))
    assert "需留意" not in labels(room)


def test_an_asked_return_is_upheld_with_y(room: Room) -> None:
    put(room, a_case("with_units", id="case-1", requests=(a_request(),)))

    QTest.keyClick(room.main.queue.view, Qt.Key.Key_Y)

    assert wishes(room) == [("grant_return", "request-1", {})] or wishes(room) == [("grant_return", "leg-1", {})]


def test_a_suspended_case_says_until_when_and_why(room: Room) -> None:
    until = t("2015-04-30 18:00")
    room.desk.put(a_case(suspended_at=NINE, suspended_until=until, suspended_reason="道路整体改造"))
    room.main.choice.show_list("suspended")
    QApplication.processEvents()

    told = [each.text() for each in room.main.case.facts.findChildren(QLabel) if each.isVisible()]
    assert "挂账至 04-30 周四 18:00 · 道路整体改造" in told


def test_a_reason_that_is_counted_by_its_code_keeps_the_keys(room: Room) -> None:
    room.desk.city = a_city(decline_reasons={"outside": ("不在管理区域内", "Outside the area")})
    room.board.take_city(room.desk.city)
    room.desk.sign_in(an_actor("acceptor"))
    room.desk.put(a_case("reported"))
    room.main.choice.show_list("intake")
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_R)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    assert isinstance(QApplication.focusWidget(), QComboBox)


def test_a_letter_that_is_quicker_than_the_desk_is_done_once_the_offers_come(room: Room) -> None:
    room.desk.slow = True
    put(room, a_case("with_units", id="case-1", requests=(a_request(),)))
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_Y)
    assert wishes(room) == []

    room.desk.answer(DESK)

    assert [verb for verb, _, _ in wishes(room)] == ["grant_return"]


def test_a_letter_that_was_too_quick_is_done_on_no_other_case(room: Room) -> None:
    room.desk.slow = True
    for case_id in ("case-1", "case-2"):
        put(room, a_case("with_units", id=case_id, requests=(a_request(),)))
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_Y)
    room.main.choice.go_to("case-1")

    room.desk.answer(DESK)

    assert wishes(room) == []


def test_a_letter_is_not_done_long_after_it_was_pressed(room: Room) -> None:
    room.desk.slow = True
    put(room, a_case("with_units", id="case-1", requests=(a_request(),)))
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_Y)
    room.clock.now += 2001

    room.desk.answer(DESK)

    assert wishes(room) == []


def test_told_by_phone_asks_who_and_offers_the_units_phone(room: Room) -> None:
    put(room, a_case("with_units", id="case-1", urgent=True, legs=(a_leg("delivered"),)))
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_T)
    form = room.main.case.form
    assert form is not None
    assert form.field("phone").value() == "67445566"
    form.submit()
    assert form.error("to")

    form.field("to").widget.setText("值班 张工")
    form.submit()
    verb, target, body = wishes(room)[0]
    assert (verb, target, body["to"], body["phone"]) == ("told", "leg-1", "值班 张工", "67445566")


def test_an_error_stays_until_something_else_is_said(room: Room) -> None:
    notices = room.main.case.notices
    room.board.take_notice(Notice("error.unexpected", {"kind": "OSError"}, "error"))
    room.second(9)
    assert notices.isVisible()
    assert notices.text == "程序遇到意外错误（OSError），已写入日志；已记下的命令不受影响"

    room.board.take_notice(Notice("notice.key_in_file"))
    room.second(9)
    assert notices.text == ""


def test_the_notice_names_the_deed_and_counts_the_recall_down(room: Room) -> None:
    put(room, a_case(id="case-1"))
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_Return)

    notices = room.main.case.notices
    assert notices.text == "派遣 → 中原区 · 暴露垃圾 · 截止 04-22 周三 15:04"
    recall = notices.findChild(KeyButton)
    assert recall.isVisible()
    assert "10" in notices.findChild(NoticeLine).accessibleName().rpartition("撤回")[2]
    room.second(3)
    assert "7" in notices.findChild(NoticeLine).accessibleName().rpartition("撤回")[2]
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_U)
    assert room.desk.recalls == ["desk"]
    room.second(8)
    assert notices.text == ""


def test_the_notice_says_when_the_unit_is_due_not_when_the_dispatch_was(room: Room) -> None:
    fifteen = Clock(Limit(15, LimitUnit.MINUTE), ((NINE, 0),))
    room.desk.link(Line.OFFLINE)
    put(room, a_case(id="case-1", stage_clock=fifteen))
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_Return)

    assert room.main.case.notices.text == "派遣 → 中原区 · 暴露垃圾 · 截止 04-22 周三 15:04"


def test_the_notice_stays_in_sight_when_the_last_case_has_gone(room: Room) -> None:
    put(room, a_case(id="case-1"))
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_Return)

    assert room.main.queue.model.rowCount() == 0
    assert room.main.case.case_id == ""
    assert room.main.case.notices.isVisible()
    assert room.main.case.notices.text.startswith("派遣 → 中原区")


def test_a_refusal_says_what_why_and_nothing_is_lost(room: Room) -> None:
    room.desk.sign_in(an_actor("dispatcher"))
    put(room, a_case("with_units", id="case-1"))
    room.board.do("desk", "dispatch", "case-1", "", {"unit": "410102"})

    assert "派遣" in room.main.case.notices.text
    assert "已派遣" in room.main.case.notices.text
    (line,) = room.main.case.notices.findChildren(NoticeLine)
    assert line.icon == "cross"


def a_conflict() -> Conflict:
    before = a_case(id="case-9")
    mine = a_case("with_units", id="case-9", legs=(a_leg("sent"),))
    now = a_case("with_units", id="case-9", legs=(a_leg("signed", unit="410103"),))
    command = Command("cmd-9", "dispatch", "case-9", "wang", Role.DISPATCHER, NINE + MINUTE, body={"unit": "410102"})
    return Conflict("cmd-9", command, Outcome("cmd-9", "superseded", "rule.superseded"), "desk", before, mine, now)


def test_the_choices_of_a_conflict_are_not_cut_in_any_language(qtbot: QtBot, look: Look) -> None:
    city = a_city()
    long = replace(city.units["410102"], name_en="China Tower Zhengzhou Branch")
    made = Room(qtbot, look, "en", replace(city, units={**city.units, long.code: long}))
    made.desk.sign_in(an_actor("dispatcher"))
    conflict = a_conflict()
    assert conflict.now
    made.desk.put(conflict.now)
    made.desk.conflict(conflict)
    shown = [each for each in made.main.case.pages.conflict.findChildren(KeyButton) if each.isVisible()]
    assert "Re-assign to China Tower Zhengzhou Branch" in [each.text() for each in shown]
    assert [each.text() for each in shown if each.width() < each.sizeHint().width()] == []
    made.close()


def test_the_conflict_card_shows_before_mine_and_now_and_drops_with_1(room: Room) -> None:
    room.desk.conflict(a_conflict())
    card = room.main.case.pages.conflict
    said = [each.text() for each in card.findChildren(QLabel)]
    assert room.main.case.pages.shows_conflict
    assert "待派遣" in said
    assert "中原区" in said
    assert "二七区" in said
    assert room.main.focusWidget() is card.choices.first.button

    QTest.keyClick(card.choices.first.button, Qt.Key.Key_1)
    assert room.desk.resolved == [("cmd-9", "drop")]
    assert not room.main.case.pages.shows_conflict


def test_the_conflict_card_applies_on_top_with_2(room: Room) -> None:
    conflict = a_conflict()
    urge = replace(conflict.command, verb="urge", body={"reason": "市民再次来电"})
    room.desk.conflict(replace(conflict, command=urge, mine=conflict.before))
    card = room.main.case.pages.conflict
    assert "按现在的状态重新发出“督办”" in " ".join(means(room))
    QTest.keyClick(card, Qt.Key.Key_2)

    assert room.desk.resolved == [("cmd-9", "on_top")]
    assert room.desk.wishes == []


def means(room: Room) -> list[str]:
    """What the choices of the conflict card say."""
    return [each.text() for each in room.main.case.pages.conflict.findChildren(QLabel) if each.isVisible()]


def test_the_conflict_card_names_deadlines_of_mine_and_of_each_choice(room: Room) -> None:
    conflict = a_conflict()
    clock = Clock(FOUR_HOURS, ((NINE, 0),))
    due = t("2015-04-22 15:00")
    now = a_case("with_units", id="case-9", legs=(a_leg("signed", unit="410103", clock=clock, due=due),))
    mine = a_case("with_units", id="case-9", legs=(a_leg("sent", clock=Clock(FOUR_HOURS)),))
    room.desk.put(now)
    room.desk.conflict(replace(conflict, now=now, mine=mine))

    said = means(room)
    assert "04-22 周三 15:01" in said  # mine was sent at 09:01
    assert "04-22 周三 15:00" in said  # now: since 09:00
    assert "二七区继续主办 · 截止 04-22 周三 15:00 · 您的命令记为“未生效”" in said
    assert "通知二七区停办，重新起算全部时限 · 截止 04-22 周三 15:04" in said
    assert "二七区仍为主办 · 协办 截止 04-22 周三 15:04" in said

    QTest.keyClick(room.main.case.pages.conflict, Qt.Key.Key_2)
    assert room.desk.resolved == [("cmd-9", "drop")]
    ((verb, target, body),) = wishes(room)
    assert (verb, target, body["unit"]) == ("reassign", "leg-1", "410102")


def test_the_conflict_card_adds_my_unit_as_helper_with_3(room: Room) -> None:
    room.desk.put(a_conflict().now or a_case())
    room.desk.conflict(a_conflict())
    QTest.keyClick(room.main.case.pages.conflict, Qt.Key.Key_3)

    assert room.desk.resolved == [("cmd-9", "drop")]
    assert wishes(room) == [("add_helper", "", {"unit": "410102"})]


def test_a_choice_that_the_rules_refuse_says_why_and_does_nothing(room: Room) -> None:
    conflict = a_conflict()
    gone = a_case("closed", id="case-9")
    urge = replace(conflict.command, verb="urge", body={"reason": "市民再次来电"})
    room.desk.conflict(replace(conflict, command=urge, now=gone))
    assert any(words.startswith("现在不能") for words in means(room))
    QTest.keyClick(room.main.case.pages.conflict, Qt.Key.Key_2)
    QTest.keyClick(room.main.case.pages.conflict, Qt.Key.Key_3)

    assert (room.desk.resolved, room.desk.wishes) == ([], [])


def test_digits_outside_the_conflict_card_decide_nothing(room: Room) -> None:
    room.desk.put(a_case(id="case-1"))
    room.desk.conflict(a_conflict())
    room.main.queue.view.setFocus()
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_1)

    assert room.desk.resolved == []


def test_a_conflict_of_somebody_else_names_them(room: Room) -> None:
    conflict = a_conflict()
    room.desk.conflict(replace(conflict, author="李敏", command=replace(conflict.command, actor="li")))
    assert room.main.case.pages.conflict.accessibleName() == "冲突：李敏的“派遣”与他人的处理相遇"
    mine = room.context.actor(conflict.seat)
    assert mine is not None
    room.desk.conflict(replace(conflict, author=mine.name, command=replace(conflict.command, actor=mine.id)))
    assert "您的“派遣”" in room.main.case.pages.conflict.accessibleName()


def test_a_conflict_put_off_waits_in_its_list(room: Room) -> None:
    room.desk.conflict(a_conflict())
    room.main.case.pages.conflict.later.emit()
    assert not room.main.case.pages.shows_conflict

    room.main.choice.show_list("conflicts")
    assert room.main.local.model.rowCount() == 1
    QTest.keyClick(room.main.local.lines, Qt.Key.Key_Down)
    room.main.local.lines.setCurrentIndex(room.main.local.model.index(0))
    QTest.keyClick(room.main.local, Qt.Key.Key_Return)
    assert room.main.case.pages.shows_conflict


def test_offline_the_work_goes_on_and_what_waits_is_listed_in_order(room: Room) -> None:
    room.desk.put(a_case(id="case-1"), a_case(id="case-2", number="15042200002"))
    room.desk.link(Line.OFFLINE)
    room.clock.now += 1000
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_Return)
    room.clock.now += 1000
    room.desk.link(Line.OFFLINE)

    assert not room.main.queue.outbox.isHidden()
    link, age, unsent, conflicts = room.main.status.words()
    assert "离线" in link
    assert "09:0" in age
    assert unsent == "待发送 1"
    assert conflicts == "冲突 0"
    assert room.main.rail.has("unsent")


def test_without_a_line_nothing_is_said_to_be_sent(room: Room) -> None:
    offered = Pending("c1", 1, "dispatch", "case-1", "wang", "desk", NINE, Sending.OFFERED)
    room.desk.link(Line.OFFLINE)
    room.main.queue.outbox.show()
    room.board.take_outbox(OutboxDelta((offered,)))
    QApplication.processEvents()
    said = [each.text() for each in room.main.queue.outbox.findChildren(QLabel) if not each.isHidden()]
    assert "待发送" in said
    assert "发送中" not in said

    room.desk.link(Line.ONLINE)
    room.main.queue.outbox.show_outbox((offered,))
    QApplication.processEvents()
    said = [each.text() for each in room.main.queue.outbox.findChildren(QLabel) if not each.isHidden()]
    assert "发送中" in said


def test_the_limit_of_a_filing_condition_and_its_due_are_said_before_it_is_filed(room: Room) -> None:
    room.desk.sign_in(an_actor("shift_leader"))
    put(room, a_case("accepted", id="case-1", condition="", filed_at=0))
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_F)
    form = room.main.case.form
    assert form is not None
    box = form.field("condition").widget
    assert isinstance(box, QComboBox)

    box.setCurrentIndex(-1)
    assert not form.limit_words.isVisible()
    box.setCurrentIndex(0)
    # 09:04 + 4 h of work time: until 12:00 (2 h 56), then 64 minutes from 14:00.
    assert form.limit_words.text() == "处置限 4 工作时 · 现在派遣则截止 04-22 周三 15:04"
    room.second(60)
    assert form.limit_words.text().endswith("15:05")


def test_a_shift_leader_files_with_a_chosen_condition(room: Room) -> None:
    room.desk.sign_in(an_actor("shift_leader"))
    put(room, a_case("accepted", id="case-1"))
    assert room.main.queue.list_name == "to_file"
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_F)
    form = room.main.case.form
    assert form is not None
    condition = form.field("condition").widget
    assert isinstance(condition, QComboBox)
    assert condition.currentText() == "有暴露垃圾 · 4 工作时"
    form.submit()

    verb, _, body = wishes(room)[0]
    assert (verb, body["condition"]) == ("file", "event-01-10-1")


def test_a_report_is_declined_only_with_a_reason_of_the_citys_list(room: Room) -> None:
    room.desk.city = a_city(decline_reasons={"private": ("属个人纠纷", "A private dispute")})
    room.board.take_city(room.desk.city)
    room.desk.sign_in(an_actor("acceptor"))
    put(room, a_case("reported", id="case-1"))
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_R)
    form = room.main.case.form
    assert form is not None
    form.submit()
    assert form.error("reason")

    reason = form.field("reason").widget
    assert isinstance(reason, QComboBox)
    assert not reason.isEditable()
    reason.setCurrentIndex(0)
    form.submit()
    verb, _, body = wishes(room)[0]
    assert (verb, body["reason"]) == ("decline", "private")


@pytest.mark.parametrize("width", [1920, 1366])
def test_three_photos_and_a_long_history_stay_within_their_half(room: Room, width: int) -> None:
    room.main.resize(width, 1061)
    kinds = (PhotoKind.OVERVIEW, PhotoKind.CLOSE_UP, PhotoKind.AFTER)
    photos = tuple(Photo(f"{n}" * 64, kind, taken_at=NINE) for n, kind in enumerate(kinds))
    put(room, a_case("to_confirm", id="case-1", photos=photos, community="电业新村社区", words="长" * 120))
    for _ in range(5):
        QApplication.processEvents()

    facts = room.main.case.facts
    parts = [each for each in facts.findChildren(QWidget) if each.isVisible() and not isinstance(each, QScrollBar)]
    rights = [each.mapTo(facts, each.rect().topRight()).x() for each in parts]
    tops = {each.y() for each in facts.findChildren(Thumbnail)}
    assert max(rights) < facts.width()
    assert facts.width() <= room.main.case.width() * 10 / 21 + 1
    assert len(tops) == 1
    assert len(facts.findChildren(Thumbnail)) == 3


def test_the_verdict_of_an_earlier_round_is_told_while_it_means_the_work_at_hand(room: Room) -> None:
    back = a_case(id="case-1", round=1, rework=1, verdict="问题未解决", proposed="410102")
    put(room, back)
    said = [each.text() for each in room.main.case.facts.findChildren(QLabel) if each.isVisible()]
    assert "返回原因：问题未解决" in said

    room.desk.put(changed(back, stage=Stage.CLOSED))
    said = [each.text() for each in room.main.case.facts.findChildren(QLabel) if each.isVisible()]
    assert not any("问题未解决" in words for words in said)


def test_the_head_of_a_case_says_which_clock_runs_how_long(room: Room) -> None:
    put(room, a_case(id="case-1", stage_clock=Clock(Limit(15, LimitUnit.MINUTE), ((NINE, 0),))))

    def clocks() -> list[str]:
        return [each.text() for each in room.main.case.facts.findChildren(QLabel) if "派遣剩" in each.text()]

    assert clocks() == ["派遣剩 10 分"]


def test_number_and_history_stay_in_sight_below_many_photos(room: Room) -> None:
    photos = tuple(Photo(f"{n}" * 64, PhotoKind.AFTER, taken_at=NINE, round=n // 3) for n in range(6))
    put(room, a_case("to_confirm", id="case-1", photos=photos, words="长" * 200))
    for _ in range(5):
        QApplication.processEvents()

    facts = room.main.case.facts
    (history,) = [each for each in facts.findChildren(QLabel) if "08:40 上报" in each.text()]
    assert facts.rect().contains(history.geometry())
    assert not facts.area.isAncestorOf(history)


def test_the_case_has_its_own_height_again_when_the_conflict_card_has_gone(room: Room) -> None:
    put(room, a_case(id="case-1"))
    before = room.main.case.height()
    room.desk.conflict(a_conflict())
    room.qtbot.waitUntil(lambda: room.main.case.height() > before)
    QTest.keyClick(room.main.case.pages.conflict.choices.first.button, Qt.Key.Key_1)

    room.qtbot.waitUntil(lambda: room.main.case.height() == before)


def test_a_conflict_card_stays_while_the_queue_moves_and_empties_by_itself(room: Room) -> None:
    room.desk.put(a_case(id="case-1"), a_case(id="case-2"))
    room.desk.conflict(a_conflict())
    room.board.take_delta(Delta((), ("case-1",)))
    assert room.main.case.pages.shows_conflict
    room.board.take_delta(Delta((), ("case-2",)))

    assert room.main.queue.model.rowCount() == 0
    assert room.main.case.pages.shows_conflict
    room.main.case.pages.conflict.later.emit()
    assert room.main.case.case_id == ""


def test_a_person_who_chooses_a_case_leaves_the_conflict_card_which_waits(room: Room) -> None:
    room.desk.put(a_case(id="case-1"), a_case(id="case-2"))
    room.desk.conflict(a_conflict())
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_Down)
    assert not room.main.case.pages.shows_conflict

    room.desk.conflict(a_conflict())  # the same, told once more
    assert not room.main.case.pages.shows_conflict
    room.desk.conflict(a_conflict(), replace(a_conflict(), id="cmd-8"))
    assert room.main.case.pages.shows_conflict


def test_escape_puts_a_conflict_off_while_its_card_has_the_focus(room: Room) -> None:
    room.desk.conflict(a_conflict())
    QTest.keyClick(room.main.case.pages.conflict.choices.first.button, Qt.Key.Key_Escape)

    assert not room.main.case.pages.shows_conflict
    assert len(room.board.conflicts) == 1


def test_a_conflict_takes_neither_an_open_form_nor_the_keys_of_a_text(room: Room) -> None:
    put(room, a_case(id="case-1"))
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_N)
    form = room.main.case.form
    assert form is not None
    room.desk.conflict(a_conflict())
    assert not room.main.case.pages.shows_conflict
    assert room.main.focusWidget() is form.field("text").widget

    QTest.keyClick(form.field("text").widget, Qt.Key.Key_Escape)
    assert room.main.case.pages.shows_conflict
    assert room.main.focusWidget() is room.main.case.pages.conflict.choices.first.button
    QTest.keyClick(room.main.case.pages.conflict, Qt.Key.Key_Escape)

    room.main.open_command()
    room.desk.conflict(a_conflict(), replace(a_conflict(), id="cmd-8"))
    assert room.main.case.pages.shows_conflict
    assert room.main.focusWidget() is room.main.top.command
