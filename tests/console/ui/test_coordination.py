"""What came back and the ledger beside the legs; the reminder when what was promised is due."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from console.ui.look import Look
from rules.frozen import changed
from rules.ledger import Ledger, LedgerEntry
from rules.recurrence import Earlier
from tests.builders import MINUTE, NINE, a_case, a_leg, a_request, an_actor
from tests.console.ui.conftest import Room

DUE = NINE + 30 * MINUTE
ENTRY = LedgerEntry("e", NINE, "wang", "call", "供电公司 王工", "明日查看", DUE)
LEDGER = Ledger("l", "ownership", "权属不明", NINE, "wang", (ENTRY,), DUE)


def shown(room: Room, **fields: object) -> str:
    room.desk.put(a_case("with_units", legs=(a_leg("signed"),), round=1, **fields))
    room.main.choice.go_to("case-1")
    return "\n".join(room.main.case.decide.coordination.lines)


@pytest.fixture
def english(qtbot: QtBot, look: Look) -> Iterator[Room]:
    room = Room(qtbot, look, "en")
    room.desk.sign_in(an_actor("dispatcher"))
    yield room
    room.close()


def test_nothing_is_shown_where_nothing_is_known(room: Room) -> None:
    assert not shown(room)
    assert room.main.case.decide.coordination.isHidden()


def test_what_came_back_says_how_often_and_by_whom(room: Room) -> None:
    earlier = Earlier("case-0", "15040100007", "410103", NINE)
    said = shown(room, recurrence=3, recurs=(earlier,), cause_asked=True)
    assert "30 天内此处同类已结案 3 次。" in said
    assert "15040100007 · 二七区" in said
    assert "要求查找根因。" in said
    assert "再发 3" in [tag.text for tag in room.main.words.tags(room.board.case("case-1"))]


def test_a_named_cause_takes_the_questions_place(english: Room) -> None:
    cause = {"cause": "too few bins", "cause_at": NINE, "cause_by": "wang", "measure": "two more"}
    said = shown(english, recurrence=3, cause_asked=True, **cause)
    assert "Cause: too few bins" in said
    assert "against it: two more" in said
    assert "asked for" not in said


def test_the_ledger_with_its_entries_and_its_end(english: Room) -> None:
    said = shown(english, ledgers=(changed(LEDGER, due=0, closed_at=DUE, closed_by="wang", result="settled"),))
    for words in ("Ownership · 权属不明", "Phone call · 供电公司 王工 · 明日查看", "settled"):
        assert words in said


def test_a_promise_reminds_once_when_it_is_due_and_says_so_beside_the_case(room: Room) -> None:
    assert "约定 09:30 前完成" in shown(room, ledgers=(LEDGER,))
    room.clock.now = DUE - 1000
    room.context.second.emit()
    before = room.heard.kinds.count("decision")
    room.second(1)
    assert room.heard.kinds.count("decision") == before + 1
    assert "协调台账约定到期" in room.main.case.notices.text
    room.second(60)
    assert room.heard.kinds.count("decision") == before + 1
    assert "尚未记录兑现" in "\n".join(room.main.case.decide.coordination.lines)


def test_the_card_of_a_request_says_who_decides_and_how_many_days(room: Room) -> None:
    shown(room, requests=(a_request("extension", days=2, level="shift_leader"),))
    (card,) = room.main.case.decide.requests.cards
    who = card._who()
    assert "2 天" in who
    assert "审批：科长" in who


def test_a_leg_that_is_not_signed_in_time_shows_the_duty_phone_in_its_row(room: Room) -> None:
    leg = a_leg("delivered", fetched_at=NINE, sent_at=NINE, delivered_at=NINE)
    room.desk.put(a_case("with_units", legs=(leg,), round=1))
    room.clock.now = NINE + 31 * MINUTE
    assert room.main.words.why(room.board.case("case-1")) == "未签收 · 67445566"
