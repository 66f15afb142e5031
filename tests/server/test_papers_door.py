"""A form filled in over HTTP: for who works at the centre, only what the form knows, in problem form otherwise."""

import io
from collections.abc import Iterator
from dataclasses import replace

import pytest
from docx import Document
from openpyxl import load_workbook

from server.app import create_app
from server.parts import Parts, put_together
from server.settings import Settings
from tests.server.client import Client, serving
from tests.server.pages.visitor import PASSWORD
from tests.templates import DISPATCH, HANDOVER, a_paper

FORM = {
    "values": {"number": "12", "unit": "中原区", "place": "=cmd"},
    "lists": {"legs": [{"unit": "甲"}, {"unit": "乙"}]},
}


@pytest.fixture
def door(database, clock, cities, tmp_path) -> Iterator[Client]:
    parts: Parts = put_together(Settings(tmp_path), database, clock, cities)
    own = {"dispatch": a_paper(DISPATCH), "handover": a_paper(HANDOVER, "xlsx")}
    parts.cities._current = replace(parts.cities.current, papers=own)
    with serving(create_app(parts)) as client:
        yield client


def bearer(door: Client, who: str) -> dict[str, str]:
    told = door.post("/v1/session", json={"login": who, "password": PASSWORD, "seat": "desk"}).json()
    return {"Authorization": f"Bearer {told['token']}", "Accept-Language": "en"}


def test_a_desk_gets_the_document_with_its_own_name_and_the_time(door: Client) -> None:
    answer = door.post("/v1/papers/dispatch", json=FORM | {"lang": "en"}, headers=bearer(door, "wang"))
    assert answer.status_code == 200, answer.text
    document = Document(io.BytesIO(answer.content))
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [
        ["中原区", "=cmd", ""], ["甲", "", ""], ["乙", "", ""],
    ]  # fmt: skip
    assert "2015-04-22 09:00" in document.sections[0].footer.paragraphs[0].text


def test_a_formula_in_a_sheet_is_text(door: Client) -> None:
    body = {"values": {"since": "08:00"}, "lists": {"items": [{"section": "=1+1", "words": "@x"}]}}
    answer = door.post("/v1/papers/handover", json=body, headers=bearer(door, "wang"))
    cell = load_workbook(io.BytesIO(answer.content)).worksheets[0]["A2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


@pytest.mark.parametrize(
    ("key", "body", "status", "rule"),
    [
        ("nothing", FORM, 404, ""),
        ("minutes", FORM, 404, ""),
        ("dispatch", {"values": {"secret": "x"}}, 422, "rule.field"),
        ("dispatch", {"lists": {"legs": [{"secret": "x"}]}}, 422, "rule.field"),
        ("dispatch", {"lists": {"other": []}}, 422, "rule.field"),
        ("dispatch", {"values": {"words": "x" * 8_001}}, 422, "rule.too_large"),
        ("dispatch", {"lists": {"legs": [{}] * 501}}, 422, "rule.too_large"),
        ("dispatch", {"values": {"words": 7}}, 422, ""),
        ("dispatch", {"lang": "fr"}, 422, ""),
    ],
)
def test_what_does_not_fit_is_refused(door: Client, key: str, body: dict, status: int, rule: str) -> None:
    answer = door.post(f"/v1/papers/{key}", json=body, headers=bearer(door, "wang"))
    assert answer.status_code == status, answer.text
    assert not rule or answer.json()["rule"] == rule


def test_a_unit_and_a_stranger_get_none(door: Client) -> None:
    assert door.post("/v1/papers/dispatch", json=FORM, headers=bearer(door, "u-west")).status_code == 403
    assert door.post("/v1/papers/dispatch", json=FORM).status_code == 401
