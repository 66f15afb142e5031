"""The conflict card: rows by who touched them, words carried along, mine edited, chains, calls that were in vain."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from console.facts import Conflict, Line, Wish
from console.ui.case.conflict import ConflictCard
from console.ui.case.conflict_chain import followers, heads
from console.ui.case.conflict_fields import ConflictFields, Kind
from console.ui.look import Look
from rules.case import Event
from rules.commands import Command, Outcome, Role
from rules.frozen import changed
from tests.builders import MINUTE, NINE, a_case, a_leg, an_actor
from tests.console.ui.conftest import Room

WORDS = "请并查周边商户"


def a_dispatch(note: str = WORDS) -> Conflict:
    """I sent it to one unit with words, the centre had sent it to another."""
    before = a_case(id="case-9")
    mine = a_case("with_units", id="case-9", legs=(a_leg("sent", note=note),))
    now = a_case("with_units", id="case-9", legs=(a_leg("signed", unit="410103"),))
    body: dict[str, object] = {"unit": "410102", **({"note": note} if note else {})}
    command = Command("cmd-9", "dispatch", "case-9", "wang", Role.DISPATCHER, NINE + MINUTE, body=body)
    outcome = Outcome("cmd-9", "superseded", "rule.superseded")
    met = Event("case-9", 4, "dispatch", NINE + 30_000, NINE + 30_000, "li", "dispatcher", unit="410103")
    return Conflict("cmd-9", command, outcome, "desk", before, mine, now, (met,), theirs=now)


def a_call(target: str = "leg-7") -> Conflict:
    """I told by phone the unit of a dispatch that took no effect."""
    seen = a_case("with_units", id="case-9", legs=(a_leg("sent", id="leg-7"),))
    now = a_case("with_units", id="case-9", legs=(a_leg("signed", unit="410103"),))
    body = {"to": "周强", "at": NINE + 2 * MINUTE, "text": "马上去"}
    command = Command("cmd-10", "told", "case-9", "wang", Role.DISPATCHER, NINE + 2 * MINUTE, target, body)
    outcome = Outcome("cmd-10", "refused", "rule.predecessor")
    return Conflict("cmd-10", command, outcome, "desk", seen, seen, now, after="cmd-9")


def shown(room: Room, *conflicts: Conflict) -> ConflictCard:
    """The card of the first of these, with a dispatcher at the desk."""
    room.desk.sign_in(an_actor("dispatcher"))
    now = conflicts[0].now
    if now is not None:
        room.desk.put(now)
    room.desk.conflict(*conflicts)
    return room.main.case.pages.conflict


def said(card: ConflictCard) -> list[str]:
    """All that the card says now."""
    return [each.text() for each in card.findChildren(QLabel) if each.isVisible() and each.text()]


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
    assert "线路恢复 16 秒后发现 · 不挡其他命令" in said(card)


def test_leaving_it_records_my_words_as_a_note_in_the_same_step(room: Room) -> None:
    card = shown(room, a_dispatch())
    assert card.carry.isVisible()
    assert card.carry.isChecked()
    QTest.keyClick(card, Qt.Key.Key_1)

    assert room.desk.resolved == [("cmd-9", "drop")]
    wish = last_wish(room)
    assert (wish.verb, wish.case_id, wish.body) == ("note", "case-9", {"text": WORDS})


def test_without_the_tick_nothing_is_recorded(room: Room) -> None:
    card = shown(room, a_dispatch())
    card.carry.click()
    QTest.keyClick(card, Qt.Key.Key_1)

    assert (room.desk.resolved, room.desk.wishes) == ([("cmd-9", "drop")], [])


def test_my_words_go_with_the_helper_that_is_added_instead(room: Room) -> None:
    card = shown(room, a_dispatch())
    QTest.keyClick(card, Qt.Key.Key_3)

    assert last_wish(room).body == {"unit": "410102", "note": WORDS}


def test_a_command_without_words_has_no_tick(room: Room) -> None:
    assert not shown(room, a_dispatch("")).carry.isVisible()


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


def test_leaving_the_form_brings_the_choices_back_and_decides_nothing(room: Room) -> None:
    room.desk.sign_in(an_actor("shift_leader"))
    room.desk.conflict(an_urge())
    card = room.main.case.pages.conflict
    QTest.keyClick(card, Qt.Key.Key_3)
    assert card.form is not None
    QTest.keyClick(card.form, Qt.Key.Key_Escape)

    assert card.form is None
    assert card.drop.isVisible()
    assert (room.desk.resolved, room.desk.wishes) == ([], [])


def test_a_unit_that_was_told_in_vain_is_to_be_called_off(room: Room) -> None:
    card = shown(room, a_call())
    assert card.call_off.isVisible()
    assert card.call_off.text().startswith("中原区已接到电话通知，但并非承办单位：请去电撤回")
    QTest.keyClick(card, Qt.Key.Key_1)

    assert last_wish(room).body == {"text": "09:02 已电话通知中原区 周强 · 马上去"}


def test_a_unit_that_has_its_part_is_not_called_off(room: Room) -> None:
    call = a_call()
    assert call.mine
    card = shown(room, replace(call, now=call.mine))
    assert not card.call_off.isVisible()


def test_a_chain_is_one_card_and_is_left_as_a_whole(room: Room) -> None:
    card = shown(room, a_dispatch(), a_call())
    assert "1 / 1" in said(card)
    assert any(words.startswith("随之未生效：“") and words.endswith("09:02:00") for words in said(card))
    assert card.call_off.isVisible()
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
    assert [words for words in (*said(card), card.carry.text()) if "{" in words] == []
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
    assert "操作人的权限已撤销" in words
    assert not any("您" in each or "我" in each for each in (*words, card.carry.text()))
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
