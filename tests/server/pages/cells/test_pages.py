"""Every cell of the lifecycle tables that belongs to a terminal or a collector: done on its page, as browsers do it."""

import re
from html import unescape

import pytest

from rules.case import Case
from server.access.accounts import SYSTEM
from server.parts import Parts
from server.terminal.tasks import TABS
from tests.cells.by_casebook import ByCasebook
from tests.cells.standing import STREET, stand
from tests.cells.table import Cell, cells_of
from tests.server.conftest import HandClock
from tests.server.pages.visitor import Visitor, photo

AT_THE_START = {"report", "self_handled"}  # without a case: tests below
BY_LOOKING = {"fetched"}
CELLS = [
    cell
    for surface in ("terminal", "collector")
    for cell in cells_of(surface)
    if cell.verb not in AT_THE_START | BY_LOOKING
]
SAID: dict[str, dict[str, str]] = {
    "refuse_sign": {"reason": "不属我区"}, "sub_dispatch": {"unit": STREET}, "feedback": {"text": "已清理"},
    "milestone": {"key": "make_safe"}, "refuse_up": {"reason": "墙角还有垃圾"}, "recall": {"reason": "派错"},
    "ask_return": {"reason": "不属我区", "text": "界外"}, "refuse_return": {"reason": "属你街道"},
    "ask_extension": {"reason": "下雨"}, "ask_suspension": {"reason": "等材料", "until": "2015-05-01T10:00"},
    "answer_urge": {"text": "今日完成"}, "appeal": {"reason": "已按时处置"}, "note": {"text": "现场有车辆遮挡"},
    "own_number": {"number": "HW-117"},
    "name_cause": {"text": "清运点太少", "measure": "增设两处"},
    "answer_check": {"result": "true", "text": "属实"},
}  # fmt: skip
"""What a person says in the form of each verb."""


@pytest.fixture
def course(parts: Parts, clock: HandClock, request: pytest.FixtureRequest) -> ByCasebook:
    """A case of its own."""
    return ByCasebook(
        parts, clock, request.node.callspec.id if hasattr(request.node, "callspec") else request.node.name
    )


@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: cell.name)
def test_cell(cell: Cell, course: ByCasebook, browsers: dict[str, Visitor]) -> None:
    target = stand(course, cell)
    browser = browsers[_login(cell)]
    path = _path_of_deed(browser, cell, course.case, target)
    _press(browser, path, cell, target)
    assert "data-notice" in browser.text
    assert _stage(course.case, cell, target) == (cell.leads_to or cell.stage)
    assert cell.verb in re.findall(r'data-event="(\w+)"', browser.text)


def _login(cell: Cell) -> str:
    """Who presses: what is said to a leg that was given on comes from the district, the rest from who has the leg."""
    return "c001" if cell.role == "collector" else "u410102"


def _path_of_deed(browser: Visitor, cell: Cell, case: Case, target: str) -> str:
    """Two presses: the case on its list, and the deed on the case; the address of the form, or of the deed itself."""
    base = f"/{cell.surface}"
    if (cell.table, cell.stage) != ("check", "sent"):  # that list would fetch it: one comes by the address in a message
        assert _is_listed(browser, base, case.id)
    browser.get(f"{base}/case/{case.id}")
    page = browser.page.text
    for found in re.findall(r'<a class="button[^"]*" data-verb="(\w+)" data-target="([^"]*)" href="([^"]+)"', page):
        if found[0] == cell.verb and found[1] in {"", target, *_requests(case)}:
            return unescape(found[2])
    for found in re.findall(r'name="verb" value="(\w+)" data-target="([^"]*)"', page):
        if found[0] == cell.verb and found[1] in {"", target, *_requests(case)}:
            return ""
    raise AssertionError(f"{cell.verb} is not on the page: {re.findall('data-verb=.(.*?).[ >]', page)}")


def _requests(case: Case) -> list[str]:
    return [request.id for request in case.requests]


def _is_listed(browser: Visitor, base: str, case_id: str) -> bool:
    """Whether it stands on one of the lists of these pages."""
    tabs = TABS if base == "/terminal" else ("",)
    return any(f'data-id="{case_id}"' in browser.get(f"{base}/?list={tab}") for tab in tabs)


def _press(browser: Visitor, path: str, cell: Cell, target: str) -> None:
    if not path:
        form = next(form for form in _forms(browser) if f'value="{cell.verb}"' in form and _has(form, target))
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', form))
        browser.post(re.findall(r'action="([^"]+)"', form)[0], hidden)
        return
    text = browser.get(path)
    files = [("photos", "work.jpg", photo())] if 'name="photos"' in text else []
    browser.fill(path, cell.verb, files, **SAID.get(cell.verb, {}))


def _forms(browser: Visitor) -> list[str]:
    return re.findall(r"<form\b.*?</form>", browser.page.text, re.DOTALL)


def _has(form: str, target: str) -> bool:
    return f'data-target="{target}"' in form or 'data-target=""' in form


def _stage(case: Case, cell: Cell, target: str) -> str:
    parts = {"leg": case.legs, "check": case.checks}.get(cell.table, ())
    return next((str(part.stage) for part in parts if part.id == target), str(case.stage))


def test_looking_at_the_list_fetches_a_leg(course: ByCasebook, browsers: dict[str, Visitor]) -> None:
    stand(course, Cell("leg", "delivered", "fetched", "unit", "terminal", ""))
    assert course.case.legs[0].fetched_at == 0
    browsers["u410102"].get("/terminal/")
    assert course.case.legs[0].fetched_at == course.now


def test_looking_at_the_list_fetches_a_check(course: ByCasebook, browsers: dict[str, Visitor]) -> None:
    stand(course, Cell("check", "sent", "fetched", "collector", "collector", "fetched"))
    assert course.case.checks[0].stage == "sent"
    browsers["c001"].get("/collector/")
    assert course.case.checks[0].stage == "fetched"


@pytest.mark.parametrize(("handled", "stage"), [("", "reported"), ("1", "to_verify")])
def test_a_collector_reports_and_may_have_put_it_right(
    handled: str, stage: str, browsers: dict[str, Visitor], parts: Parts
) -> None:
    browser = browsers["c001"]
    assert 'href="/collector/report"' in browser.get("/collector/")
    files = [("photos", "before.jpg", photo("red")), *([("after", "after.jpg", photo())] if handled else [])]
    said = {"words": "路面有积水", "address": "西街口", "category": "event-01-10", "self_handled": handled}
    text = browser.fill("/collector/report", "report", files, **said)
    case = parts.queries.case(re.findall(r'data-id="([^"]+)"', text)[0], SYSTEM)
    assert case is not None
    assert (case.stage, case.reported_by, case.self_handled) == (stage, "c001", bool(handled))


def test_every_cell_of_these_pages_is_walked() -> None:
    """The tests of this file, by their verbs: those of `CELLS`, and the four above."""
    whole = {cell.verb for surface in ("terminal", "collector") for cell in cells_of(surface)}
    assert whole - {cell.verb for cell in CELLS} == AT_THE_START | BY_LOOKING
