"""The window of alarms: what each row says, its picture, one key for one or for many, reasons by digits."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console.facts import Wish
from console.ui.look import Look
from console.ui.machine_alarms import AlarmDesk
from console.ui.machine_alarms.window import AlarmWindow
from rules.alarm import Alarm
from rules.case import Case, Photo, PhotoKind
from rules.machines import AlarmKind, MachineRules
from tests.builders import MINUTE, NINE, a_case, a_city, an_actor
from tests.console.ui.conftest import Room

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # a window of its own, offscreen
REASONS = {"light": ("光影、反光", "Light"), "test": ("设备调试", "Test")}
KIND = AlarmKind("refuse_heap", "垃圾堆", "A heap", "event-01-10")
CITY = replace(a_city(), machines=MachineRules({"refuse_heap": KIND}, reject_reasons=REASONS))
FRAME = Photo("f" * 64, PhotoKind.OVERVIEW)


def an_alarm(case_id: str, minutes: int, **said: Any) -> Case:
    fields = {"device": "cam-7", "model": "yolo-9", "confidence": 871, "count": 1} | said
    seen = NINE + minutes * MINUTE
    alarm = Alarm("refuse_heap", "video-ai", first_at=NINE, last_at=seen, **fields)
    return a_case("reported", id=case_id, number="", draft_number=f"AL-{case_id}", alarm=alarm, photos=(FRAME,))


class Alarms:
    """The window over a desk that is played by hand."""

    def __init__(self, room: Room) -> None:
        self.room, self.desk = room, AlarmDesk()
        self.wished: list[Wish] = []
        room.board.wished.connect(self.wished.append)
        self.desk.adopt(room.context, room.main)

    @property
    def window(self) -> AlarmWindow:
        assert self.desk.window is not None
        return self.desk.window

    def open(self, *cases: Case) -> AlarmWindow:
        for case in cases:
            self.room.desk.put(case)
        self.desk.open()
        return self.window

    def row(self, number: int) -> list[str]:
        model = self.window.model
        return [str(model.data(model.index(number, column))) for column in range(model.columnCount())]

    def deeds(self) -> list[tuple[str, str, dict[str, object]]]:
        return [(each.verb, each.case_id, dict(each.body)) for each in self.wished]


@pytest.fixture
def alarms(qtbot: QtBot, look: Look) -> Iterator[Alarms]:
    room = Room(qtbot, look, city=CITY)
    room.desk.sign_in(an_actor("acceptor"))
    yield Alarms(room)
    room.close()


def test_a_row_says_kind_confidence_count_place_and_device(alarms: Alarms) -> None:
    alarms.open(an_alarm("1", 1), an_alarm("2", 3, count=4), a_case("reported", id="3"))
    assert alarms.window.model.rowCount() == 2  # a report of a person is none
    assert alarms.row(0)[:4] == ["垃圾堆", "87 %", "×4", "陇海路与秦岭路交会处"]  # seen last: on top
    assert alarms.row(0)[5:] == ["cam-7", "yolo-9"]
    assert alarms.row(1)[2] == ""


def test_the_picture_and_the_words_of_the_chosen_one_stand_beside_it(alarms: Alarms) -> None:
    window = alarms.open(an_alarm("1", 1))
    assert window.picture.sha256 == "f" * 64
    assert "yolo-9" in window.facts.text()
    assert "87 %" in window.facts.text()


def test_who_looks_stands_over_it(alarms: Alarms) -> None:
    window = alarms.open(an_alarm("1", 1))
    assert an_actor("acceptor").id in window.watermark.words
    assert window.watermark.isVisible()
    assert window.watermark.geometry() == window.rect()


def test_one_key_accepts_and_the_next_one_is_chosen(alarms: Alarms) -> None:
    window = alarms.open(an_alarm("1", 1), an_alarm("2", 2))
    QTest.keyClick(window.table, Qt.Key.Key_A)
    assert alarms.deeds() == [("accept_alarm", "2", {})]
    alarms.room.desk.put(a_case("reported", id="2"))
    assert [each.id for each in window.chosen()] == ["1"]


def test_many_are_rejected_with_one_digit(alarms: Alarms) -> None:
    window = alarms.open(an_alarm("1", 1), an_alarm("2", 2), an_alarm("3", 3))
    QTest.keyClick(window.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(window.chosen()) == 3
    QTest.keyClick(window.table, Qt.Key.Key_2)
    assert alarms.deeds() == [("reject_alarm", each, {"reason": "test"}) for each in ("3", "2", "1")]


def test_what_was_chosen_stays_chosen_when_others_come(alarms: Alarms) -> None:
    window = alarms.open(an_alarm("1", 1), an_alarm("2", 2))
    flags = QItemSelectionModel.SelectionFlag
    window.table.selectionModel().select(window.model.index(1, 0), flags.ClearAndSelect | flags.Rows)
    alarms.room.desk.put(an_alarm("3", 3))
    assert [each.id for each in window.chosen()] == ["1"]


def test_without_the_duty_nothing_is_done(alarms: Alarms) -> None:
    alarms.room.desk.sign_in(an_actor("dispatcher"))
    window = alarms.open(an_alarm("1", 1))
    QTest.keyClick(window.table, Qt.Key.Key_A)
    QTest.keyClick(window.table, Qt.Key.Key_1)
    assert alarms.deeds() == []


def test_enter_shows_the_case_in_the_main_window(alarms: Alarms) -> None:
    window = alarms.open(an_alarm("1", 1))
    QTest.keyClick(window.table, Qt.Key.Key_Return)
    assert alarms.room.main.case.case_id == "1"
    assert "告警：垃圾堆 · 87 %" in alarms.room.main.case.facts._verdict.text()
