"""The frame: painted before there are panels, in the places that the panels take; it stays, they come and go."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from console.ui.frame import Frame
from console.ui.look.tokens import DARK, LIGHT, Tokens
from console.ui.proportions import parts
from tests.console.ui.conftest import Room


def place(part: QWidget, top: QWidget) -> tuple[int, int, int, int]:
    at = part.mapTo(top, QPoint(0, 0))
    return (at.x(), at.y(), part.width(), part.height())


@pytest.mark.parametrize("size", [(1920, 1080), (1590, 900), (1366, 1000), (1280, 800)])
def test_nothing_jumps_when_the_panels_come(room: Room, size: tuple[int, int]) -> None:
    room.main.resize(*size)
    drawn = {tuple(part[:4]): part.colour for part in parts(*size, "zh_CN")}
    room.qtbot.waitUntil(lambda: drawn.get(place(room.main.queue, room.main)) == "panel")
    assert drawn[place(room.main.top, room.main)] == "panel"
    assert drawn[place(room.main.status, room.main)] == "panel"
    assert (drawn.get(place(room.main.map, room.main)) == "map_bg") == room.main.map.isVisible()
    lines = [part for part in parts(*size, "zh_CN") if part.colour == "line" and part.width == 1]
    assert lines[0].x == room.main.rail.width()


@pytest.mark.parametrize("tokens", [DARK, LIGHT])
def test_it_is_painted_before_there_are_panels(qtbot: QtBot, tokens: Tokens) -> None:
    frame = Frame("en", tokens.name)
    qtbot.addWidget(frame)
    frame.resize(1920, 1080)
    frame.show()
    picture = frame.grab().toImage()
    assert picture.pixelColor(100, 500) == QColor(tokens.ground)  # the rail
    assert picture.pixelColor(500, 500) == QColor(tokens.panel)  # the queue
    assert picture.pixelColor(1500, 300) == QColor(tokens.map_bg)
    assert frame.windowTitle() == "Griddesk"


class Panels(QWidget):
    """Panels that may refuse to go."""

    def __init__(self, stay: bool = False) -> None:
        super().__init__()
        self.stay = stay

    def closeEvent(self, event: object) -> None:
        if self.stay:
            event.ignore()


def test_it_takes_its_name_and_its_panels_anew(qtbot: QtBot) -> None:
    frame, first, second = Frame("zh_CN", "dark"), Panels(), Panels()
    qtbot.addWidget(frame)
    qtbot.addWidget(first)
    assert frame.windowTitle() == "网格派遣台"
    frame.show()
    first.setWindowTitle("one")
    frame.fill(first, "dark")
    assert frame.windowTitle() == "one"
    frame.fill(second, "light")
    second.setWindowTitle("two")
    first.setWindowTitle("three")
    assert frame.windowTitle() == "two"
    assert second.isVisible()
    assert not first.isVisible()


def test_panels_with_unsent_commands_keep_it_open(qtbot: QtBot) -> None:
    frame, panels, closed = Frame("zh_CN", "dark"), Panels(stay=True), []
    qtbot.addWidget(frame)
    frame.closing.connect(lambda: closed.append(True))
    frame.fill(panels, "dark")
    frame.show()
    assert not frame.close()
    assert frame.isVisible()
    panels.stay = False
    assert frame.close()
    assert closed == [True]
