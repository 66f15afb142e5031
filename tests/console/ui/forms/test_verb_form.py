"""Forms: phrases by digit or click, typed times, whom to call, what the deed brings, and drafts that stay."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from console.facts import Draft, Line
from console.ui.forms.call_words import CallWords
from console.ui.forms.editors import category_editor
from console.ui.forms.lines import Lines
from console.ui.forms.phrases import text_of
from console.ui.forms.verb_form import VerbForm
from console.ui.look import Look
from console.ui.look.tokens import DARK
from rules.assignment import LegRole
from rules.case import Case, Stage
from rules.city import City
from tests.builders import a_case, a_city, a_leg, an_actor, t
from tests.console.ui.conftest import Room

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # menus, offscreen

PHRASES = {
    "note": (("已询问进展", "Asked"), ("等待权属单位确认", "Waiting")),
    "suspend": (("等待修缮计划", "Waiting for the works"),),
    "confirm_refuse": (("缺少全景照片", "No overview"),),
}


def city() -> City:
    made = a_city(phrases=PHRASES, reject_reasons={"dirty": ("未清理", "Not cleared")})
    units = dict(made.units)
    units["410102"] = replace(units["410102"], duty="张建国", duty_en="Zhang Jianguo", phone="67445566")
    return replace(made, units=units)


@pytest.fixture
def room(qtbot: QtBot, look: Look) -> Iterator[Room]:
    made = Room(qtbot, look, city=city())
    made.desk.sign_in(an_actor("dispatcher"))
    made.clock.now = t("2015-04-22 09:30")
    yield made
    made.close()


def with_unit(**fields: object) -> Case:
    return a_case(Stage.WITH_UNITS, id="case-1", round=1, legs=(a_leg("working"),), **fields)


def open_form(room: Room, verb: str, case: Case | None = None) -> VerbForm:
    room.desk.put(case or with_unit())
    room.main.choice.go_to("case-1")
    room.clock.now += 1000
    action = next(each for each in room.main.case.decide.deeds.actions_offered if each.verb == verb)
    room.main.case.start(action)
    assert room.main.case.form is not None
    return room.main.case.form


def field(form: VerbForm) -> Lines:
    widget = form.field("text").widget
    assert isinstance(widget, Lines)
    return widget


def last_wish(room: Room) -> tuple[str, dict[str, object]]:
    return room.desk.wishes[-1].verb, dict(room.desk.wishes[-1].body)


# phrases --------------------------------------------------------------------------------------------------------------


def test_n_on_a_row_a_digit_and_enter_note_a_phrase_and_the_keys_are_the_queues_again(room: Room) -> None:
    room.desk.put(with_unit())
    room.main.choice.go_to("case-1")
    room.clock.now += 1000
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_N)
    assert room.main.case.form is not None
    QTest.keyClick(field(room.main.case.form), Qt.Key.Key_2)
    QTest.keyClick(field(room.main.case.form), Qt.Key.Key_Return)
    assert last_wish(room) == ("note", {"text": "等待权属单位确认"})
    assert room.main.focusWidget() is room.main.queue.view


def test_the_keys_go_back_to_where_they_were(room: Room) -> None:
    room.desk.put(with_unit())
    room.main.choice.go_to("case-1")
    room.clock.now += 1000
    room.main.map.setFocus()
    was = room.main.focusWidget()
    QTest.keyClick(was, Qt.Key.Key_N)
    form = room.main.case.form
    assert form is not None
    QTest.keyClick(field(form), Qt.Key.Key_Escape)
    assert room.main.focusWidget() is was
    assert was is not room.main.queue.view


def test_the_command_bar_names_a_deed_once_and_asks_to_which_leg(room: Room) -> None:
    helper = a_leg("signed", id="leg-2", unit="410103", role=LegRole.HELPER)
    room.desk.put(a_case(Stage.WITH_UNITS, id="case-1", round=1, legs=(a_leg("working"), helper)))
    room.main.choice.go_to("case-1")
    room.clock.now += 1000
    bar = room.main.top.command
    room.main.open_command()
    QTest.keyClicks(bar, "told")
    QTest.keyClick(bar, Qt.Key.Key_Return)
    assert [hit.action.verb for hit in bar.hits if hit.action] == ["told"]
    menu = next(each for each in room.main.case.decide.deeds.findChildren(QMenu) if each.isVisible())
    assert len(menu.actions()) == 2
    menu.close()


def test_a_text_that_begins_with_a_digit_stays_text(room: Room) -> None:
    form = open_form(room, "note")
    QTest.keyClicks(field(form), "15:20 called")
    assert text_of(field(form)) == "15:20 called"


def test_a_phrase_that_was_kept_by_an_arrow_key_is_gone_on_with(room: Room) -> None:
    form = open_form(room, "note")
    QTest.keyClick(field(form), Qt.Key.Key_1)
    QTest.keyClick(field(form), Qt.Key.Key_Right)
    QTest.keyClicks(field(form), " 10 min")
    assert text_of(field(form)) == "已询问进展 10 min"


def test_a_click_adds_a_phrase_to_what_was_typed(room: Room) -> None:
    form = open_form(room, "note")
    QTest.keyClicks(field(form), "abc")
    assert form.phrases is not None
    QTest.mouseClick(form.phrases.findChildren(QPushButton)[0], Qt.MouseButton.LeftButton)
    assert text_of(field(form)) == "abc，已询问进展"


def test_shift_and_enter_begin_a_new_line(room: Room) -> None:
    form = open_form(room, "note")
    QTest.keyClicks(field(form), "a")
    QTest.keyClick(field(form), Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(field(form), "b")
    assert (text_of(field(form)), room.desk.wishes) == ("a\nb", [])


def test_where_reasons_are_coded_the_phrases_go_into_the_text(room: Room) -> None:
    case = a_case(Stage.TO_CONFIRM, id="case-1", round=1, legs=(a_leg("done"),))
    assert open_form(room, "confirm_refuse", case).phrases is not None
    form = room.main.case.form
    assert form is not None
    assert form.phrases is not None
    form.phrases.take(0)
    assert text_of(field(form)) == "缺少全景照片"


# times and consequences -----------------------------------------------------------------------------------------------


def test_a_return_date_is_typed_and_says_when_the_clocks_go_on(room: Room) -> None:
    form = open_form(room, "suspend")
    assert not form.outcome.isVisible()
    form.field("reason").restore("等待修缮计划")
    form.field("until").restore("+7d")
    form.outcome.say()
    assert form.outcome.text().startswith(
        "全部停表至 04-29 周三 09:30（7 天 0 时），到期自动恢复计时; 中原区 截止 04-29 周三 15:12"
    )
    form.submit()
    verb, body = last_wish(room)
    assert (verb, body["until"], body["reason"]) == ("suspend", t("2015-04-29 09:30") + 1000, "等待修缮计划")


def test_a_date_that_the_rules_do_not_take_says_why_before_it_is_sent(room: Room) -> None:
    form = open_form(room, "suspend")
    form.field("until").restore("+99w")
    form.outcome.say()
    assert form.outcome.text().startswith("现在不能：")


def test_a_time_that_cannot_be_read_is_not_passed_over(room: Room) -> None:
    form = open_form(room, "told")
    form.field("call_back").restore("25:99")
    form.submit()
    assert (form.error("call_back"), room.desk.wishes) == ("无法识别的时间", [])


def test_what_is_missing_is_told_before_the_button_is_pressed_and_subdues_it(room: Room) -> None:
    form = open_form(room, "suspend")
    assert form.foot.missing.text() == "还差：原因、截止"
    assert subdued(form)
    form.field("reason").restore("等待修缮计划")
    form.field("until").restore("+7d")
    form.outcome.say()
    assert form.foot.missing.isHidden()
    assert not subdued(form)
    form.field("reason").clear()
    form.outcome.say()
    assert form.foot.missing.text() == "还差：原因"
    assert subdued(form)


def test_a_deed_that_the_rules_refuse_now_has_a_subdued_button_that_can_be_pressed(room: Room) -> None:
    room.desk.sign_in(an_actor("shift_leader"))
    form = open_form(room, "close", a_case(Stage.TO_CLOSE, id="case-1", round=1, legs=(a_leg("done"),)))
    assert form.outcome.text().startswith("现在不能：结案条件未满足")
    assert subdued(form)
    assert form.do_button.button.isEnabled()
    form.field("closing").widget.findChildren(QCheckBox)[0].click()
    form.outcome.say()
    assert not subdued(form)


def subdued(form: VerbForm) -> bool:
    """Whether the button is not filled: its words are in the colour of text, not in that of a fill."""
    form.do_button.button.ensurePolished()
    return form.do_button.button.palette().buttonText().color().name().upper() == DARK.text


# the phone ------------------------------------------------------------------------------------------------------------


def test_the_form_of_a_call_shows_whom_to_call_and_takes_a_promise(room: Room) -> None:
    form = open_form(room, "told")
    assert form.findChild(CallWords).accessibleName() == "中原区 · 张建国 · 67445566"
    form.field("call_back").restore("15:00")
    form.submit()
    verb, body = last_wish(room)
    assert (verb, body) == ("told", {"to": "张建国", "phone": "67445566", "call_back": t("2015-04-22 15:00")})
    assert "约 15:00 回电（5 时 29 分）" in room.main.case.decide.tree.lines[0].below


# drafts ---------------------------------------------------------------------------------------------------------------


def type_and_leave(room: Room, words: str) -> None:
    form = open_form(room, "note")
    QTest.keyClicks(field(form), words)
    room.main.case.leave_form()


def test_what_was_typed_is_there_again_when_the_form_opens(room: Room) -> None:
    type_and_leave(room, "half a note")
    room.desk.link(Line.OFFLINE)
    room.desk.sign_in(an_actor("dispatcher", "li"))
    form = open_form(room, "note")
    assert text_of(field(form)) == "half a note"
    assert any("09:30 已输入" in each.text() for each in form.findChildren(QLabel))


def test_it_is_forgotten_once_it_was_done(room: Room) -> None:
    type_and_leave(room, "half a note")
    open_form(room, "note").submit()
    assert last_wish(room) == ("note", {"text": "half a note"})
    assert text_of(field(open_form(room, "note"))) == ""


def test_it_stays_when_the_rules_refuse_the_deed(room: Room) -> None:
    form = open_form(room, "suspend")
    form.field("reason").restore("等待修缮计划")
    form.field("until").restore("+99w")
    form.submit()
    assert room.desk.wishes[-1].verb == "suspend"
    assert open_form(room, "suspend").field("until").save() == "+99w"


def test_a_form_left_as_it_began_keeps_nothing(room: Room) -> None:
    open_form(room, "told")
    room.main.case.leave_form()
    assert room.board.draft("case-1/told/leg-1") is None


def test_it_can_be_discarded(room: Room) -> None:
    room.board.take_drafts((Draft("case-1/note/", {"text": "old"}, room.clock.now, "wang"),))
    form = open_form(room, "note")
    assert text_of(field(form)) == "old"
    discard = next(each for each in form.findChildren(QPushButton) if each.text() == "清除")
    QTest.mouseClick(discard, Qt.MouseButton.LeftButton)
    assert (text_of(field(form)), room.board.draft("case-1/note/")) == ("", None)


def test_typing_reaches_the_store_soon(room: Room) -> None:
    kept: list[Draft] = []
    room.board.draft_typed.connect(kept.append)
    form = open_form(room, "note")
    QTest.keyClicks(field(form), "abc")
    room.qtbot.waitUntil(lambda: bool(kept))
    QApplication.processEvents()
    assert (kept[-1].form, dict(kept[-1].values), kept[-1].by) == ("case-1/note/", {"text": "abc"}, "wang")


def test_what_was_typed_last_is_kept_when_the_windows_are_made_anew(room: Room) -> None:
    form = open_form(room, "note")
    QTest.keyClicks(field(form), "abc")
    room.main.retire()
    draft = room.board.draft("case-1/note/")
    assert draft is not None
    assert draft.values == {"text": "abc"}


def test_a_refusal_says_what_is_possible_instead(room: Room) -> None:
    form = open_form(room, "suspend")
    form.field("reason").restore("等待修缮计划")
    form.field("until").restore("+99w")
    form.submit()
    assert room.main.case.notices.text.startswith("不能挂账：")
    assert room.main.case.notices.text.endswith("可做：电话告知, 增加协办, 备注, 改派")


def test_a_long_choice_does_not_push_the_edge_of_its_box_out_of_sight(room: Room) -> None:
    city = a_city()
    long = {key: replace(each, name=each.name * 20, short="") for key, each in city.categories.items()}
    room.board.take_city(replace(city, categories=long))
    editor = category_editor(room.context, a_case())
    assert editor.widget.minimumSizeHint().width() < room.context.look.px(320)
