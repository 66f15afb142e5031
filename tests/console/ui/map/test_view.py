"""The map as the windows use it: it shows at once, fills in, is clicked both ways, and never forgets a case."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from console.ui.look import Look
from console.ui.map.camera import level_of
from console.ui.map.canvas import Canvas
from console.ui.map.case import MapCase
from console.ui.map.case_label import CaseLabel
from console.ui.map.chrome import Legend, ScaleBar
from console.ui.map.view import MapView
from rules.grid import Grids
from tests.console.ui.map.small_city import lattice

ROOT = Path(__file__).parents[4]


class Words:
    """Words of the field, as in the catalogue."""

    def text(self, key: str) -> str:
        return {
            "lamp.in_time": "in time",
            "lamp.near": "near limit",
            "lamp.over": "overdue",
            "lamp.paused": "suspended",
            "lamp.unsent": "unsent",
        }[key]


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
    qtbot.waitUntil(lambda: view.findChild(Canvas) is not None)
    yield view
    view.stop()


def canvas(view: MapView) -> Canvas:
    return view.findChild(Canvas)


def a_case(grids: Grids, grid: int, case_id: str = "a", lamp: str = "over", to: str = "") -> MapCase:
    lon, lat = grids.points[grid].tolist()
    return MapCase(case_id, lon, lat, lamp, False, False, grid, f"Loose cover {case_id}", to)


def screen(view: MapView, case: MapCase, grids: Grids) -> QPoint:
    x, y = canvas(view).camera.to_screen(*grids.plane.metres(case.lon, case.lat))
    return QPoint(round(x), round(y))


def settled(qtbot: QtBot, view: MapView) -> QImage:
    """The picture once nothing is left to draw."""

    def quiet() -> bool:
        QApplication.processEvents()
        return view.is_drawn and view.answers

    view.grab()
    qtbot.waitUntil(quiet)
    view.grab()
    qtbot.waitUntil(quiet)
    return view.grab().toImage()


def share(image: QImage, colour: str) -> float:
    wanted = int(colour[1:], 16)
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), np.uint32) & 0xFFFFFF
    return float((pixels == wanted).mean())


def test_the_package_imports_neither_numpy_nor_pyqtgraph() -> None:
    code = (
        "import sys, console.ui.map, console.ui.map.view; "
        "print(sorted({'numpy', 'pyqtgraph', 'shapely'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_it_shows_before_the_city_is_there(qtbot: QtBot, look: Look) -> None:
    view = MapView(look, Words(), "en")
    qtbot.addWidget(view)
    view.resize(600, 400)
    view.show_cases([MapCase("a", 0, 0, "over", False, False, 0, "x")], [])
    view.choose("a")
    view.show()
    assert any(label.text() == "Preparing the map" and label.isVisible() for label in view.findChildren(QLabel))
    assert share(view.grab().toImage(), look.tokens.map_bg) > 0.5
    view.stop()


def test_grids_are_coloured_by_their_cases(qtbot: QtBot, view: MapView, grids: Grids, look: Look) -> None:
    empty = settled(qtbot, view)
    assert share(empty, look.tokens.map0) > 0.2
    assert share(empty, look.tokens.map4) < 0.002  # the legend alone
    view.show_cases([a_case(grids, n % 400, f"c{n}", "in_time") for n in range(2000)], [])
    full = settled(qtbot, view)
    assert share(full, look.tokens.map4) > 0.02
    view.show_cases([], [f"c{n}" for n in range(2000)])
    assert share(settled(qtbot, view), look.tokens.map4) < 0.002


@pytest.mark.parametrize("mpp", [8.0, 0.6])
def test_a_click_on_a_mark_chooses_its_case(qtbot: QtBot, view: MapView, grids: Grids, mpp: float) -> None:
    cases = [a_case(grids, n, f"c{n}") for n in range(600, 640, 4)]
    view.show_cases(cases, [])
    view.centre_on("c620")
    canvas(view).zoom(level_of(mpp) - canvas(view).camera.level)
    with qtbot.waitSignal(view.case_chosen) as heard:
        qtbot.mouseClick(canvas(view), Qt.MouseButton.LeftButton, pos=screen(view, cases[5], grids))
    assert heard.args == ["c620"]


def test_a_click_beside_the_marks_chooses_the_grid(qtbot: QtBot, view: MapView, grids: Grids) -> None:
    view.show_cases([a_case(grids, 700)], [])
    view.centre_on("a")
    with qtbot.waitSignal(view.grid_chosen) as heard:
        neighbour = a_case(grids, 704)
        qtbot.mouseClick(canvas(view), Qt.MouseButton.LeftButton, pos=screen(view, neighbour, grids))
    assert heard.args == [704]


def test_a_drag_pans_and_chooses_nothing(qtbot: QtBot, view: MapView, grids: Grids) -> None:
    case = a_case(grids, 700)
    view.show_cases([case], [])
    view.centre_on("a")
    before, port = screen(view, case, grids), canvas(view)
    heard: list[object] = []
    view.case_chosen.connect(heard.append)
    view.grid_chosen.connect(heard.append)
    qtbot.mousePress(port, Qt.MouseButton.LeftButton, pos=QPoint(300, 300))
    qtbot.mouseMove(port, QPoint(340, 320))
    qtbot.mouseMove(port, QPoint(400, 350))
    qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=QPoint(400, 350))
    after = screen(view, case, grids)
    assert (after.x() - before.x(), after.y() - before.y()) == (100, 50)
    assert heard == []


def test_the_wheel_zooms_around_the_pointer(qtbot: QtBot, view: MapView) -> None:
    at, camera = QPointF(200, 150), canvas(view).camera
    under = camera.to_plane(200, 150)
    none, buttons = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.NoButton
    for _ in range(3):
        event = QWheelEvent(at, at, QPoint(), QPoint(0, 80), buttons, none, Qt.ScrollPhase.NoScrollPhase, False)
        QApplication.sendEvent(canvas(view), event)
    now = canvas(view).camera
    assert now.level == camera.level + 2  # three times two thirds of a notch
    assert now.to_screen(*under) == pytest.approx((200, 150), abs=2)


def test_a_chosen_case_out_of_sight_is_fetched_and_one_in_sight_is_not(view: MapView, grids: Grids) -> None:
    view.show_cases([a_case(grids, 0, "far"), a_case(grids, 700, "near")], [])
    view.centre_on("near")
    before = canvas(view).camera
    view.choose("near")
    assert canvas(view).camera == before
    view.choose("far")
    assert canvas(view).camera.sees(*grids.plane.metres(*grids.points[0].tolist()), 48)


def test_the_chosen_case_has_its_label_and_its_one_click(qtbot: QtBot, view: MapView, grids: Grids) -> None:
    view.show_cases([a_case(grids, 700, to="Drainage Office")], [])
    view.choose("a")
    label = view.findChild(CaseLabel)
    button = label.findChild(QPushButton)
    assert label.isVisible()
    assert (label.accessibleName(), button.text()) == ("Loose cover a", "Dispatch → Drainage Office")
    with qtbot.waitSignal(view.dispatch_asked) as heard:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert heard.args == ["a"]
    with qtbot.waitSignal(view.dispatch_asked) as heard:
        qtbot.keyClick(canvas(view), Qt.Key.Key_Return)
    assert heard.args == ["a"]


def test_without_a_unit_there_is_no_button_and_enter_does_nothing(view: MapView, grids: Grids, qtbot: QtBot) -> None:
    view.show_cases([a_case(grids, 700)], [])
    view.choose("a")
    heard: list[str] = []
    view.dispatch_asked.connect(heard.append)
    qtbot.keyClick(canvas(view), Qt.Key.Key_Return)
    assert view.findChild(CaseLabel).findChild(QPushButton).isHidden()
    assert heard == []


def test_the_label_goes_with_its_case(view: MapView, grids: Grids, qtbot: QtBot) -> None:
    view.show_cases([a_case(grids, 700)], [])
    view.choose("a")
    view.show_cases([], ["a"])
    qtbot.waitUntil(view.findChild(CaseLabel).isHidden)


@pytest.mark.parametrize("width", [991, 520, 300])
def test_the_label_is_never_cut(view: MapView, grids: Grids, width: int) -> None:
    view.resize(width, 400)
    view.show_cases([a_case(grids, 700, to="Drainage Office")], [])
    view.centre_on("a")
    view.choose("a")
    label = view.findChild(CaseLabel)
    assert label.width() > 200
    assert view.rect().contains(label.geometry())
    chosen = screen(view, a_case(grids, 700), grids)
    assert not label.geometry().contains(chosen)


@pytest.mark.parametrize("side", ["top", "bottom"])
def test_the_label_covers_no_tool(view: MapView, grids: Grids, side: str) -> None:
    case = a_case(grids, 700, to="Drainage Office")
    view.show_cases([case], [])
    view.choose("a")
    label = view.findChild(CaseLabel)
    parts = [part for part in view.findChildren(QPushButton) if not label.isAncestorOf(part)]
    parts += [view.findChild(Legend), view.findChild(ScaleBar)]
    places = [QRect(part.mapTo(view, QPoint()), part.size()) for part in parts if part.isVisible()]
    assert len(places) > 8
    y = 60 if side == "top" else view.height() - 30
    for x in range(30, view.width() - 20, 40):
        at = screen(view, case, grids)
        canvas(view).look_from(canvas(view).camera.panned(x - at.x(), y - at.y()))
        assert label.isVisible()
        assert not any(label.geometry().intersects(place) for place in places), x


def test_the_chosen_case_is_marked(qtbot: QtBot, view: MapView, grids: Grids, look: Look) -> None:
    view.show_cases([a_case(grids, 700)], [])
    view.centre_on("a")
    before = share(settled(qtbot, view), look.tokens.accent)
    view.choose("a")
    assert share(settled(qtbot, view), look.tokens.accent) > before + 0.0002


def test_counts_scale_and_age_are_said(view: MapView, grids: Grids) -> None:
    view.show_cases([a_case(grids, n, f"c{n}") for n in range(5)], [])
    scale = view.findChild(ScaleBar)
    assert scale.accessibleName().startswith("5 open · all in view, ")
    view.centre_on("c0")
    canvas(view).zoom(20)
    assert scale.accessibleName().startswith("5 open · 1 in view, ")
    view.set_as_of("data as of 10:26:36")
    assert scale.accessibleName().startswith("data as of 10:26:36 · 1 in view")
    view.set_as_of(None)
    assert scale.accessibleName().startswith("5 open")


def test_synthetic_data_are_marked(qtbot: QtBot, view: MapView, grids: Grids) -> None:
    marking = next(label for label in view.findChildren(QLabel) if label.text() == "synthetic data")
    assert marking.isVisible()
    old = canvas(view)
    view.set_city(grids, synthetic=False)
    qtbot.waitUntil(lambda: any(found is not old for found in view.findChildren(Canvas)))
    assert not marking.isVisible()


def test_a_new_city_keeps_the_cases(qtbot: QtBot, view: MapView, grids: Grids) -> None:
    view.show_cases([a_case(grids, n, f"c{n}") for n in range(1000)], [])
    old = canvas(view)
    view.set_city(lattice(24, 20), synthetic=True)
    qtbot.waitUntil(lambda: list(view.findChildren(Canvas)) not in ([], [old]))
    fresh = next(found for found in view.findChildren(Canvas) if found is not old)
    qtbot.waitUntil(lambda: len(fresh.scene_of_map.marks) == 1000)


def test_the_layers_change_legend_and_colours(qtbot: QtBot, view: MapView, grids: Grids, look: Look) -> None:
    view.show_cases([a_case(grids, 700)], [])
    legend = view.findChild(Legend)
    assert legend.accessibleName() == "in time, near limit, overdue, suspended, unsent, open / grid 0 1 2 3 4+"
    before = share(settled(qtbot, view), look.tokens.map4)
    overdue = next(button for button in view.findChildren(QPushButton) if button.text() == "Overdue")
    qtbot.mouseClick(overdue, Qt.MouseButton.LeftButton)
    assert legend.accessibleName().endswith("overdue % / resp. grid 0 ≤5 ≤10 ≤20 >20")
    # one open case and that one overdue: its responsibility grid of 64 grids turns to the last step
    assert share(settled(qtbot, view), look.tokens.map4) > before + 0.01


def test_what_is_shown_can_be_left_out(qtbot: QtBot, view: MapView, grids: Grids) -> None:
    case = a_case(grids, 700, lamp="in_time")
    view.show_cases([case], [])
    view.centre_on("a")
    action = next(action for action in view.findChild(QMenu).actions() if action.text() == "Cases in time")
    action.setChecked(False)
    heard: list[str] = []
    view.case_chosen.connect(heard.append)
    qtbot.mouseClick(canvas(view), Qt.MouseButton.LeftButton, pos=screen(view, case, grids))
    assert heard == []


def test_keys_move_the_map(qtbot: QtBot, view: MapView) -> None:
    start = canvas(view).camera
    qtbot.keyClick(canvas(view), Qt.Key.Key_Plus)
    assert canvas(view).camera.level == start.level + 1
    qtbot.keyClick(canvas(view), Qt.Key.Key_Right)
    assert canvas(view).camera.x > start.x
    qtbot.keyClick(canvas(view), Qt.Key.Key_Home)
    assert canvas(view).camera == start


def test_the_map_cannot_be_lost(view: MapView, grids: Grids) -> None:
    for _ in range(80):
        canvas(view).zoom(-3)
        canvas(view).look_from(canvas(view).camera.panned(5000, 5000))
    west, south, east, north = canvas(view).camera.box
    assert west < 0 < east
    assert south < 0 < north


def test_tools_say_what_they_do(view: MapView) -> None:
    names = [button.accessibleName() for button in view.findChildren(QPushButton) if button.property("kind") == "tool"]
    assert names == ["Zoom in (+)", "Zoom out (-)", "Whole city (Home)", "What is shown"]
    assert all(
        button.width() >= 24 and button.height() >= 24
        for button in view.findChildren(QPushButton)
        if button.property("kind") == "tool"
    )


def test_plates_do_not_overlap_in_a_narrow_map(view: MapView) -> None:
    view.resize(520, 400)
    legend, scale = view.findChild(Legend), view.findChild(ScaleBar)
    assert not legend.geometry().intersects(scale.geometry())
    assert view.rect().contains(scale.geometry())


def test_close_in_the_map_is_drawn_live(qtbot: QtBot, view: MapView, grids: Grids, look: Look) -> None:
    case = a_case(grids, 700, lamp="in_time")
    view.show_cases([case], [])
    view.centre_on("a")
    canvas(view).zoom(level_of(0.3) - canvas(view).camera.level)
    image = settled(qtbot, view)
    at = screen(view, case, grids)
    assert image.pixelColor(at.x() + 30, at.y() + 20).name().upper() == look.tokens.map1


def test_stopping_twice_is_harmless(view: MapView) -> None:
    view.stop()
    view.stop()
