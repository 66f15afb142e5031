"""Promised calls: due, an alert with unit, person and number stands on top until the next call is noted."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console.ui.look.lines import AlertLine
from rules.case import Case, Stage
from tests.builders import a_case, a_leg, t
from tests.console.ui.conftest import Room

AT_THREE = t("2015-04-22 15:00")


def promised(at: int = AT_THREE, **fields: object) -> Case:
    leg = a_leg("working", told_at=t("2015-04-22 14:20"), told_to="张工", call_back_at=at)
    return a_case(Stage.WITH_UNITS, id="case-1", round=1, legs=(leg,), **fields)


@pytest.fixture
def afternoon(room: Room) -> Room:
    room.clock.now = t("2015-04-22 14:59")
    return room


def test_a_promised_call_is_told_when_its_time_has_come_and_sounds_once(afternoon: Room) -> None:
    room = afternoon
    room.desk.put(promised())
    assert room.main.alerts.lines == ()
    room.second(59)
    assert room.main.alerts.lines == ()
    room.second(1)
    assert room.main.alerts.lines == ("约 15:00 回电 · 中原区 · 张工 · 陇海路与秦岭路交会处 · 暴露垃圾 · 67445566",)
    room.second(60)
    assert room.heard.kinds == ["decision"]
    assert room.main.alerts.after("") == "case-1"


@pytest.mark.parametrize(
    ("seconds", "shape", "said"),
    [
        (60, "near", "约 15:00 回电"),
        (157, "over", "约 15:00 回电（超 01:37）"),
        (2520, "over", "约 15:00 回电（超 41 分）"),
    ],
)
def test_a_call_whose_time_has_passed_is_overdue_and_says_by_how_much(
    afternoon: Room, seconds: int, shape: str, said: str
) -> None:
    room = afternoon
    room.desk.put(promised())
    room.second(seconds)
    (line,) = room.main.queue.findChildren(AlertLine)
    assert line.property("shape") == shape
    assert room.main.alerts.lines[0].split(" · ")[0] == said


def test_the_next_call_ends_it_and_may_promise_another(afternoon: Room, qtbot: QtBot) -> None:
    room = afternoon
    room.desk.put(promised())
    room.second(60)
    assert len(room.main.alerts.lines) == 1
    room.desk.put(promised(t("2015-04-22 15:30")))
    qtbot.waitUntil(lambda: room.main.alerts.lines == ())
    room.clock.now = t("2015-04-22 15:30")
    room.second(0)
    assert room.main.alerts.lines[0].startswith("约 15:30 回电")
    assert room.heard.kinds == ["decision", "decision"]


def test_a_leg_that_has_ended_is_not_called_again(afternoon: Room) -> None:
    room = afternoon
    room.desk.put(promised())
    room.desk.put(a_case(Stage.TO_CONFIRM, id="case-1", round=1, legs=(a_leg("accepted", call_back_at=AT_THREE),)))
    room.second(120)
    assert room.main.alerts.lines == ()


def test_an_urgent_case_that_nobody_reached_goes_before_a_call(afternoon: Room) -> None:
    room = afternoon
    room.desk.put(promised())
    sent = a_leg("sent", id="leg-2", sent_at=t("2015-04-22 14:58"))
    room.desk.put(a_case(Stage.WITH_UNITS, id="case-2", urgent=True, round=1, legs=(sent,)))
    room.second(60)
    assert [line.split(" · ")[0] for line in room.main.alerts.lines] == ["未送达", "约 15:00 回电"]


def rail_lamp(room: Room) -> str:
    """What the rail says of the promised calls."""
    model = room.main.rail.model()
    said = [model.data(model.index(row), Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())]
    return next(words for words in said if words.startswith("待回电"))


def test_the_rail_lights_when_a_promised_call_is_due_and_when_it_is_overdue(afternoon: Room, qtbot: QtBot) -> None:
    room = afternoon
    room.desk.put(promised())
    qtbot.waitUntil(lambda: rail_lamp(room) == "待回电 1")
    room.second(60)
    qtbot.waitUntil(lambda: rail_lamp(room) == "待回电 1 · 将超时 1")
    room.second(1)
    qtbot.waitUntil(lambda: rail_lamp(room) == "待回电 1 · 已超时 1")
    room.desk.put(promised(t("2015-04-22 15:30")))
    qtbot.waitUntil(lambda: rail_lamp(room) == "待回电 1")


def test_the_rail_does_not_tell_the_deadline_of_a_case_as_that_of_its_call(afternoon: Room, qtbot: QtBot) -> None:
    room = afternoon
    room.clock.now = t("2015-04-22 17:00")  # its four hours ended at 15:12
    room.desk.put(promised(t("2015-04-22 17:30")))
    assert room.context.board.counts()["call_backs"].over == 1
    qtbot.waitUntil(lambda: rail_lamp(room) == "待回电 1")
