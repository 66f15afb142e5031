"""The address of a report at the desk: candidates taken by keys or a click, marks on the map, whose component it is."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console.ui.intake.place import PlaceField
from console.ui.look import Look
from rules.city import Category, Unit
from rules.geocoder import Geocoder
from tests.builders import a_city, an_actor
from tests.console.ui.conftest import Room
from tests.fixtures.addresses import at, gazetteer, grids


@pytest.fixture
def counter(qtbot: QtBot, look: Look) -> Iterator[Room]:
    """An acceptor of the little town with the form open, in Chinese."""
    town, city = grids(), a_city()
    addresses = gazetteer(town.plane)
    units = {**city.units, "west": Unit("west", "排水处", "Drainage")}
    covers = {**city.categories, "component-01-02": Category("component-01-02", "污水井盖", "Sewage cover")}
    places = {
        "410102": ("西区", "West District"), "410103": ("东区", "East District"),
        "410102001": ("河西街道", "Hexi Subdistrict"), "410103001": ("河东街道", "Hedong Subdistrict"),
    }  # fmt: skip
    room = Room(
        qtbot, look, city=replace(city, grids=town, gazetteer=addresses, units=units, categories=covers, places=places)
    )
    room.desk.geocoder = Geocoder(town, addresses)
    room.desk.sign_in(an_actor("acceptor"))
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    yield room
    room.close()


def typed(room: Room, text: str) -> PlaceField:
    """Type an address and wait for its places."""
    place = room.main.asides.intake.place
    place.address.setFocus()
    place.address.clear()
    commit = QInputMethodEvent()  # as an input method types Chinese
    commit.setCommitString(text)
    QCoreApplication.sendEvent(place.address, commit)
    room.qtbot.waitUntil(place.candidates.isVisible)
    return place


def rows(place: PlaceField) -> list[str]:
    return [place.candidates.item(row).text() for row in range(place.candidates.count())]


def test_three_places_are_shown_with_confidence_and_marked_on_the_map(counter: Room) -> None:
    place = typed(counter, "惠邻便利店")
    assert rows(place) == [
        "1  惠邻便利店 · 西区 河西街道 · 很可能 97 % · 同名多处",
        "2  惠邻便利店 · 东区 河东街道 · 很可能 97 % · 同名多处",
        "3  惠邻便利店 · 东区 河东街道 · 很可能 97 % · 同名多处",
    ]
    assert set(counter.main.map.places) == {at(-700, 20), at(100, 420), at(620, -500)}
    assert place.point is None


def test_arrows_and_enter_take_one_and_the_marks_of_the_others_go(counter: Room) -> None:
    place = typed(counter, "惠邻便利店")
    second = place.candidates.places[1]
    QTest.keyClick(place.address, Qt.Key.Key_Down)
    QTest.keyClick(place.address, Qt.Key.Key_Return)
    assert place.point == (second.lon, second.lat)
    assert not place.candidates.isVisible()
    assert counter.main.map.places == (place.point,)
    assert place.body()["given"] == "惠邻便利店"


def test_a_click_takes_one(counter: Room) -> None:
    place = typed(counter, "惠邻便利店")
    third = place.candidates.places[2]
    box = place.candidates.visualItemRect(place.candidates.item(2))
    QTest.mouseClick(place.candidates.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    assert place.point == (third.lon, third.lat)


def test_escape_puts_the_places_away_and_leaves_the_form_open(counter: Room) -> None:
    place = typed(counter, "惠邻便利店")
    QTest.keyClick(place.address, Qt.Key.Key_Escape)
    assert not place.candidates.isVisible()
    assert counter.main.asides.intake.isVisible()
    assert counter.main.map.places == ()


def test_a_sure_address_is_taken_when_typing_is_finished(counter: Room) -> None:
    place = typed(counter, "中原路与文化宫路交叉口南20米")
    QTest.keyClick(place.address, Qt.Key.Key_Tab)
    counter.qtbot.waitUntil(lambda: place.point is not None)
    assert place.point == pytest.approx(at(0, -20), abs=10)


def test_one_that_fits_several_is_never_taken_by_itself(counter: Room) -> None:
    place = typed(counter, "福安8号")
    QTest.keyClick(place.address, Qt.Key.Key_Tab)
    counter.qtbot.waitUntil(lambda: "2 处" in place.said())
    assert place.point is None


def test_other_words_take_the_point_of_the_first_ones_away(counter: Room) -> None:
    place = typed(counter, "中原路3号")
    QTest.keyClick(place.address, Qt.Key.Key_Return)
    assert place.point == at(150, 25)
    QTest.keyClicks(place.address, "x")
    assert place.point is None
    assert place.coordinates.text() == ""


def test_pasted_coordinates_without_a_datum_ask_which_and_get_an_address(counter: Room) -> None:
    place = typed(counter, "34.75, 113.6031")
    assert all("理解" in row for row in rows(place))
    QTest.keyClick(place.address, Qt.Key.Key_Return)
    counter.qtbot.waitUntil(lambda: "路" in place.address.text())
    assert place.body()["given"] == "34.75, 113.6031"


def test_a_click_on_the_map_writes_the_address(counter: Room) -> None:
    place = counter.main.asides.intake.place
    counter.main.map.point_chosen.emit(*at(0, -20))
    counter.qtbot.waitUntil(lambda: place.address.text() == "中原路与文化宫路交叉口南 20 米")


def test_nothing_found_is_said_once_typing_is_finished(counter: Room) -> None:
    place = counter.main.asides.intake.place
    place.address.setText("井盖松动")
    place.look_up()
    counter.qtbot.waitUntil(lambda: "没有" in place.said() or "未" in place.said())


def test_a_city_that_is_not_here_yet_is_said(counter: Room) -> None:
    counter.desk.geocoder = None
    place = counter.main.asides.intake.place
    place.address.setText("中原路3号")
    place.look_up()
    counter.qtbot.waitUntil(lambda: place.said() != "")
    assert place.point is None


def test_the_component_of_the_class_is_named_with_its_owner(counter: Room) -> None:
    form = counter.main.asides.intake
    form.place.take_point(*at(0, -20))
    form.place.show_component_of("component-01-02")
    assert form.place.said().endswith("部件 4101020102000001，距 3 米：排水处")
    form.place.take_point(*at(0, 300))
    assert form.place.said().endswith("20 米内没有此类部件：权属不明")
    form.place.show_component_of("event-01-10")
    assert "部件" not in form.place.said()


def test_leaving_the_form_takes_the_marks_off_the_map(counter: Room) -> None:
    place = typed(counter, "惠邻便利店")
    QTest.keyClick(place.address, Qt.Key.Key_Escape)
    typed(counter, "惠邻便利店")
    counter.main.asides.intake.left.emit()
    assert counter.main.map.places == ()
