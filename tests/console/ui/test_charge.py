"""Who is in charge of a place and who a check goes to, as the case panel and the review say it."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from console.facts import REVIEW, Answer, Ask, Denied, Question, SeatState
from console.ui.case.charge import ChargePane
from console.ui.case.check_line import CheckLine
from console.ui.duties.pointing import words_at
from rules.city import City
from rules.commands import Actor, Grant, Role
from rules.organisation import GridLevel, Organisation, Post, RoadSection, Staff
from tests.builders import MINUTE, NINE, a_case, a_city, an_actor
from tests.console.ui.conftest import Room
from tests.console.ui.map.small_city import LAT, LON, STEP_LAT, STEP_LON, lattice

# The offscreen platform cannot raise windows or bound their size; everything else that Qt says still fails a test.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

HOUR = 60 * MINUTE
POINT = (1_136_100_000, 347_400_000)  # of every case of the builders
STAFF = (
    Staff("S1", "王一", login="c001"),
    Staff("S2", "李二", login="n01"),
    Staff("S3", "孙五", phone="0371-5", private=True),
    Staff("S4", "路通", phone="0371-6"),
)
POSTS = (
    Post("1", "S1", "collector", "410102-007", 8 * 60, 18 * 60),
    Post("2", "S2", "collector", "410102", 18 * 60, 8 * 60),
    Post("3", "S3", "grid_leader", "410102-007"),
    Post("4", "S4", "road_chief", "R1"),
)


def box(half: int) -> tuple[tuple[tuple[int, int], ...], ...]:
    lon, lat = POINT
    return (((lon - half, lat - half), (lon + half, lat - half), (lon + half, lat + half), (lon - half, lat + half)),)


def town() -> City:
    levels = (GridLevel(3, "duty", "三级网格", "level-three grid"),)
    road = RoadSection("R1", "陇海路（西段）", "陇海路", rings=box(5_000))
    city = a_city()
    places = {**city.places, "410102-007": ("建设路一号责任网格", "Grid one")}
    return replace(city, places=places, organisation=Organisation(levels, (), (road,), STAFF, POSTS))


@pytest.fixture
def manned(room: Room) -> Room:
    """A desk in a city with people in charge."""
    room.desk.city = town()
    room.board.take_city(room.desk.city)
    return room


def shown(room: Room, stage: str = "to_dispatch", **fields: object) -> ChargePane:
    room.desk.put(a_case(stage, id="case-1", **fields))
    room.main.choice.go_to("case-1")
    return room.main.case.facts.charge


def newest(room: Room, kind: Ask) -> Question:
    return next(question for question in reversed(room.desk.questions) if question.kind is kind)


def ask(pane: ChargePane, words: str) -> None:
    pane.begin(1)  # the grid leader
    field = pane.findChild(QLineEdit)
    QTest.keyClicks(field, words)
    QTest.keyClick(field, Qt.Key.Key_Return)


# --- who is in charge


def test_the_panel_says_who_leads_the_grid_and_the_road(manned: Room) -> None:
    pane = shown(manned)
    assert pane.says.splitlines() == [
        "采集员 王一 · 建设路一号责任网格 · 当班至 18:00",
        "三级网格长 孙五 · 建设路一号责任网格 · 0371-5",
        "路长 路通 · 陇海路（西段） · 0371-6",
    ]
    assert [action.text() for action in pane.menu.actions()] == ["孙五"]  # only where a number is kept


def test_the_collector_is_whoever_has_the_shift_by_now(manned: Room) -> None:
    pane = shown(manned)
    manned.clock.now = NINE + 10 * HOUR
    manned.context.second.emit()
    assert pane.says.splitlines()[0].startswith("采集员 李二 · 中原区 · 当班至")


def test_where_nobody_is_laid_down_nothing_is_said(room: Room) -> None:
    assert shown(room).isHidden()


def test_an_own_number_is_shown_for_a_reason_and_sealed_again_with_the_next_case(manned: Room) -> None:
    manned.desk.put(a_case(id="case-2", number="15042200002"))
    pane = shown(manned)
    ask(pane, "unreachable")
    question = newest(manned, Ask.STAFF_PHONE)
    assert (question.about, question.args) == ("S3", {"reason": "unreachable"})
    manned.enquiries.take(Answer(question, {"staff": "S3", "phone": "199-0000-0001", "at": NINE}))
    assert pane.told == "孙五：199-0000-0001"
    manned.main.choice.go_to("case-2")
    assert manned.main.case.case_id == "case-2"
    assert pane.told == ""


def test_no_right_to_see_it_is_said(manned: Room) -> None:
    pane = shown(manned)
    ask(pane, "x")
    manned.enquiries.take(Denied(newest(manned, Ask.STAFF_PHONE), "rule.personal_right"))
    assert pane.told == manned.context.texts.text("rule.personal_right")


def test_without_a_reason_nothing_is_asked(manned: Room) -> None:
    pane = shown(manned)
    ask(pane, "  ")
    assert all(question.kind is not Ask.STAFF_PHONE for question in manned.desk.questions)


# --- who a check goes to


@pytest.fixture
def line(manned: Room) -> CheckLine:
    """Before an acceptor, with a report to look at."""
    manned.desk.sign_in(an_actor("acceptor"))
    shown(manned, "reported")
    return manned.main.case.decide.check


def bodies(room: Room) -> list[dict[str, object]]:
    return [dict(wish.body) for wish in room.desk.wishes if wish.verb == "send_check"]


def send(room: Room) -> None:
    action = next(each for each in room.main.case.decide.offered if each.verb == "send_check")
    room.main.case.start(action)


def test_the_proposed_person_and_the_reason_are_said(line: CheckLine, manned: Room) -> None:
    assert line.says == "现场任务派给王一：建设路一号责任网格，当班至 18:00"
    send(manned)
    assert bodies(manned) == [{}]
    assert manned.board.case("case-1").case.checks[-1].collector == "c001"  # type: ignore[union-attr]


def test_somebody_else_may_be_chosen(line: CheckLine, manned: Room) -> None:
    assert [action.data() for action in line.menu.actions()] == ["c001", "n01"]
    line.menu.actions()[1].trigger()
    assert line.says == "李二 · 中原区 · 18:00 上班 · 手动选定"
    send(manned)
    assert bodies(manned) == [{"collector": "n01"}]


def test_the_proposed_one_is_no_choice_of_ones_own(line: CheckLine, manned: Room) -> None:
    line.menu.actions()[1].trigger()
    line.menu.actions()[0].trigger()
    send(manned)
    assert bodies(manned) == [{}]


def test_the_proposal_follows_the_clock(line: CheckLine, manned: Room) -> None:
    manned.clock.now = NINE + 10 * HOUR
    manned.context.second.emit()
    assert line.says.startswith("现场任务派给中原区的李二，当班至")


def test_who_may_not_send_it_is_told_nothing(manned: Room) -> None:
    shown(manned, "reported")  # before a dispatcher
    assert manned.main.case.decide.check.says == ""


def test_who_has_the_check_that_is_out_is_said(line: CheckLine, manned: Room) -> None:
    send(manned)
    manned.main.choice.go_to("case-1")  # it stands on another list by now
    assert line.says == "现场任务已派给c001（09:04）"
    manned.enquiries.take(Answer(newest(manned, Ask.PEOPLE), ({"id": "c001", "name": "王一", "name_en": ""},)))
    assert line.says == "现场任务已派给王一（09:04）"
    assert not line.other_button.isVisible()


def test_the_review_says_it_and_sends_it_there(manned: Room) -> None:
    window = manned.open_review()
    supervisor = Actor("liu", "刘志强", (Grant(Role.ACCEPTOR), Grant(Role.SHIFT_LEADER)))
    manned.board.take_seats({**manned.board.seats, REVIEW: SeatState(REVIEW, supervisor, "s")})
    manned.desk.put(a_case("to_verify", id="case-1"))
    manned.qtbot.waitUntil(lambda: any(each.says for each in window.findChildren(CheckLine)))
    found = next(each for each in window.findChildren(CheckLine) if each.says)
    assert found.says == "现场任务派给王一：建设路一号责任网格，当班至 18:00"
    found.choose("n01")
    QTest.keyClick(window, Qt.Key.Key_V)
    assert bodies(manned) == [{"collector": "n01"}]


# --- at a point of the map


def test_a_point_of_the_editor_tells_them_too(manned: Room) -> None:
    grids = lattice(8, 8)
    lon, lat = LON + STEP_LON // 2, LAT + STEP_LAT // 2
    posts = (Post("1", "S1", "collector", "D000000", 8 * 60, 18 * 60), Post("3", "S3", "grid_leader", "D000000"))
    city = replace(town(), grids=grids, organisation=Organisation((), (), (), STAFF, posts))
    said = words_at(manned.context, city, lon, lat, None).splitlines()
    assert said[1:] == ["采集员 王一 · D000000 · 当班至 18:00", "责任网格长 孙五 · D000000 · 0371-5"]
