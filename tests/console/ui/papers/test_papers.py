"""The window of forms: which there are, how they look, print, save, and the reporter who stays masked."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from console.facts import Answer, Ask, Denied, Question, Unreachable
from console.facts.papers import PaperWish
from console.facts.shift import ShiftFacts
from console.ui.look import Look
from console.ui.papers import PaperDesk
from console.ui.papers.window import PaperWindow
from console.ui.shift.form import city_page
from console.ui.shift.words import Line, Section
from rules.case import Case
from rules.ledger import Ledger
from tests.builders import NINE, a_case, a_city, a_leg, an_actor
from tests.console.ui.conftest import Room
from tests.templates import DISPATCH, HANDOVER, MINUTES, a_paper

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # a window of its own, offscreen
PAPERS = {
    "dispatch": a_paper(DISPATCH),
    "minutes": a_paper(MINUTES, name="协调纪要", name_en="Minutes"),
    "handover": a_paper(HANDOVER, "xlsx", "交接班", "Change of shift"),
}
CITY = replace(a_city(), papers=PAPERS)


def a_sent_case(**fields: object) -> Case:
    ledger = Ledger("l", "ownership", "权属不明", NINE, "wang")
    return a_case("with_units", legs=(a_leg("signed"),), round=1, personal="p-1", ledgers=(ledger,), **fields)


class Papers:
    """The window over a desk that is played by hand."""

    def __init__(self, room: Room) -> None:
        self.room, self.desk = room, PaperDesk()
        self.wished: list[PaperWish] = []
        self.asked: list[Question] = []
        self.desk.print_asked.connect(self.wished.append)
        room.enquiries.asked.connect(self.asked.append)
        self.desk.adopt(room.context, room.main)

    @property
    def window(self) -> PaperWindow:
        assert self.desk.window is not None
        return self.desk.window

    def open(self, case: Case | None) -> PaperWindow:
        if case is not None:
            self.room.desk.put(case)
            self.room.main.choice.go_to(case.id)
        self.desk.open()
        return self.window

    def names(self) -> list[str]:
        return [self.window.forms.item(row).text() for row in range(self.window.forms.count())]

    def last(self, kind: Ask) -> Question:
        return next(each for each in reversed(self.asked) if each.kind is kind)


@pytest.fixture
def papers(qtbot: QtBot, look: Look) -> Iterator[Papers]:
    room = Room(qtbot, look, city=CITY)
    room.desk.sign_in(an_actor("dispatcher"))
    yield Papers(room)
    room.close()


def test_the_forms_of_the_chosen_case_and_how_the_first_is_printed(papers: Papers) -> None:
    window = papers.open(a_sent_case())
    assert papers.names() == ["派遣单", "协调纪要"]
    shown = window.preview.toPlainText()
    assert "中原区" in shown
    assert "***" in shown
    window.forms.setCurrentRow(1)
    assert "权属不明" in window.preview.toPlainText()


def test_enter_prints_with_name_and_time_at_the_foot(papers: Papers) -> None:
    window = papers.open(a_sent_case())
    QTest.keyClick(window, Qt.Key.Key_Return)
    (wish,) = papers.wished
    assert wish.show
    assert wish.file.suffix == ".pdf"
    assert "<title>打印人：wang" in wish.page
    assert "2015-04-22 09:04" in wish.page


def test_a_pdf_and_the_document_go_where_they_are_wished(papers: Papers, tmp_path: Path, monkeypatch) -> None:
    window = papers.open(a_sent_case())
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "form"), ""))
    window.pdf.click()
    assert (papers.wished[-1].file, papers.wished[-1].show) == (tmp_path / "form.pdf", False)
    window.document.click()
    question = papers.last(Ask.PAPER)
    told = json.loads(question.args["form"])
    assert (question.about, told["values"]["unit"], told["lang"]) == ("dispatch", "中原区", "zh_CN")
    papers.room.enquiries.take(Answer(question, b"the document"))
    assert (tmp_path / "form.docx").read_bytes() == b"the document"
    assert str(tmp_path / "form.docx") in window.says.text()


def test_without_a_line_it_is_printed_still_and_the_document_says_why_not(
    papers: Papers, tmp_path, monkeypatch
) -> None:
    window = papers.open(a_sent_case())
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "form.docx"), ""))
    window.document.click()
    papers.room.enquiries.take(Unreachable(papers.last(Ask.PAPER), "link.refused"))
    assert window.says.text()
    assert not (tmp_path / "form.docx").exists()
    window.print.click()
    assert len(papers.wished) == 1


def test_a_file_that_cannot_be_written_is_named(papers: Papers, tmp_path: Path, monkeypatch) -> None:
    window = papers.open(a_sent_case())
    gone = tmp_path / "gone" / "form.docx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(gone), ""))
    window.document.click()
    papers.room.enquiries.take(Answer(papers.last(Ask.PAPER), b"x"))
    assert str(gone) in window.says.text()


def test_the_reporter_is_shown_with_a_reason_and_masked_again_with_the_next_case(papers: Papers) -> None:
    window = papers.open(a_sent_case())
    window.reveal.click()
    window.reason.setText("电话回访")
    QTest.keyClick(window.reason, Qt.Key.Key_Return)
    question = papers.last(Ask.PERSONAL)
    assert question.args == {"reason": "电话回访"}
    papers.room.enquiries.take(Answer(question, {"data": {"name": "张三", "phone": "13800001234"}}))
    assert "张三 13800001234" in window.preview.toPlainText()
    assert window.reveal.isHidden()
    papers.open(a_sent_case(id="case-2"))
    assert "张三" not in window.preview.toPlainText()
    window.reveal.click()
    window.reason.setText("x")
    QTest.keyClick(window.reason, Qt.Key.Key_Return)
    papers.room.enquiries.take(Denied(papers.last(Ask.PERSONAL), "rule.personal_right"))
    assert window.says.text() == papers.room.context.say("rule.personal_right")


def test_without_a_form_it_says_why(papers: Papers) -> None:
    window = papers.open(None)
    assert window.says.text() == "请先在列表中选择案卷。"
    assert not window.print.isEnabled()
    papers.open(a_case("to_dispatch"))
    assert window.says.text() == "该案卷尚未派遣，还没有表单。"


def test_ctrl_p_opens_it(papers: Papers) -> None:
    papers.room.desk.put(a_sent_case())
    papers.room.main.choice.go_to("case-1")
    QTest.keyClick(papers.room.main.queue.view, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert papers.window.isVisible()


def test_the_hand_over_list_is_printed_in_the_citys_own_form(papers: Papers) -> None:
    sections = (Section("未送达 2", (Line("暴露垃圾 00012"), Line("=1+1"))), Section("断线", (Line("02:05"),)))
    page = city_page(papers.room.context, ShiftFacts(NINE, "li", "李敏"), sections)
    assert page.index("未送达 2") < page.index("暴露垃圾 00012") < page.index("=1+1") < page.index("断线")
    assert "2015-04-22 09:00" in page
    assert "打印人" in page
