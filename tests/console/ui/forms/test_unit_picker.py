"""The unit picker: another unit than the proposed one, none that the rules refuse, all that match."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console.ui.forms.unit_picker import UnitPicker, impossible
from console.ui.look import Look
from rules.assignment import LegRole
from rules.case import Case, Stage
from rules.city import Unit
from rules.frozen import changed
from tests.builders import a_case, a_city, a_leg, an_actor
from tests.console.ui.conftest import Room


@pytest.fixture
def room(qtbot: QtBot, look: Look) -> Iterator[Room]:
    city = a_city()
    more = {f"X{n:02}": Unit(f"X{n:02}", f"第{n}队", f"Crew {n}", kind="department") for n in range(20)}
    made = Room(qtbot, look, city=replace(city, units={**city.units, **more}))
    made.desk.sign_in(an_actor("dispatcher"))
    yield made
    made.close()


def picker_of(room: Room, case: Case) -> UnitPicker:
    room.desk.put(case)
    room.main.choice.go_to("case-1")
    room.clock.now += 1000
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_O)
    return room.main.case.forms.picker


def rows(picker: UnitPicker) -> list[str]:
    return [picker.hits.item(row).text() for row in range(picker.hits.count())]


def test_enter_enter_goes_to_another_unit_than_the_proposed_one_which_is_marked(room: Room) -> None:
    picker = picker_of(room, a_case(id="case-1"))
    assert rows(picker)[:2] == ["中原区   410102   建议", "市应急抢险队   B99"]  # the runner-up
    QTest.keyClick(picker.field, Qt.Key.Key_Return)
    room.clock.now += 1000
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_Return)
    assert [wish.body["unit"] for wish in room.desk.wishes] == ["B99"]


def test_what_was_typed_is_chosen_even_if_it_is_the_proposed_unit(room: Room) -> None:
    picker = picker_of(room, a_case(id="case-1"))
    QTest.keyClicks(picker.field, "410102")
    assert picker.unit() == "410102"


def test_all_units_that_match_stand_in_the_list_and_the_arrows_reach_the_last(room: Room) -> None:
    picker = picker_of(room, a_case(id="case-1"))
    picker.field.setText("第1")
    assert picker.hits.count() == 11  # 第1队 and ten from 第10队 to 第19队
    for _ in range(12):
        QTest.keyClick(picker.field, Qt.Key.Key_Down)
    assert picker.unit() == "X19"


def test_a_unit_that_gave_the_case_back_is_not_offered_again(room: Room) -> None:
    case = a_case(id="case-1", round=1, legs=(a_leg("returned"),))
    picker = picker_of(room, case)
    assert not any("410102 " in row for row in rows(picker))
    assert impossible(case, "dispatch") == {"410102"}


def test_a_helper_is_none_of_the_units_on_the_case(room: Room) -> None:
    legs = (a_leg("working"), changed(a_leg("signed"), id="leg-2", unit="410103", role=LegRole.HELPER))
    case = a_case(Stage.WITH_UNITS, id="case-1", round=1, legs=legs)
    room.desk.put(case)
    room.main.choice.go_to("case-1")
    room.clock.now += 1000
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_C)
    form = room.main.case.form
    assert form is not None
    picker = form.field("unit").widget
    assert isinstance(picker, UnitPicker)
    assert picker.unit() not in {"410102", "410103"}
    assert not {"中原区   410102", "二七区   410103"} & set(rows(picker))
    assert impossible(case, "reassign") == {"410102"}


def test_a_unit_whose_part_ended_may_help_again() -> None:
    case = a_case(Stage.WITH_UNITS, id="case-1", round=1, legs=(changed(a_leg("recalled"), id="old"),))
    assert impossible(case, "add_helper") == frozenset()
