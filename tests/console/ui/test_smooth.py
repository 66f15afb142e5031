"""What is not done again for nothing, so that ten thousand cases are not felt; and is done when it is needed."""

from PySide6.QtWidgets import QApplication

from tests.builders import a_case, t
from tests.console.ui.conftest import Room


def test_the_next_case_finds_the_same_buttons_named_by_its_own_unit(room: Room) -> None:
    room.desk.put(a_case(id="case-1"))
    room.desk.put(a_case(id="case-2"))
    deeds = room.main.case.decide.deeds
    room.main.go_to("case-1")
    first = deeds.primary_button
    room.main.go_to("case-2")
    room.main.case.decide.choose_unit("B01")

    assert first is not None
    assert deeds.primary_button is first
    assert first.text() == "派遣 → 市排水管理处"


def test_nothing_can_be_pressed_while_it_is_not_known_what_may_be_done(room: Room) -> None:
    room.desk.put(a_case(id="case-1"))
    room.main.go_to("case-1")
    asked: list[object] = []
    deeds = room.main.case.decide.deeds
    deeds.asked.connect(asked.append)
    deeds.other_unit_asked.connect(lambda: asked.append("O"))

    deeds.show_actions((), "", True)

    assert not deeds.isVisible()
    assert deeds.primary_button is None
    assert not deeds.press("O")
    assert not deeds.press("Enter")
    assert asked == []


def test_the_review_heeds_no_case_that_is_not_to_be_reviewed(room: Room) -> None:
    window = room.open_review()
    told: list[bool] = []
    window.cases.changed.connect(lambda: told.append(True))

    room.desk.put(a_case(id="case-1"))
    assert told == []
    room.desk.put(a_case("to_verify", id="case-2"))
    assert told


def test_a_row_is_drawn_anew_when_its_case_or_its_state_is_another(room: Room) -> None:
    room.desk.put(a_case(id="case-1"))
    room.main.go_to("case-1")
    view = room.main.queue.view
    chosen = view.grab().toImage()
    assert view.grab().toImage() == chosen
    room.desk.put(a_case(id="case-1", urgent=True, version=9))
    QApplication.processEvents()
    urgent = view.grab().toImage()
    assert urgent != chosen
    room.clock.now = t("2015-04-22 10:30")
    view.tick()
    assert view.grab().toImage() != urgent
