import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from console.ui.training import TrainingDesk
from rules.case import Stage
from tests.builders import NINE, a_case
from tests.console.ui.conftest import Room

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # a window of its own, offscreen


def both(text: str) -> dict[str, str]:
    return {"zh_CN": text, "en": f"{text} (en)"}


FAULT = {
    "key": "wrong_unit",
    "case": "case-1",
    "number": "26031000012",
    "words": "井盖松动",
    "place": both("中原路"),
    "time": "09:04:10",
    "points": 4.0,
    "what": both("派给了园林局。"),
    "right": both("应派给中原区城管局。"),
}


def a_score(**said: object) -> str:
    told = {
        "over": False,
        "name": both("平常的一小时"),
        "seed": 7,
        "began": NINE,
        "now": NINE + 600_000,
        "until": NINE + 3_600_000,
        "points": 96,
        "of": 100,
        "limits": {"urgent": 60_000, "dispatch": 180_000, "told": 180_000, "decide": 600_000, "confirm": 900_000},
        "figures": [{"key": "median", "label": both("派遣用时"), "value": "1:05"}],
        "faults": [FAULT],
    }
    return json.dumps({**told, **said})


def a_training(room: Room) -> TrainingDesk:
    training = TrainingDesk()
    training.adopt(room.context, room.main)
    return training


def shown(training: TrainingDesk) -> str:
    assert training.window is not None
    return " | ".join(each.text() for each in training.window.findChildren(QLabel) if each.isVisibleTo(training.window))


def test_without_a_training_the_menu_has_none_and_nothing_opens(room: Room) -> None:
    training = a_training(room)
    training.open()
    assert training.window is None
    assert not room.main.seat_menu.has_training


def test_the_score_so_far_is_shown_when_it_is_asked_for(room: Room) -> None:
    room.desk.put(a_case(id="case-1"))
    training = a_training(room)
    training.know(a_score())
    assert training.window is None
    assert room.main.seat_menu.has_training

    room.main.seat_menu.training_asked.emit()
    said = shown(training)
    for words in ("96", "还剩 50 分钟", "派遣用时", "1:05", "派给了园林局。", "应派给中原区城管局。", "−4"):
        assert words in said
    assert not training.window.finish.isHidden()
    assert training.window.print.isHidden()


def test_a_later_score_takes_the_place_of_the_first(room: Room) -> None:
    training = a_training(room)
    training.know(a_score())
    training.open()
    training.know(a_score(points=88, faults=[], now=NINE + 1_200_000))
    room.qtbot.waitUntil(lambda: "目前没有失误。" in shown(training))
    said = shown(training)
    assert "88" in said
    assert "还剩 40 分钟" in said
    assert "派给了园林局。" not in said


def test_the_window_opens_by_itself_at_the_end_once(room: Room) -> None:
    training = a_training(room)
    runs = [
        {"began": NINE, "day": "2026-03-02 09:00", "seed": 7, "points": 90, "of": 100, "name": both("x"), "over": True}
    ]
    over = a_score(over=True, page="/nowhere/score.html", earlier=runs)
    training.know(over)
    assert "已结束" in shown(training)
    assert "90 / 100" in shown(training)
    assert training.window.finish.isHidden()
    assert not training.window.print.isHidden()
    training.window.hide()
    training.know(over)
    assert training.window.isHidden()


def test_its_keys_end_the_hour_and_close_the_window(room: Room) -> None:
    training = a_training(room)
    asked: list[bool] = []
    training.end_asked.connect(lambda: asked.append(True))
    training.know(a_score())
    training.open()
    QTest.keyClick(training.window, Qt.Key.Key_E)
    assert asked == [True]
    QTest.keyClick(training.window, Qt.Key.Key_Escape)
    assert training.window.isHidden()


def test_a_fault_leads_to_its_case_while_the_desk_has_it(room: Room) -> None:
    room.desk.put(a_case(id="case-1", stage=Stage.TO_DISPATCH))
    training = a_training(room)
    training.know(a_score(faults=[FAULT, {**FAULT, "case": "gone"}]))
    training.open()
    from console.ui.training.fault_row import FaultRow

    first, second = training.window.findChildren(FaultRow)
    assert not first.open.isHidden()
    assert second.open.isHidden()
    first.open.click()
    assert room.main.case.case_id == "case-1"


def test_new_windows_of_another_language_show_the_same_training(room: Room) -> None:
    training = a_training(room)
    training.know(a_score())
    training.open()
    training.adopt(room.context, room.main)
    assert room.main.seat_menu.has_training
    training.open()
    assert "派给了园林局。" in shown(training)


def strip(training: TrainingDesk) -> list[str]:
    """What the strip says, from the left; nothing while it is hidden."""
    return [each.text() for each in training.strip.findChildren(QLabel) if each.isVisible() and each.text()]


def test_a_strip_says_all_the_time_that_it_is_a_training_and_what_counts(room: Room) -> None:
    training = a_training(room)
    assert strip(training) == []

    training.know(a_score(now=NINE + 150_000))
    assert strip(training) == ["训练 · 还剩 58 分", "紧急 1 分内派遣，其他 3 分内", "96 / 100 分"]
    assert training.strip.act.text() == "结束 …"
    training.know(a_score(over=True, page="/nowhere/score.html"))
    assert strip(training) == ["训练 · 已结束", "96 / 100 分"]
    assert training.strip.act.text() == "看成绩"


def test_the_strip_and_its_key_lead_to_the_score_beside_which_the_hour_is_ended(room: Room) -> None:
    training = a_training(room)
    training.know(a_score())
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert training.window is not None
    assert training.window.isVisible()
    assert not training.window.finish.isHidden()
    assert "紧急 1 分内派遣，其他 3 分内 · 申请 10 分内裁定，反馈 15 分内核对" in shown(training)

    training.window.hide()
    training.strip.act.click()
    assert training.window.isVisible()


def test_the_strip_is_there_from_the_start_and_then_tells_the_first_score(room: Room) -> None:
    training = a_training(room)
    training.begin()
    assert strip(training) == ["训练", "正在准备，开始后计时计分"]
    assert training.strip.act.isHidden()

    training.know(a_score(points=100, faults=[], now=NINE))
    assert strip(training) == ["训练 · 还剩 60 分", "紧急 1 分内派遣，其他 3 分内", "100 / 100 分"]
    assert not training.strip.act.isHidden()


def test_windows_made_anew_before_the_first_score_have_the_strip_too(room: Room) -> None:
    training = a_training(room)
    training.begin()
    training.adopt(room.context, room.main)
    assert strip(training)[0] == "训练"


def test_a_trainer_that_cannot_begin_leaves_no_strip_that_says_it_will(room: Room) -> None:
    training = a_training(room)
    training.begin()
    training.give_up()
    assert strip(training) == []
    training.know(a_score())
    training.give_up()
    assert strip(training)[2] == "96 / 100 分"
