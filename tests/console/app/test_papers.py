"""A form on paper: printed by a program of its own into the file that was named, or told why not."""

import unicodedata
from pathlib import Path

import pypdfium2
import pytest
from pytestqt.qtbot import QtBot

from console.app.papers import Papers
from console.board import Board
from console.facts.papers import PaperWish
from console.ui.papers import PaperDesk

PAGE = "<html><head><title>打印人：王晓燕　打印时间：2015-04-22 16:00</title></head><body>{}</body></html>"


class Told(PaperDesk):
    """Keeps where the forms lie."""

    def __init__(self) -> None:
        super().__init__()
        self.files: list[str] = []

    def know_printed(self, file: str) -> None:
        self.files.append(file)


@pytest.fixture
def board() -> Board:
    return Board(lambda: 0)


def read(sheet: pypdfium2.PdfPage) -> str:
    """What stands on a sheet, each letter as it is typed: Qt sets them one by one."""
    told = unicodedata.normalize("NFKC", sheet.get_textpage().get_text_range())
    return "".join(told.split()).replace(":", "：")


def test_each_sheet_has_the_foot_and_its_number(qtbot: QtBot, tmp_path: Path, board: Board) -> None:
    desk, file = Told(), tmp_path / "form.pdf"
    papers = Papers(tmp_path / "forms", board, desk)
    desk.print_asked.emit(PaperWish(PAGE.format("<p>派遣单</p>" * 80), file))
    qtbot.waitUntil(lambda: bool(desk.files), timeout=60_000)
    papers.stop()
    assert desk.files == [str(file)]
    document = pypdfium2.PdfDocument(file.read_bytes())
    sheets = [read(document[n]) for n in range(len(document))]
    assert len(sheets) > 1
    for number, sheet in enumerate(sheets, 1):
        assert "打印人：王晓燕" in sheet
        assert f"{number}/{len(sheets)}" in sheet
    assert round(document[0].get_width()) == 595
    document.close()


def test_why_it_could_not_be_written_is_told(qtbot: QtBot, tmp_path: Path, board: Board) -> None:
    desk, said = Told(), []
    board.notice.connect(said.append)
    (tmp_path / "stands").write_bytes(b"a file stands there")
    papers = Papers(tmp_path / "forms", board, desk)
    desk.print_asked.emit(PaperWish(PAGE.format("x"), tmp_path / "stands" / "form.pdf"))
    qtbot.waitUntil(lambda: bool(said), timeout=60_000)
    papers.stop()
    assert (said[0].key, desk.files) == ("error.form_paper", [])
