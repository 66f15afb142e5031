"""Requests to be decided: who asks and why, the decision's clock, and what each answer brings before it is given."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from console.ui.case.consequences import Consequences
from console.ui.case.requests.card import RequestCard
from console.ui.look.buttons import KeyButton, PrimaryButton
from console.ui.photos import Thumbnail
from rules.assignment import Request
from rules.case import Case, Photo, PhotoKind, Stage
from rules.clock import Clock, Limit, LimitUnit, Still, judge, pause, start
from rules.frozen import changed
from tests.builders import a_case, a_leg, a_request, an_actor, t
from tests.console.ui.conftest import Room

ASKED = t("2015-04-22 09:20")
FIFTEEN = start(Clock(Limit(15, LimitUnit.MINUTE)), ASKED)


def put(room: Room, kind: str, **fields: object) -> RequestCard:
    """A request of 中原区, asked at 09:20; it is 09:30."""
    room.clock.now = t("2015-04-22 09:30")
    request = a_request(kind, clock=FIFTEEN, **fields)
    room.desk.put(a_case_that_asks(request))
    room.main.choice.go_to("case-1")
    room.second()
    return room.main.case.decide.requests.cards[0]


def a_case_that_asks(*requests: Request) -> Case:
    leg = a_leg("working")
    if requests and requests[0].kind == "return" and leg.clock is not None:
        leg = changed(leg, clock=pause(leg.clock, ASKED, Still.RETURNED))
    proof = Photo("p1", PhotoKind.PROOF, 1, "request-1")
    sent = t("2015-04-22 09:12")
    return a_case(
        Stage.WITH_UNITS,
        id="case-1",
        round=1,
        legs=(leg,),
        requests=requests,
        first_dispatched_at=sent,
        photos=(proof,),
    )


def said(card: RequestCard) -> list[str]:
    return [each.text() for each in card.findChildren(QLabel) if each.text()]


def buttons(room: Room) -> list[str]:
    """Every button of the right half, in their order."""
    return [each.text() for each in room.main.case.decide.findChildren(KeyButton) if each.isVisible()]


def test_a_card_says_who_asks_when_why_and_how_long_it_may_wait(room: Room) -> None:
    card = put(room, "extension", reason="材料未到")
    assert said(card)[0] == "中原区申请延期"
    assert "审核剩 04:59" in said(card)
    assert "“材料未到”" in said(card)
    assert any("09:20" in words for words in said(card))
    assert [each.sha256 for each in card.findChildren(Thumbnail)] == ["p1"]
    room.second(60)
    assert "审核剩 03:59" in said(card)


def test_a_granted_extension_moves_the_due_and_a_refused_one_does_not(room: Room) -> None:
    card = put(room, "extension")
    assert "中原区 截止 04-22 周三 15:12 → 04-23 周四 09:12 · 计入：延期数 +1" in said(card)
    assert "中原区 截止 04-22 周三 15:12 不变" in said(card)


def test_a_granted_return_counts_as_wrong_and_a_refused_one_as_shirked(room: Room) -> None:
    card = put(room, "return")
    assert "转到“待派遣” · 中原区：已退单 · 计入：错误派遣数 +1" in said(card)
    # ten of the fifteen minutes are gone: they stay out of the clock
    assert "中原区 截止 04-22 周三 15:12 → 04-22 周三 15:22 · 计入：推诿数 +1" in said(card)


def test_a_granted_suspension_says_until_when_and_what_is_due_then(room: Room) -> None:
    card = put(room, "suspension", until=t("2015-05-06 09:00"))
    granted = next(words for words in said(card) if words.startswith("全部停表"))
    assert granted.startswith("全部停表至 05-06 周三 09:00（13 天 23 时），到期自动恢复计时")
    assert "中原区 截止 05-06 周三 14:42" in granted


def test_a_second_return_tells_how_the_first_was_decided_and_what_like_cases_the_unit_had(room: Room) -> None:
    """The chain with who, when and why; the precedents with their counts."""
    first = a_request(
        "return", id="request-0", unit="410103", at=t("2015-04-22 08:50"), reason="不在本区辖区内",
        state="granted", decided_at=t("2015-04-22 09:00"), decided_by="zhao",
    )  # fmt: skip
    room.clock.now = t("2015-04-22 09:30")
    done = a_case("closed", id="case-0", number="15042200000")
    room.desk.put(done, a_case_that_asks(first, a_request("return", clock=FIFTEEN)))
    room.main.choice.go_to("case-1")

    card = room.main.case.decide.requests.cards[0]

    told = next(words for words in said(card) if "→" in words and "不在本区辖区内" in words).split("\n")
    assert told[0].startswith("二七区 08:50 “不在本区辖区内” → 09:00 同意退单")
    assert told[1:] == ["若同意退单：清单上的单位已退单，选择单位", "中原区 · 本机所存同类 1 件：结案 1，退单 0"]


def test_a_first_request_without_like_cases_says_nothing_of_before(room: Room) -> None:
    assert not any("本机所存" in words for words in said(put(room, "return")))


def test_y_grants_at_once_and_r_asks_for_the_reason_first(room: Room) -> None:
    put(room, "extension")
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_R)
    form = room.main.case.form
    assert form is not None
    assert form.action.verb == "refuse_extension"
    room.main.case.leave_form()
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_Y)
    assert [(wish.verb, wish.target) for wish in room.desk.wishes] == [("grant_extension", "leg-1")]
    assert not room.main.case.decide.requests.isVisible()


def test_there_is_one_primary_button_and_no_answer_stands_twice(room: Room) -> None:
    put(room, "return")
    primary = [each for each in room.main.case.decide.findChildren(PrimaryButton) if each.isVisible()]
    assert [each.text() for each in primary] == ["同意退单"]
    assert buttons(room).count("同意退单") == buttons(room).count("不同意退单") == 1


def test_who_may_not_decide_sees_the_request_without_answers(room: Room) -> None:
    room.desk.sign_in(an_actor("acceptor"))
    card = put(room, "return")
    assert said(card)[0] == "中原区申请退单"
    assert card.findChildren(KeyButton) == []


def test_an_appeal_on_a_closed_case_is_decided_by_the_inspector(room: Room) -> None:
    room.desk.sign_in(an_actor("inspector"))
    at = t("2015-04-22 16:00")
    leg = a_leg("accepted", feedback_at=at, judged_at=at)
    leg = changed(leg, clock=judge(leg.clock, at)) if leg.clock else leg
    request = a_request("appeal", reason="暴雨封路")
    room.desk.put(a_case(Stage.CLOSED, id="case-1", round=1, legs=(leg,), requests=(request,), appeal="pending"))
    room.main.choice.go_to("case-1")
    room.second()
    card = room.main.case.decide.requests.cards[0]
    assert said(card)[0] == "中原区申请申诉"
    assert "不计入按期统计" in said(card)
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_Y)
    assert [wish.verb for wish in room.desk.wishes] == ["grant_appeal"]


def test_a_request_to_void_is_decided_by_the_shift_leader(room: Room) -> None:
    room.desk.sign_in(an_actor("shift_leader"))
    asked = a_request("void", assignment="", unit="", by="li", reason="误报")
    room.desk.put(a_case(Stage.TO_DISPATCH, id="case-1", requests=(asked,)))
    room.main.choice.go_to("case-1")
    room.second()
    card = room.main.case.decide.requests.cards[0]
    assert said(card)[0].endswith("申请作废")
    assert not said(card)[0].startswith("申请")  # who of the centre asks is named
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_Y)
    assert [wish.verb for wish in room.desk.wishes] == ["grant_void"]


@pytest.fixture
def consequences(room: Room) -> Consequences:
    return Consequences(room.context)


def test_what_the_rules_refuse_says_why(room: Room, consequences: Consequences) -> None:
    room.clock.now = t("2015-04-22 09:30")
    found = consequences.of(a_case(id="case-1"), "suspend", "", {"reason": "x", "until": t("2017-01-01 09:00")})
    assert (found.possible, found.words.startswith("现在不能：")) == (False, True)


def test_a_forced_closing_says_what_it_counts_as(room: Room, consequences: Consequences) -> None:
    room.desk.sign_in(an_actor("shift_leader"))
    room.clock.now = t("2015-04-22 16:00")
    leg = a_leg("accepted", judged_at=t("2015-04-22 11:00"))
    case = a_case(Stage.TO_VERIFY, id="case-1", round=1, legs=(leg,))
    found = consequences.of(case, "force_close", "", {"reason": "无法处置"})
    assert "转到“强制结案”" in found.lines
    assert "计入：强制结案数 +1 · 结案率 0/1 · 按期结案率 0/1 · 按期处置率 1/1" in found.lines


def test_a_case_sent_back_by_a_verdict_says_the_rework_and_the_next_proposal(
    room: Room, consequences: Consequences
) -> None:
    room.desk.sign_in(an_actor("acceptor"))
    leg = a_leg("accepted", judged_at=t("2015-04-22 11:00"))
    case = a_case(Stage.TO_VERIFY, id="case-1", round=1, legs=(leg,), rework=1)
    found = consequences.of(case, "verify_fail", "", {"reason": "unsolved"})
    assert found.lines[0] == "转到“待派遣”，将建议派 中原区"
    assert {"返工 2", "督办"} <= set(found.lines)


def test_a_deed_that_asks_for_nothing_says_above_its_button_what_it_brings(room: Room) -> None:
    leg = a_leg("done", feedback_text="已清理")
    room.desk.put(a_case(Stage.TO_CONFIRM, id="case-1", round=1, legs=(leg,)))
    room.main.choice.go_to("case-1")
    words = [each.text() for each in room.main.case.decide.findChildren(QLabel) if each.isVisible()]
    assert "核对通过：转到“待核查” · 中原区：已通过" in words
