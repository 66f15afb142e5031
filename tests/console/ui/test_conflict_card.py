"""The conflict card: rows by who touched them, words carried along, mine edited, chains, calls that were in vain."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from console.facts import Conflict, Line, Wish
from console.ui.case.conflict_chain import followers, heads
from console.ui.case.conflict_fields import ConflictFields, Kind
from console.ui.forms.unit_picker import UnitPicker
from console.ui.look import Look
from rules.commands import Command, Outcome, Role
from rules.frozen import changed
from tests.builders import MINUTE, NINE, a_case, a_leg, an_actor
from tests.console.ui.conflicts import WORDS, a_call, a_dispatch, said, shown
from tests.console.ui.conftest import Room


def last_wish(room: Room) -> Wish:
    """What was wished last."""
    return room.desk.wishes[-1]


def test_only_touched_fields_have_rows_and_each_says_who_touched_it(room: Room) -> None:
    rows = {row.name: row for row in ConflictFields(room.context).rows(a_dispatch())}

    assert rows["主办单位"].cells == ("–", "中原区", "二七区", "二七区")
    assert rows["主办单位"].kind is Kind.CLASH
    assert rows["阶段"].kind is Kind.SAME  # both of us dispatched it
    assert rows["派遣意见"].cells == ("–", WORDS, "–", "–")
    assert rows["派遣意见"].kind is Kind.MINE
    assert "结论" not in rows
    assert "电话通知" not in rows


def test_a_field_that_only_the_others_touched_is_theirs(room: Room) -> None:
    before = a_case("with_units", id="case-9", legs=(a_leg("signed"),))
    now = changed(before, urged_reason="市民再次来电", urged_at=NINE)
    conflict = replace(a_dispatch(""), before=before, mine=before, now=now, theirs=now)
    rows = {row.name: row for row in ConflictFields(room.context).rows(conflict)}

    assert rows["督办原因"].kind is Kind.THEIRS
    assert rows["督办原因"].cells == ("–", "–", "市民再次来电", "市民再次来电")


def test_the_bars_are_violet_for_a_clash_and_blue_for_what_is_mine_alone(room: Room) -> None:
    card, tokens = shown(room, a_dispatch()), room.context.look.tokens
    bars = {each.text(): each.styleSheet() for each in card.findChildren(QLabel) if each.styleSheet()}

    assert tokens.conflict in bars["中原区"]
    assert tokens.conflict in bars["二七区"]
    assert tokens.accent in bars[WORDS]


def test_the_heads_name_instants_and_the_card_says_when_it_was_found(room: Room) -> None:
    room.desk.link(Line.ONLINE)
    since = room.board.link.since
    room.desk.sign_in(an_actor("dispatcher"))
    room.qtbot.waitUntil(lambda: room.context.people.name("li") == "李敏", timeout=30_000)
    card = shown(room, replace(a_dispatch(), found_at=since + 16_000))

    assert "您的命令 09:01:00" in said(card)
    assert "其间 李敏 派遣 09:00:30" in said(card)
    assert "案卷已有变动，命令没有生效 · 线路恢复 16 秒后发现 · 不挡其他命令" in said(card)


def test_leaving_it_records_my_words_as_a_note_in_the_same_step(room: Room) -> None:
    card = shown(room, a_dispatch())
    assert card.choices.carry.isVisible()
    assert card.choices.carry.isChecked()
    QTest.keyClick(card, Qt.Key.Key_1)

    assert room.desk.resolved == [("cmd-9", "drop")]
    wish = last_wish(room)
    assert (wish.verb, wish.case_id, wish.body) == ("note", "case-9", {"text": WORDS})


def test_without_the_tick_nothing_is_recorded(room: Room) -> None:
    card = shown(room, a_dispatch())
    card.choices.carry.click()
    QTest.keyClick(card, Qt.Key.Key_1)

    assert (room.desk.resolved, room.desk.wishes) == ([("cmd-9", "drop")], [])


def test_my_words_go_with_the_helper_that_is_added_instead(room: Room) -> None:
    card = shown(room, a_dispatch())
    QTest.keyClick(card, Qt.Key.Key_3)

    assert last_wish(room).body == {"unit": "410102", "note": WORDS}


def test_a_command_without_words_has_no_tick(room: Room) -> None:
    assert not shown(room, a_dispatch("")).choices.carry.isVisible()


def an_urge() -> Conflict:
    """I urged the case, which met another deed; it can be urged still."""
    conflict = a_dispatch("")
    command = replace(conflict.command, verb="urge", body={"reason": "市民再次来电"})
    return replace(conflict, command=command, mine=conflict.now)


def test_mine_is_edited_in_its_form_and_sent_in_its_place(room: Room) -> None:
    room.desk.sign_in(an_actor("shift_leader"))
    conflict = an_urge()
    assert conflict.now
    room.desk.put(conflict.now)
    room.desk.conflict(conflict)
    card = room.main.case.pages.conflict
    QTest.keyClick(card, Qt.Key.Key_3)
    assert card.form is not None
    reason = card.form.field("reason")
    assert reason.value() == "市民再次来电"
    assert room.desk.resolved == []

    reason.restore("市民第三次来电")
    QTest.mouseClick(card.form.do_button.button, Qt.MouseButton.LeftButton)
    assert room.desk.resolved == [("cmd-9", "on_top")]
    assert (last_wish(room).verb, last_wish(room).body["reason"]) == ("urge", "市民第三次来电")


def test_a_dispatch_that_lost_is_edited_as_a_re_assignment_with_my_words_in_it(room: Room) -> None:
    card = shown(room, a_dispatch())
    QTest.keyClick(card, Qt.Key.Key_4)
    assert card.form is not None
    assert (card.form.action.verb, card.form.action.target) == ("reassign", "leg-1")
    assert (card.form.field("unit").value(), card.form.field("note").value()) == ("410102", WORDS)

    card.form.field("unit").restore("B01")
    card.form.field("reason").restore("中原区在抢险")
    QTest.mouseClick(card.form.do_button.button, Qt.MouseButton.LeftButton)
    assert room.desk.resolved == [("cmd-9", "on_top")]
    assert last_wish(room).verb == "reassign"
    assert last_wish(room).body == {"unit": "B01", "note": WORDS, "reason": "中原区在抢险"}


def test_where_my_unit_leads_by_now_no_unit_is_filled_in(room: Room) -> None:
    now = a_case("with_units", id="case-9", legs=(a_leg("signed"),))
    card = shown(room, replace(a_dispatch(), now=now, theirs=now))
    QTest.keyClick(card, Qt.Key.Key_3)
    assert card.form is not None
    picker = card.form.field("unit").widget
    assert isinstance(picker, UnitPicker)
    assert picker.field.text() == ""
    assert picker.unit() != "410102"


def test_a_report_that_made_no_case_is_worded_anew_under_its_own_id(room: Room) -> None:
    body: dict[str, object] = {"words": "路面塌陷", "address": "陇海路", "lon": 1136100000, "lat": 347400000}
    command = Command("cmd-9", "report", "case-9", "chen", Role.ACCEPTOR, NINE, body=body)
    mine = a_case("reported", id="case-9")
    refused = Outcome("cmd-9", "refused", "rule.too_large", details={"field": "words", "max": "4"})
    conflict = replace(a_dispatch(), command=command, outcome=refused, before=None, mine=mine, now=None, theirs=None)
    room.desk.sign_in(an_actor("acceptor"))
    room.desk.conflict(conflict)
    card = room.main.case.pages.conflict
    QTest.keyClick(card, Qt.Key.Key_3)
    assert card.form is not None
    assert card.form.field("words").value() == "路面塌陷"

    card.form.field("words").restore("塌陷")
    QTest.mouseClick(card.form.do_button.button, Qt.MouseButton.LeftButton)
    assert (last_wish(room).verb, last_wish(room).case_id) == ("report", "case-9")
    assert {name: last_wish(room).body[name] for name in ("words", "lon")} == {"words": "塌陷", "lon": 1136100000}


def test_leaving_the_form_brings_the_choices_back_and_decides_nothing(room: Room) -> None:
    room.desk.sign_in(an_actor("shift_leader"))
    room.desk.conflict(an_urge())
    card = room.main.case.pages.conflict
    QTest.keyClick(card, Qt.Key.Key_3)
    assert card.form is not None
    QTest.keyClick(card.form, Qt.Key.Key_Escape)

    assert card.form is None
    assert card.choices.first.isVisible()
    assert (room.desk.resolved, room.desk.wishes) == ([], [])


def test_a_unit_that_was_told_in_vain_is_to_be_called_off(room: Room) -> None:
    card = shown(room, a_call())
    assert card.sheet.call_off.isVisible()
    assert card.sheet.call_off.text().startswith("中原区已接到电话通知，但并非承办单位：请去电撤回")
    QTest.keyClick(card, Qt.Key.Key_1)

    assert last_wish(room).body == {"text": "09:02 已电话通知中原区 周强 · 马上去"}


def test_a_unit_that_has_its_part_is_not_called_off(room: Room) -> None:
    call = a_call()
    assert call.mine
    card = shown(room, replace(call, now=call.mine))
    assert not card.sheet.call_off.isVisible()


def test_a_chain_is_one_card_and_is_left_as_a_whole(room: Room) -> None:
    card = shown(room, a_dispatch(), a_call())
    assert "1 / 1" in said(card)
    assert any(words.startswith("随之未生效：“") and words.endswith("09:02:00") for words in said(card))
    assert card.sheet.call_off.isVisible()
    QTest.keyClick(card, Qt.Key.Key_1)

    assert room.desk.resolved == [("cmd-9", "drop"), ("cmd-10", "drop")]
    (wish,) = room.desk.wishes
    assert wish.body == {"text": f"{WORDS}\n09:02 已电话通知中原区 周强 · 马上去"}
    assert not room.main.case.pages.shows_conflict


def test_what_followed_stays_while_the_first_cannot_be_dropped(room: Room) -> None:
    card = shown(room, a_dispatch(), a_call())
    room.desk.refuses_to_resolve = True  # its disk is full
    QTest.keyClick(card, Qt.Key.Key_1)
    assert room.desk.resolved == []
    assert [each.id for each in room.board.conflicts] == ["cmd-9", "cmd-10"]

    room.desk.refuses_to_resolve = False
    QTest.keyClick(card, Qt.Key.Key_1)
    assert room.desk.resolved == [("cmd-9", "drop"), ("cmd-10", "drop")]


def test_what_followed_stands_alone_when_the_first_is_decided() -> None:
    first, call = a_dispatch(), a_call()
    assert heads((first, call)) == (first,)
    assert followers(first, (first, call)) == (call,)
    assert heads((call,)) == (call,)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_card_leaves_no_placeholder_unfilled(qtbot: QtBot, look: Look, language: str) -> None:
    made = Room(qtbot, look, language)
    card = shown(made, a_dispatch(), a_call())
    assert [words for words in (*said(card), card.choices.carry.words()) if "{" in words] == []
    made.close()


def test_a_command_of_somebody_else_names_who_it_was_and_at_which_seat(room: Room) -> None:
    theirs = a_dispatch()
    theirs = replace(theirs, author="李敏", seat="review", command=replace(theirs.command, actor="li"))
    assert "李敏 · 核查席 09:01:00" in said(shown(room, theirs))


def of_a_dismissed_person() -> Conflict:
    """Li asked for a note on a case of ours, and was dismissed before it went out."""
    case = a_case("with_units", id="case-9", legs=(a_leg("signed"),))
    command = Command("cmd-9", "note", "case-9", "li", Role.DISPATCHER, NINE + MINUTE, body={"text": WORDS})
    outcome = Outcome("cmd-9", "refused", "rule.actor_revoked")
    return Conflict("cmd-9", command, outcome, "desk", case, case, case, author="李敏")


def test_what_a_dismissed_person_asked_for_names_them_and_is_issued_in_the_name_of_who_sits_here(room: Room) -> None:
    room.desk.sign_in(an_actor("shift_leader"))  # who is no dispatcher, and may note all the same
    conflict = of_a_dismissed_person()
    assert conflict.now
    room.desk.put(conflict.now)
    room.desk.conflict(conflict)
    card = room.main.case.pages.conflict
    words = said(card)
    assert "没有生效：李敏的“备注”" in words
    assert "操作人的权限已撤销 · 不挡其他命令" in words
    assert not any("您" in each or "我" in each for each in (*words, card.choices.carry.text()))
    again = next(button for button in card.findChildren(QPushButton) if button.text() == "以本人名义重新办理")
    assert again.isEnabled()
    QTest.mouseClick(again, Qt.MouseButton.LeftButton)
    assert room.desk.resolved == [("cmd-9", "on_top")]


def test_who_may_not_do_it_is_told_why(room: Room) -> None:
    conflict = of_a_dismissed_person()
    urge = replace(conflict, command=replace(conflict.command, verb="urge", body={"reason": "市民再次来电"}))
    room.desk.sign_in(an_actor("collector"))
    room.desk.conflict(urge)
    card = room.main.case.pages.conflict
    again = next(button for button in card.findChildren(QPushButton) if button.text() == "以本人名义重新办理")
    assert not again.isEnabled()
    assert any(each.startswith("现在不能：") for each in said(card))
