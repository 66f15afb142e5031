"""The tree of legs: who has which part, where it stands, its clock, its milestones; a deed to one of several legs."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from console.ui.case.legs.tree import branches
from rules.assignment import Assignment, LegRole
from rules.case import Case, Milestone, Photo, PhotoKind, Stage
from rules.clock import Clock, Limit, LimitUnit, judge, start
from rules.frozen import changed
from tests.builders import MINUTE, NINE, a_case, a_leg, a_request, t
from tests.console.ui.conftest import Room

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # menus, offscreen

SENT = NINE + 12 * MINUTE
TWO_HOURS = Limit(2, LimitUnit.URGENT_HOUR)


def lead(**fields: object) -> Assignment:
    told = {"told_at": SENT + 2 * MINUTE, "told_to": "张工", "call_back_at": t("2015-04-22 15:00")}
    return a_leg("working", fetched_at=SENT + MINUTE, **(told | fields))


def a_tree() -> tuple[Assignment, ...]:
    sub = changed(a_leg("done"), id="sub", unit="410102004", role=LegRole.SUB, parent="leg-1", feedback_text="已清理")
    helper = changed(a_leg(), id="helper", unit="410103", role=LegRole.HELPER)
    safe = changed(a_leg("signed"), id="safe", unit="B99", role=LegRole.MAKE_SAFE)
    return (helper, safe, sub, lead())


def put(room: Room, case: Case) -> None:
    room.clock.now = NINE + 70 * MINUTE
    room.desk.put(case)
    room.main.choice.go_to(case.id)
    room.second()


def a_case_with(*legs: Assignment, **fields: object) -> Case:
    return a_case(Stage.WITH_UNITS, id="case-1", round=1, legs=legs, **fields)


def test_a_sub_leg_stands_below_its_parent_and_the_lead_before_its_helpers() -> None:
    found = [(branch.leg.id, branch.depth) for branch in branches(a_case_with(*a_tree()))]
    assert found == [("leg-1", 0), ("sub", 1), ("helper", 0), ("safe", 0)]


def test_legs_of_an_earlier_round_are_shown_while_they_are_in_hand() -> None:
    old = changed(a_leg("ended"), id="old")
    still = changed(a_leg("signed"), id="safe", role=LegRole.MAKE_SAFE)
    case = changed(a_case_with(old, still, changed(lead(), id="new", round=2)), round=2)
    assert [branch.leg.id for branch in branches(case)] == ["new", "safe"]


def test_each_leg_says_its_part_stage_clock_and_what_happened_to_it(room: Room) -> None:
    put(room, a_case_with(*a_tree(), requests=(a_request("extension"),)))
    tree = room.main.case.decide.tree
    assert tree.isVisible()
    first, sub, helper, safe = tree.lines
    assert (first.strong, first.words, first.lamp) == ("中原区", "主办 · 处置中", "in_time")
    assert first.right == "处置剩 5 时 01 分"
    assert first.below == (
        "09:20 申请延期 · 约 15:00 回电（4 时 49 分） · 截止 04-22 周三 15:12"
        " · 派出 09:12 · 领取 09:13 · 已电话告知 张工 09:14 · 签收 09:15"
    )
    assert (sub.depth, sub.words, sub.right, sub.lamp) == (1, "分派 · 已反馈", "按期", "done")
    assert "“已清理”" in sub.below
    assert [helper.words, safe.words] == ["协办 · 待签收", "排险 · 已签收"]
    assert "处置剩 5 时 01 分" in tree.accessibleName()


def test_the_clock_of_a_leg_runs_on_by_itself(room: Room) -> None:
    put(room, a_case_with(lead()))
    room.clock.now = t("2015-04-22 15:20")
    room.second()
    line = room.main.case.decide.tree.lines[0]
    assert (line.lamp, "处置超" in line.right) == ("over", True)


def a_milestone(key: str, limit: Limit) -> Milestone:
    return Milestone(key, "leg-1", limit, start(Clock(limit), SENT))


def test_milestones_stand_below_their_leg_with_due_or_proof(room: Room) -> None:
    safe = a_milestone("make_safe", TWO_HOURS)
    at = SENT + 40 * MINUTE
    safe = changed(safe, reached_at=at, proof="p1", clock=judge(safe.clock, at))
    photo = Photo("p1", PhotoKind.PROOF, 1, "leg-1")
    put(room, a_case_with(lead(), milestones=(safe, a_milestone("repair", TWO_HOURS)), photos=(photo,)))
    tree = room.main.case.decide.tree
    _, reached, open_ = tree.lines
    assert (reached.strong, reached.words, reached.right, reached.proof) == ("排险", "完成 09:52", "按期", "p1")
    assert (open_.strong, open_.right) == ("修复", "截止 04-22 周三 11:12 · 修复剩 1 时 01 分")

    tree.proof_asked.emit("p1")
    assert room.main.asides.photo_view.isVisible()


def menu(room: Room) -> QMenu:
    """The menu that has just been opened."""
    found = [each for each in room.main.case.decide.deeds.findChildren(QMenu) if each.isVisible()]
    assert len(found) == 1
    return found[0]


def test_a_deed_that_may_be_done_to_several_legs_asks_to_which(room: Room) -> None:
    put(room, a_case_with(*a_tree()))
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_T)

    opened = menu(room)
    assert [entry.text() for entry in opened.actions()] == [
        "&1  二七区（协办） · 待签收", "&2  市应急抢险队（排险） · 已签收", "&3  中原区（主办） · 处置中",
    ]  # fmt: skip
    QTest.keyClick(opened, Qt.Key.Key_2)
    assert room.main.case.form is not None
    assert (room.main.case.form.action.verb, room.main.case.form.action.target) == ("told", "safe")


def test_one_button_stands_for_the_same_deed_to_several_legs(room: Room) -> None:
    put(room, a_case_with(*a_tree()))
    deeds = room.main.case.decide.deeds
    names = [button.text() for button in deeds.findChildren(type(deeds.primary_button)) if button.isVisible()]
    assert len(names) == len(set(names))
    assert len([action for action in deeds.actions_offered if action.verb == "told"]) == 3


def test_a_click_on_a_leg_offers_what_may_be_done_with_it(room: Room) -> None:
    put(room, a_case_with(*a_tree()))
    tree = room.main.case.decide.tree
    QTest.mouseClick(tree, Qt.MouseButton.LeftButton, pos=QPoint(120, 10))
    verbs = {entry.text().partition("\t")[0].split("  ")[1] for entry in menu(room).actions()}
    assert {"电话告知", "改派", "撤回"} <= verbs
