"""A drawn area as a field of a form: nothing drawn is no value; what is drawn on its own map is taken, or left."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console.ui.forms.area_field import AreaField
from console.ui.look import Look
from tests.builders import a_case, a_city
from tests.console.ui.conftest import Room
from tests.console.ui.map.small_city import LAT, LON, lattice

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

CASE = a_case("to_dispatch", lon=LON + 50_000, lat=LAT + 50_000, located=True)
CORNERS = [[LON, LAT], [LON + 90_000, LAT], [LON + 90_000, LAT + 90_000]]


@pytest.fixture
def field(qtbot: QtBot, look: Look) -> Iterator[AreaField]:
    grids = lattice(16, 16)
    room = Room(qtbot, look, city=replace(a_city(), grids=grids, sketch=grids.sketch(30)))
    made = AreaField(room.context, CASE)
    made.setParent(room.main)
    yield made
    room.close()


def opened(field: AreaField) -> AreaField:
    field.draw.click()
    assert field.dialog is not None
    for lon, lat in CORNERS:
        field.dialog.drawing.view.point_chosen.emit(lon, lat)
    return field


def test_what_is_drawn_is_taken(field: AreaField) -> None:
    assert field.value() is None
    dialog = opened(field).dialog
    assert dialog is not None
    dialog.take.click()
    assert field.value() == CORNERS


def test_what_is_left_is_not(field: AreaField) -> None:
    dialog = opened(field).dialog
    assert dialog is not None
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert field.value() is None


def test_two_corners_are_no_area(field: AreaField) -> None:
    dialog = opened(field).dialog
    assert dialog is not None
    QTest.keyClick(dialog, Qt.Key.Key_D)
    dialog.take.click()
    assert field.value() is None
