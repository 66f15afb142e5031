"""The window of files: the forms, a file that is tried first, its wrong rows, then taken in."""

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from console.facts import Answer, Ask, Denied, Question, Unreachable
from console.ui.look import Look
from console.ui.sheets import SheetDesk
from console.ui.sheets.window import SheetWindow
from tests.builders import an_actor
from tests.console.ui.conftest import Room

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # a window of its own, offscreen
FORMS = (
    {"code": "orders", "name": "工单表", "columns": {"number": "工单编号", "words": "诉求内容"}, "by_file": False},
    {"code": "patrol", "name": "督查表", "columns": {"words": "问题"}, "by_file": True},
)
WRONG = {"text": "第 3 行 B 诉求内容 列：为空，应为：文字"}


class Sheets:
    """The window over a server that is played by hand."""

    def __init__(self, room: Room) -> None:
        self.room, self.desk = room, SheetDesk()
        self.asked: list[Question] = []
        room.enquiries.asked.connect(self.asked.append)
        self.desk.adopt(room.context, room.main)

    def open(self, forms: tuple[object, ...] = FORMS) -> SheetWindow:
        self.desk.open()
        assert self.desk.window is not None
        self.answer(forms)
        return self.desk.window

    def answer(self, content: object) -> None:
        self.room.enquiries.answered.emit(Answer(self.asked[-1], content))


@pytest.fixture
def sheets(qtbot: QtBot, look: Look) -> Iterator[Sheets]:
    room = Room(qtbot, look)
    room.desk.sign_in(an_actor("acceptor"))
    yield Sheets(room)
    room.close()


def told(new: int, *, dry: bool, problems: tuple[object, ...] = ()) -> dict[str, object]:
    return {"rows": 3, "new": new, "known": 0, "dry": dry, "text": f"{new} 件", "problems": list(problems)}


def test_the_forms_and_their_columns_are_shown(sheets: Sheets) -> None:
    window = sheets.open()
    assert [window.forms.itemText(n) for n in range(window.forms.count())] == ["工单表", "督查表"]
    assert window.columns.text() == "表格各列：工单编号, 诉求内容"
    window.forms.setCurrentIndex(1)
    assert window.columns.text() == "表格各列：问题"


def test_a_file_is_tried_then_taken_in(sheets: Sheets, tmp_path: Path) -> None:
    window, file = sheets.open(), tmp_path / "a.csv"
    file.write_bytes(b"rows")
    assert not window.take.isEnabled()
    window.read(file)
    tried = sheets.asked[-1]
    assert (tried.kind, tried.about, tried.args["dry"]) == (Ask.SHEET, "orders", "true")
    assert base64.b64decode(tried.args["file"]) == b"rows"
    sheets.answer(told(2, dry=True, problems=(WRONG,)))
    assert (window.says.text(), window.problems.item(0).text()) == ("2 件", WRONG["text"])
    assert window.take.isEnabled()
    window.take.click()
    assert "dry" not in sheets.asked[-1].args
    sheets.answer(told(2, dry=False))
    assert not window.take.isEnabled()  # the same once more would say nothing new


def test_nothing_new_is_not_taken_in(sheets: Sheets, tmp_path: Path) -> None:
    window, file = sheets.open(), tmp_path / "a.csv"
    file.write_bytes(b"rows")
    window.read(file)
    sheets.answer(told(0, dry=True))
    assert not window.take.isEnabled()


def test_what_the_server_refuses_is_said(sheets: Sheets, tmp_path: Path) -> None:
    window, file = sheets.open(), tmp_path / "a.csv"
    file.write_bytes(b"rows")
    window.read(file)
    denied = Denied(sheets.asked[-1], "sheet.encoding", {"expected": "UTF-8"}, "文件编码有误")
    sheets.room.enquiries.answered.emit(denied)
    assert window.says.text() == "文件编码有误"
    window.read(file)
    sheets.room.enquiries.answered.emit(Unreachable(sheets.asked[-1], "link.timeout"))
    assert window.says.text()
    assert not window.take.isEnabled()


def test_a_file_that_cannot_be_read_is_named(sheets: Sheets, tmp_path: Path) -> None:
    window = sheets.open()
    window.read(tmp_path / "gone.csv")
    assert "gone.csv" in window.says.text()


def test_a_city_without_forms_says_so(sheets: Sheets) -> None:
    window = sheets.open(())
    assert "machines.toml" in window.says.text()
    assert not window.choose.isEnabled()
