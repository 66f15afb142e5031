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


def words_at(view: MapView, at: QPoint) -> str:
    assert view.live is not None
    return view.findChild(ElementMarks).words_at(at, *view.live.point_at(at))


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
    assert words_at(view, middle(view)) == ""
    view.choose_elements(["stores"])
    assert words_at(view, middle(view)) == "点 0"
    assert words_at(view, middle(view) + QPoint(60, 0)) == ""


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


def test_outlines_are_drawn_and_named_by_what_lies_over_the_point(view: MapView) -> None:
    side = 3 * STEP_LON
    lon, lat = MIDDLE
    ring = ((lon - side, lat - side), (lon + side, lat - side), (lon + side, lat + side), (lon - side, lat + side))
    park = ElementPoints(
        "area:exclusive", "", "专属网格", False, tuple, str, lambda: (ring,), lambda x, _: "人民公园" if x > lon else ""
    )
    view.offer_elements((park, STORES))
    before = pixels(view, edge(view, ring))
    view.choose_elements(["area:exclusive"])
    assert pixels(view, edge(view, ring)) != before
    assert words_at(view, middle(view) + QPoint(30, 0)) == "人民公园"
    assert words_at(view, middle(view) - QPoint(30, 0)) == ""
    view.choose_elements(["area:exclusive", "stores"])
    assert words_at(view, middle(view)) == "点 0"  # what lies above comes first


def edge(view: MapView, ring: tuple[tuple[int, int], ...]) -> QPoint:
    """The middle of the south side on the screen."""
    assert view.live is not None
    x, y = view.live.to_screen((ring[0][0] + ring[1][0]) // 2, ring[0][1])
    return QPoint(round(x), round(y))
