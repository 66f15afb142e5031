"""From the person's menu to a file on the disk and back: windows, store and desk tied as the program ties them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

import resources
from console.app.handing import tie_handovers
from console.facts import DESK, Line
from console.ui.frame import Frame
from console.ui.handover.window import HandoverWindow
from console.ui.sounds import Sound
from console.ui.windows import Windows
from tests.console.conftest import Console
from tests.console.fake_server import FakeServer
from tests.console.small_city import NOW, a_case
from tests.replies import DONE, SIGN, mark, paper_in, reply_to

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # windows, offscreen
RESOURCES = Path(resources.__file__).parent
Start = Callable[..., Console]


class Silence:
    """No sound."""

    can_play = False

    def play(self, kind: Sound) -> None:
        """Nothing."""


@pytest.fixture
def console(qtbot: QtBot, start: Start, server: FakeServer) -> Console:
    """Wang has dispatched a case to the west since the line was cut."""
    server.book.has(a_case(1))
    console = start().connect(server).sign_in()
    qtbot.waitUntil(lambda: "case-1" in console.stages())
    server.unplug()
    qtbot.waitUntil(lambda: console.board.link.line is Line.OFFLINE)
    console.board.do(DESK, "dispatch", "case-1", body={"unit": "west"})
    qtbot.waitUntil(lambda: console.stages()["case-1"] == "with_units")
    return console


@pytest.fixture
def windows(qtbot: QtBot, qapp: QApplication, console: Console) -> Iterator[Windows]:
    """The windows of the program, in English."""
    frame = Frame("en", "light")
    board, enquiries = console.board, console.core.enquiries
    windows = Windows(qapp, frame, board, enquiries, RESOURCES, Silence(), lambda: 0)
    tie_handovers(windows.handovers, console.core.store.handing)
    windows.open("en", "light")
    yield windows
    windows.main.retire()
    frame.deleteLater()
    windows.context.deleteLater()


def window_of(windows: Windows) -> HandoverWindow:
    assert windows.handovers.window is not None
    return windows.handovers.window


def test_from_the_menu_to_the_units_file_and_its_reply(
    qtbot: QtBot, windows: Windows, console: Console, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, answer = tmp_path / "west.html", tmp_path / "reply.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(answer), ""))
    windows.main.seat_menu.handover_asked.emit()
    window = window_of(windows)
    qtbot.waitUntil(lambda: window.units.count() == 1)
    window.save.click()
    qtbot.waitUntil(lambda: window.says.text().startswith(f"{file}: West, open cases: 1."))
    paper = paper_in(file.read_bytes())
    done = mark(paper, "feedback", DONE, NOW + 120_000, text="已清理")
    answer.write_bytes(reply_to(paper, mark(paper, "sign", SIGN, NOW + 60_000), done))
    window.read.click()
    qtbot.waitUntil(lambda: window.says.text() == "West · recorded: 2")
    qtbot.waitUntil(lambda: console.stages()["case-1"] == "to_confirm")
    qtbot.waitUntil(lambda: window.units.count() == 0)
