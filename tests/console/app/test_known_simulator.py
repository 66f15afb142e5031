"""The person's menu leads to the simulator's page as long as there is one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

import resources
from console.board import Board
from console.enquiries import Enquiries
from console.ui.frame import Frame
from console.ui.sounds import Sound
from console.ui.windows import Windows
from tests.builders import NINE
from tests.console.ui.desk import FakeClock

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # windows, offscreen


class Silence:
    """No sound."""

    can_play = False

    def play(self, kind: Sound) -> None:
        """Nothing."""


@pytest.fixture
def windows(qapp: QApplication) -> Iterator[Windows]:
    """The windows of the program, without anything below them."""
    frame, board = Frame("en", "light"), Board(FakeClock(NINE))
    windows = Windows(qapp, frame, board, Enquiries(), Path(resources.__file__).parent, Silence(), lambda: 0)
    windows.open("en", "light")
    yield windows
    windows.main.retire()
    frame.deleteLater()
    windows.context.deleteLater()


def test_one_that_is_given_up_is_led_to_no_more(windows: Windows) -> None:
    windows.know_simulator("")
    assert not windows.guides.has_roles  # it never was there
    windows.know_simulator("http://127.0.0.1:1/x/")
    assert (windows.main.seat_menu.simulator, windows.guides.has_roles) == ("http://127.0.0.1:1/x/", True)
    windows.know_simulator("")
    assert windows.main.seat_menu.simulator == ""
