"""Forms at a unit's terminal: those that concern it, printed and downloaded; nothing of others, no reporter."""

import io
from dataclasses import replace

import pytest
from docx import Document

from rules.commands import Role
from server.parts import Parts
from tests.server.small_city import NOW
from tests.templates import DISPATCH, MINUTES, a_paper

PERSONAL = {"name": "张三", "phone": "13800001234"}


@pytest.fixture
def papers(parts: Parts) -> Parts:
    """The small city has two forms."""
    own = {"dispatch": a_paper(DISPATCH), "minutes": a_paper(MINUTES, name="协调纪要", name_en="Minutes")}
    parts.cities._current = replace(parts.cities.current, papers=own)
    return parts


@pytest.fixture
def case(papers: Parts, hands) -> str:
    body = {"words": "有暴露垃圾", "category": "event-01-10", "address": "=1+1路", "personal": "p-1"}
    hands.do("chen", Role.ACCEPTOR, "report", "case-1", body=body)
    hands.do("chen", Role.ACCEPTOR, "accept", "case-1")
    hands.do("zhao", Role.SHIFT_LEADER, "file", "case-1", body={"condition": "event-01-10-1"})
    hands.do("wang", Role.DISPATCHER, "dispatch", "case-1", body={"unit": "west"})
    hands.do("wang", Role.DISPATCHER, "open_ledger", "case-1", body={"matter": "duty", "text": "职责不清"})
    return "case-1"


def test_the_case_leads_to_its_own_forms_to_print_and_to_download(case: str, visit) -> None:
    page = visit("u-west").get(f"/terminal/case/{case}")
    assert 'data-paper="dispatch"' in page
    assert 'data-paper="minutes"' not in page
    assert f"/terminal/case/{case}/paper/dispatch/file" in page


def test_it_is_printed_with_name_and_time_and_without_the_reporter(case: str, visit) -> None:
    visitor = visit("u-west")
    page = visitor.get(f"/terminal/case/{case}/paper/dispatch")
    assert visitor.page.status_code == 200
    for words in ("西区", "=1+1路", "***", "打印人", "2015-04-22 09:00"):
        assert words in page
    assert "张三" not in page
    assert "{{" not in page
    assert "size: A4" in page


def test_it_is_downloaded_as_the_citys_own_document(case: str, visit) -> None:
    visitor = visit("u-west", "en")
    visitor.get(f"/terminal/case/{case}/paper/dispatch/file")
    answer = visitor.page
    assert "attachment" in answer.headers["Content-Disposition"]
    document = Document(io.BytesIO(answer.content))
    assert [cell.text for cell in document.tables[0].rows[0].cells][:2] == ["West", "=1+1路"]
    assert "Printed by" in document.sections[0].footer.paragraphs[0].text


@pytest.mark.parametrize("key", ["minutes", "notice", "handover", "nothing", "..%2Fdispatch"])
def test_what_is_not_theirs_does_not_exist(case: str, visit, key: str) -> None:
    visitor = visit("u-west")
    for path in (f"/terminal/case/{case}/paper/{key}", f"/terminal/case/{case}/paper/{key}/file"):
        visitor.get(path)
        assert visitor.page.status_code == 404, path


def test_another_units_case_does_not_exist(case: str, visit) -> None:
    visitor = visit("u-street")
    visitor.get(f"/terminal/case/{case}/paper/dispatch")
    assert visitor.page.status_code == 404
    assert NOW
