import pytest
from PySide6.QtCore import QObject, QPoint, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QMenu

from tests.console.ui.conftest import Room

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # a menu, offscreen

PAGE = "http://127.0.0.1:4711/secret/"


class Browser(QObject):
    """Where addresses are opened."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        """One address."""
        self.opened.append(url.toString())


def entries(room: Room) -> dict[str, object]:
    """The menu of the person, by its words."""
    room.main.seat_menu.open(QPoint(10, 10))
    menu = next(each for each in room.main.findChildren(QMenu) if each.isVisible())
    return {action.text(): action for action in menu.actions()}


def test_roles_are_taken_only_where_a_simulator_is_known(room: Room) -> None:
    assert "接管角色…" not in entries(room)


def test_taking_a_role_opens_the_simulators_page(room: Room) -> None:
    browser = Browser()
    QDesktopServices.setUrlHandler("http", browser, "open")
    room.main.seat_menu.simulator = PAGE
    opened: list[bool] = []
    room.main.seat_menu.roles_opened.connect(lambda: opened.append(True))
    entries(room)["接管角色…"].trigger()
    QApplication.processEvents()
    QDesktopServices.unsetUrlHandler("http")
    assert browser.opened == [PAGE]
    assert opened == [True]
