"""A console without windows on a folder of its own, and a small server beside it."""

import gc
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.app.core import Core, Server
from console.board import Board
from console.desk.desk import Desk
from console.desk.files import open_files
from console.desk.times import Clock
from console.enquiries import Enquiries
from console.facts import DESK, Ask
from console.store.store import Store
from console.sync.client import Client
from tests.console.fake_server import FakeServer
from tests.console.small_city import NOW, PASSWORD
from tests.fixtures.patient import PatientBot

BULK = 50_000
"""New objects after which garbage is collected between two tests."""


@pytest.fixture(autouse=True)
def garbage() -> Iterator[None]:
    """As in the program: on the GUI thread alone. A widget that some other thread collects ends the process."""
    gc.disable()
    yield
    gc.disable()  # whatever the test did
    if gc.get_count()[0] > BULK:
        gc.collect()


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """The one of pytest-qt, with patience."""
    return PatientBot(request)


@pytest.fixture
def server() -> Iterator[FakeServer]:
    running = FakeServer()
    yield running
    running.close()


class Console:
    """What a test holds of a console: its board, and the words that were said."""

    def __init__(
        self, qtbot: QtBot, folder: Path, now: Callable[[], int] = lambda: NOW, desk: Callable[..., Desk] = Desk
    ) -> None:
        self.qtbot, self.folder = qtbot, folder
        clock = Clock(wall=now)
        self.board = Board(clock.now)
        self.core = Core(self.board, Enquiries(), Store(lambda: desk(open_files(folder, "test", None), clock)))
        self.said: list[str] = []
        self.refusals: list[str] = []
        self.answers: list[Any] = []
        self.board.notice.connect(lambda notice: self.said.append(notice.key))
        self.board.refused.connect(lambda refusal: self.refusals.append(refusal.rule))
        self.core.enquiries.answered.connect(self.answers.append)
        self.failures: list[object] = []
        self.core.failed.connect(self.failures.append)
        self.core.start()
        qtbot.waitUntil(lambda: self.board.is_loaded or bool(self.failures))

    def connect(self, server: FakeServer, once: str = "once") -> "Console":
        """Talk to the server, and wait until its city is here."""
        self.core.connect_to(Server(server.base, Client, once))
        self.qtbot.waitUntil(lambda: self.board.city is not None and self.board.link.as_of > 0)
        return self

    def sign_in(self, login: str = "wang", seat: str = DESK) -> "Console":
        """Sit down at a seat, and have the answer: it is none to what is asked next."""
        self.ask(Ask.SIGN_IN, seat=seat, args={"login": login, "password": PASSWORD})
        self.qtbot.waitUntil(lambda: self.board.seats[seat].signed_in)
        return self

    def ask(self, kind: Ask, about: str = "", seat: str = DESK, args: Mapping[str, str] | None = None) -> Any:
        """The answer to this question; the console asks others by itself."""
        question = self.core.enquiries.ask(kind, about, seat, args)

        def answered() -> list[Any]:
            return [answer for answer in self.answers if answer.question == question]

        self.qtbot.waitUntil(lambda: bool(answered()))
        return answered()[0]

    def stages(self) -> dict[str, str]:
        """The stage of each shown case."""
        return {case_id: shown.case.stage.value for case_id, shown in self.board.cases().items()}

    def close(self) -> None:
        self.core.close()


@pytest.fixture
def start(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[..., Console]]:
    """Start consoles; they are closed at the end."""
    started: list[Console] = []

    def begin(folder: str = "files", **more: Callable[..., Any]) -> Console:
        started.append(Console(qtbot, tmp_path / folder, **more))
        return started[-1]

    yield begin
    for console in started:
        console.close()
