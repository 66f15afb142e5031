"""Who did what, what is known of a unit, and who reported: only what this console has been told."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from console.facts import Answer, Ask, Denied, Line, Question, Unreachable
from console.ui.look import Look
from rules.assignment import LegStage
from rules.case import Event, Stage
from rules.commands import Actor, Grant, Role
from rules.frozen import changed
from tests.builders import MINUTE, NINE, a_case, a_leg
from tests.console.small_city import WANG
from tests.console.ui.conftest import Room


def answer(room: Room, kind: Ask, content: object) -> None:
    """The newest question of a kind is answered."""
    room.enquiries.take(Answer(newest(room, kind), content))


def newest(room: Room, kind: Ask) -> Question:
    return next(question for question in reversed(room.desk.questions) if question.kind is kind)


def know(room: Room) -> None:
    people = ({"id": "li", "name": "李敏", "name_en": "Li Min"}, {"id": "zhao", "name": "赵建军", "name_en": ""})
    answer(room, Ask.PEOPLE, people)


def said(room: Room) -> str:
    return " | ".join(each.text() for each in room.main.case.findChildren(QLabel))


def test_the_history_names_persons_once_they_are_known(room: Room) -> None:
    room.desk.put(a_case(id="case-1"))
    room.main.choice.go_to("case-1")
    event = Event("case-1", 1, "file", NINE, NINE, "zhao", "shift_leader")
    answer(room, Ask.EVENTS, (event,))
    assert "09:00 立案" in said(room)
    assert "赵建军" not in said(room)

    know(room)
    assert "09:00 立案 赵建军" in said(room)


@pytest.mark.parametrize(("language", "name"), [("zh_CN", "王晓燕"), ("en", "Wang Xiaoyan")])
def test_who_signed_in_without_a_line_is_named_in_the_language_of_the_windows(
    qtbot: QtBot, look: Look, language: str, name: str
) -> None:
    room = Room(qtbot, look, language)
    room.desk.link(Line.OFFLINE)
    room.desk.sign_in(WANG)  # and nobody answers who else there is
    assert room.main.top.person.text() == name
    assert name in room.context.say("notice.unlocked_here", {"by": "wang"})
    room.close()


def test_a_clock_that_is_a_year_off_is_seen_by_who_cannot_unlock(room: Room) -> None:
    year = 365 * 24 * 60 * MINUTE
    said = room.context.say("rule.shift_over", {"since": str(NINE), "clock": str(NINE + year)})
    assert "只能解锁到 09:00，本机时钟现在是 2016-04-21 周四 09:00" in said


def test_a_history_of_the_cache_says_its_age_and_is_asked_again_when_the_line_is_back(room: Room) -> None:
    room.desk.put(a_case(id="case-1"))
    room.main.choice.go_to("case-1")
    room.qtbot.waitUntil(lambda: "09:00 立案" in said(room))
    first = newest(room, Ask.EVENTS)
    events = (Event("case-1", 1, "file", NINE, NINE, "zhao", "shift_leader"),)
    room.enquiries.take(Answer(first, events, NINE + 5 * MINUTE, from_cache=True))
    assert "09:00 立案 · 办理经过截至 09:05:00" in said(room)
    room.enquiries.take(Unreachable(first, "link.down"))
    assert "09:00 立案 · 完整的办理经过不在本机，中心暂时连不上" in said(room)

    room.desk.link(Line.ONLINE)
    again = newest(room, Ask.EVENTS)
    assert again.id != first.id
    room.enquiries.take(Answer(again, events))
    assert "截至" not in said(room)
    assert "连不上" not in said(room)


def test_a_history_that_nobody_might_read_is_asked_again_after_the_sign_in(room: Room) -> None:
    room.desk.put(a_case(id="case-1"))
    room.main.choice.go_to("case-1")
    first = newest(room, Ask.EVENTS)
    room.enquiries.take(Denied(first, "rule.not_signed_in"))
    room.desk.sign_in(Actor("li", "李敏", (Grant(Role.DISPATCHER),)))
    assert newest(room, Ask.EVENTS).id != first.id


def test_a_row_that_another_sent_says_who(room: Room) -> None:
    know(room)
    room.desk.put(a_case(id="case-1"))
    leg = a_leg(LegStage.DELIVERED, unit="410102", sent_by="li")
    room.desk.put(a_case("with_units", id="case-1", legs=(leg,)))

    assert room.main.queue.model.gone(0) == "李敏 已派 中原区"


def test_a_proposal_says_like_cases_load_and_when_the_terminal_was_seen(room: Room) -> None:
    closed = a_leg(LegStage.ENDED, unit="410102", fetched_at=NINE)
    back = a_leg(LegStage.RETURNED, unit="410102", fetched_at=NINE + 2 * MINUTE)
    room.desk.put(
        changed(a_case(id="old-1"), stage=Stage.CLOSED, legs=(closed,)),
        changed(a_case(id="old-2"), stage=Stage.TO_DISPATCH, legs=(back,)),
        changed(a_case(id="old-3"), stage=Stage.WITH_UNITS, legs=(a_leg(LegStage.SIGNED, unit="410102"),)),
        a_case(id="case-1"),
    )
    room.main.choice.go_to("case-1")

    assert "本机所存同类 3 件：结案 1，退单 1 · 在办 1 件 · 终端 09:02 领取" in said(room)


def test_what_is_not_known_is_not_said(room: Room) -> None:
    room.desk.put(a_case(id="case-1"))
    room.main.choice.go_to("case-1")

    assert "同类" not in said(room)
    assert "领取" not in said(room)


def test_who_reported_is_shown_for_a_reason_and_sealed_again_with_the_next_case(room: Room) -> None:
    room.desk.put(a_case(id="case-1", personal="p-1"), a_case(id="case-2", number="15042200002", personal="p-2"))
    room.main.choice.go_to("case-1")
    reporter = room.main.case.facts.reporter
    assert reporter.says == "报告人：***  ***-****-****"

    QTest.keyClick(room.main.queue.view, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    assert room.main.focusWidget() is reporter.reason
    QTest.keyClicks(reporter.reason, "call back")
    QTest.keyClick(reporter.reason, Qt.Key.Key_Return)
    question = newest(room, Ask.PERSONAL)
    assert (question.about, question.args) == ("case-1", {"reason": "call back"})
    answer(room, Ask.PERSONAL, {"data": {"name": "张三", "phone": "13800001234"}})
    assert reporter.says == "报告人：张三  13800001234"

    room.main.choice.go_to("case-2")
    assert reporter.says == "报告人：***  ***-****-****"


def test_who_reported_is_masked_once_the_case_stays(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    told, otherwise = {"data": {"name": "张**", "phone": "138****1234"}}, room.desk._reply

    def reply(question: Question) -> None:
        if question.kind is Ask.MASKED:
            room.enquiries.take(Answer(question, told))
        else:
            otherwise(question)

    monkeypatch.setattr(room.desk, "_reply", reply)
    room.desk.put(a_case(id="case-1", personal="p-1"))
    room.main.choice.go_to("case-1")
    reporter = room.main.case.facts.reporter
    room.qtbot.waitUntil(lambda: reporter.says == "报告人：张**  138****1234")
    assert reporter.show_button.isVisible()


def test_no_right_to_see_who_reported_is_said(room: Room) -> None:
    room.desk.put(a_case(id="case-1", personal="p-1"))
    room.main.choice.go_to("case-1")
    reporter = room.main.case.facts.reporter
    reporter.begin()
    QTest.keyClicks(reporter.reason, "call back")
    QTest.keyClick(reporter.reason, Qt.Key.Key_Return)
    room.enquiries.take(Denied(newest(room, Ask.PERSONAL), "rule.personal_right"))

    assert reporter.says == room.context.say("rule.personal_right")
    assert reporter.show_button.isVisible()


def test_a_case_without_personal_data_asks_nothing(room: Room) -> None:
    room.desk.put(a_case(id="case-1"))
    room.main.choice.go_to("case-1")
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_I)

    assert not room.main.case.facts.reporter.isVisible()
