"""What is not done again for nothing, so that ten thousand cases are not felt; and is done when it is needed."""

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from console.board import portions
from console.ui.case.deed_buttons import DeedButtons
from console.ui.offers import Action
from console.ui.promised_calls import PromisedCalls
from console.ui.rail import Rail
from rules.frozen import changed
from tests.builders import a_case, t
from tests.console.ui.conftest import Room


def test_the_next_case_finds_the_same_buttons_named_by_its_own_unit(room: Room) -> None:
    room.desk.put(a_case(id="case-1"))
    room.desk.put(a_case(id="case-2"))
    deeds = room.main.case.decide.deeds
    room.main.choice.go_to("case-1")
    first = deeds.primary_button
    room.main.choice.go_to("case-2")
    room.main.case.decide.choose_unit("B01")

    assert first is not None
    assert deeds.primary_button is first
    assert first.text() == "派遣 → 市排水管理处"


def test_nothing_can_be_pressed_while_it_is_not_known_what_may_be_done(room: Room) -> None:
    room.desk.put(a_case(id="case-1"))
    room.main.choice.go_to("case-1")
    asked: list[object] = []
    deeds = room.main.case.decide.deeds
    deeds.asked.connect(asked.append)
    deeds.other_unit_asked.connect(lambda: asked.append("O"))

    deeds.show_actions((), a_case(id="case-1"), "", True)

    assert not deeds.isVisible()
    assert deeds.primary_button is None
    assert not deeds.press("O")
    assert not deeds.press("Enter")
    assert asked == []


def test_buttons_used_again_do_the_deed_of_the_case_that_is_shown(room: Room) -> None:
    room.desk.put(a_case("with_units", id="case-1"), a_case("with_units", id="case-2"), a_case(id="case-3"))
    deeds = room.main.case.decide.deeds
    asked: list[Action] = []
    deeds.asked.connect(asked.append)
    offered = {}
    for case_id in ("case-1", "case-3", "case-2", "case-1"):
        room.main.choice.go_to(case_id)
        offered[case_id] = deeds.actions_offered
        shown = [part for part in deeds.findChildren(DeedButtons) if not part.isHidden()]
        assert len(shown) == 1
        for number, action in enumerate(offered[case_id]):
            shown[0].pressed.emit(number)
            assert asked.pop() is action
            if action.key:
                assert deeds.press(action.key)
                assert asked.pop() is action


def test_a_page_of_rows_is_drawn_in_parts_and_then_whole(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portions, "PORTION", 64)  # all of them at once
    cases = [a_case(id=f"case-{n}", number=f"15042200{n:04}") for n in range(10, 60)]
    room.desk.put(*cases)
    view = room.main.queue.view
    room.main.resize(1600, 900)
    QApplication.processEvents()
    room.desk.put(*(changed(case, version=9, district="410103", urgent=True) for case in cases))  # each cell is another
    frames = [view.viewport().grab().toImage() for _ in range(30)]

    assert frames[0] != frames[1] != frames[2]
    assert frames[-2] == frames[-1]
    lines = view.viewport().height() // view.rowHeight(0)
    assert lines > 8
    for line in range(lines):
        row = frames[-1].copy(0, line * view.rowHeight(0), view.columnWidth(0), view.rowHeight(0))
        assert len({row.pixel(x, y) for x in range(row.width()) for y in range(row.height())}) > 5  # not ground alone


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
    room.main.choice.go_to("case-1")
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


def test_a_line_of_the_rail_that_was_drawn_before_shows_its_own_count(room: Room) -> None:
    rail = room.main.rail
    rail.grab()  # every line is drawn, and kept
    empty = picture_of(rail)
    room.desk.put(a_case(id="case-1"))

    fresh = Rail(room.context, PromisedCalls(room.context))
    fresh.resize(rail.size())
    fresh.show_current(room.main.queue.list_name)
    fresh.show()
    room.qtbot.waitUntil(lambda: picture_of(rail) != empty)
    assert picture_of(rail) == picture_of(fresh)


def picture_of(widget: QWidget) -> QImage:
    return widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
