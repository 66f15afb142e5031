"""The six elements over the map: chosen in the menu, told with owner and day, and by the point under the pointer."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QMenu
from pytestqt.qtbot import QtBot

from console.ui.look import Look
from console.ui.map.canvas import Canvas
from console.ui.map.elements import ElementMarks, ElementPoints
from console.ui.map.view import MapView
from rules.grid import Grids
from tests.console.ui.map.small_city import LAT, LON, STEP_LAT, STEP_LON, lattice
from tests.console.ui.map.test_view import Words

MIDDLE = (LON + 20 * STEP_LON, LAT + 18 * STEP_LAT)
STORES = ElementPoints(
    "stores", "物", "物 · 防汛物资点 · 截至 2026-05-31", False, lambda: (MIDDLE, (LON, LAT)), lambda n: f"点 {n}"
)
WORKS = ElementPoints(
    "works", "事", "事 · 占道施工 · 已过期", True, lambda: ((LON + STEP_LON, LAT),), lambda n: f"施工 {n}"
)


@pytest.fixture(scope="module")
def grids() -> Grids:
    return lattice(40, 36)


@pytest.fixture
def view(qtbot: QtBot, look: Look, grids: Grids) -> Iterator[MapView]:
    view = MapView(look, Words(), "zh_CN")
    qtbot.addWidget(view)
    view.resize(991, 620)
    view.show()
    view.set_city(grids, synthetic=True)
    view.offer_elements((STORES, WORKS))
    qtbot.waitUntil(lambda: view.findChild(Canvas) is not None)
    yield view
    view.stop()


def told(view: MapView) -> list[str]:
    return [each.text() for each in view.findChildren(QLabel) if each.isVisible()]


def middle(view: MapView) -> QPoint:
    assert view.live is not None
    x, y = view.live.to_screen(*MIDDLE)
    return QPoint(round(x), round(y))


def pixels(view: MapView, at: QPoint) -> set[int]:
    """The colours of the marks around a point."""
    image = QImage(view.size(), QImage.Format.Format_ARGB32)
    image.fill(0)
    view.findChild(ElementMarks).render(image)
    return {image.pixel(at.x() + dx, at.y() + dy) for dx in range(-3, 4) for dy in range(-3, 4)}


def test_none_is_on_until_a_person_chooses_one(view: MapView) -> None:
    assert view.elements == ()
    assert STORES.words not in " ".join(told(view))
    menu = view.findChild(QMenu)
    assert [action.text() for action in menu.actions()][-2:] == [STORES.words, WORKS.words]
    assert not any(action.isChecked() for action in menu.actions()[-2:])


def test_what_is_on_is_drawn_and_told_with_owner_and_day(view: MapView) -> None:
    before = pixels(view, middle(view))
    view.findChild(QMenu).actions()[-2].trigger()
    assert view.elements == (STORES,)
    assert STORES.words in told(view)
    assert pixels(view, middle(view)) != before
    view.choose_elements(["stores", "works"])
    assert f"{STORES.words}\n{WORKS.words}" in told(view)
    view.choose_elements([])
    assert view.elements == ()
    assert pixels(view, middle(view)) == before


def test_the_point_under_the_pointer_is_named(view: MapView) -> None:
    marks = view.findChild(ElementMarks)
    assert marks.words_at(middle(view)) == ""
    view.choose_elements(["stores"])
    assert marks.words_at(middle(view)) == "点 0"
    assert marks.words_at(middle(view) + QPoint(60, 0)) == ""


def test_another_city_keeps_what_it_still_has(view: MapView) -> None:
    view.choose_elements(["stores", "works"])
    view.offer_elements((WORKS,))
    assert view.elements == (WORKS,)
    assert [action.text() for action in view.findChild(QMenu).actions()].count(WORKS.words) == 1


def test_what_else_is_drawn_is_chosen_as_before(view: MapView) -> None:
    view.choose_elements(["works"])
    assert view.findChild(QMenu).actions()[0].isChecked()
    view.findChild(QMenu).actions()[0].trigger()  # street names
    assert view.elements == (WORKS,)
