"""The hand-over list on paper: printed by a program of its own, and told where it lies or why not."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from console.app.shifts import ShiftPapers
from console.board import Board
from console.ui.shift import ShiftDesk

AT = 1_771_267_201_000  # 2026-02-16 18:40:01 UTC
PAGE = "<html><body><h1>交接清单</h1></body></html>"


class Told(ShiftDesk):
    """Keeps where the papers lie."""

    def __init__(self) -> None:
        super().__init__()
        self.papers: list[str] = []

    def know_paper(self, file: str) -> None:
        self.papers.append(file)


@pytest.fixture
def board() -> Board:
    return Board(lambda: AT)


def test_a_list_is_printed_once_and_it_is_told_where(qtbot: QtBot, tmp_path: Path, board: Board) -> None:
    desk = Told()
    papers = ShiftPapers(tmp_path / "shifts", board, desk)
    desk.print_asked.emit(PAGE)
    desk.print_asked.emit(PAGE)  # is on its way already
    qtbot.waitUntil(lambda: bool(desk.papers), timeout=60_000)
    papers.stop()
    assert desk.papers == [str(tmp_path / "shifts" / "shift-20260216-184001.pdf")]
    assert Path(desk.papers[0]).read_bytes().startswith(b"%PDF-")


def test_a_disk_that_takes_nothing_is_told_in_words(qtbot: QtBot, tmp_path: Path, board: Board) -> None:
    (tmp_path / "shifts").write_bytes(b"a file stands there")
    desk, said = Told(), []
    board.notice.connect(said.append)
    papers = ShiftPapers(tmp_path / "shifts", board, desk)
    desk.print_asked.emit(PAGE)
    qtbot.waitUntil(lambda: bool(said), timeout=60_000)
    papers.stop()
    assert (said[0].key, said[0].kind, desk.papers) == ("error.shift_paper", "error", [])
    assert "shifts" in said[0].details["words"]


@pytest.mark.usefixtures("qapp")
def test_nothing_is_printed_once_the_program_ends(tmp_path: Path, board: Board) -> None:
    desk = Told()
    papers = ShiftPapers(tmp_path / "shifts", board, desk)
    papers.stop()
    desk.print_asked.emit(PAGE)
    assert not (tmp_path / "shifts").exists()
