"""The look that widgets of the tests are dressed in, and a room: windows on a desk without files and network."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QTranslator
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import resources
from console.board import Board
from console.enquiries import Enquiries
from console.ui.context import Context
from console.ui.look import Look
from console.ui.main_window import MainWindow
from console.ui.review.window import ReviewWindow
from console.ui.sounds import Sound, SwitchedSounds
from rules.city import City
from tests.builders import MINUTE, NINE, a_city, an_actor
from tests.console.ui.desk import FakeClock, FakeDesk

RESOURCES = Path(resources.__file__).parent


@pytest.fixture(params=["dark", "light"])
def any_look(request: pytest.FixtureRequest, qapp: QApplication) -> Look:
    """Both themes, one after the other."""
    look = Look(request.param, 1.0, RESOURCES)
    look.dress(qapp)
    return look


@pytest.fixture
def look(qapp: QApplication) -> Look:
    """The dark theme at 100 %."""
    look = Look("dark", 1.0, RESOURCES)
    look.dress(qapp)
    return look


class Heard:
    """Sounds that are written down."""

    def __init__(self) -> None:
        self.kinds: list[str] = []
        self.can_play = True

    def play(self, kind: Sound) -> None:
        """Write it down."""
        self.kinds.append(str(kind))


class Room:
    """A desk with its windows: `desk` is the fake below the board, `main` and `review` the windows above it."""

    def __init__(self, qtbot: QtBot, look: Look, language: str = "zh_CN", city: City | None = None) -> None:
        self.qtbot = qtbot
        self._speaks = QTranslator()
        if self._speaks.load(str(RESOURCES / "i18n" / f"{language}.qm")):
            QCoreApplication.installTranslator(self._speaks)
        self.clock = FakeClock(NINE + 4 * MINUTE)
        self.board, self.enquiries, self.heard = Board(self.clock), Enquiries(), Heard()
        self.desk = FakeDesk(self.board, self.enquiries, city or a_city(), self.clock)
        catalogue = (RESOURCES / "texts" / f"{language}.toml").read_bytes()
        sounds = SwitchedSounds(self.heard)
        self.context = Context(self.board, self.enquiries, look, language, catalogue, sounds, self.clock)
        self.board.take_loaded()
        self.main = MainWindow(self.context, sounds)
        self.main.resize(1920, 1080)
        self.main.show()
        self.main.activateWindow()
        self.clock.now += 1000

    def open_review(self) -> ReviewWindow:
        """The review window, with the keys."""
        self.review = ReviewWindow(self.context)
        self.review.resize(1920, 1080)
        self.review.show()
        self.review.activateWindow()
        self.review.setFocus()
        return self.review

    def second(self, seconds: int = 1) -> None:
        """Time passes."""
        self.clock.now += 1000 * seconds
        self.context.second.emit()

    def close(self) -> None:
        """End the threads."""
        for window in (self.main, getattr(self, "review", None)):
            if window is not None:
                window.retire()
        self.context.deleteLater()
        QCoreApplication.removeTranslator(self._speaks)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def room(qtbot: QtBot, look: Look) -> Iterator[Room]:
    """A dispatcher's desk in Chinese, online, without cases."""
    made = Room(qtbot, look)
    made.desk.sign_in(an_actor("dispatcher"))
    yield made
    made.close()
