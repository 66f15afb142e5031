"""Terminal and collector by keys and for screen readers, at the sizes of a phone and of a desk; what a page weighs."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect

from tests.together.harness.city import City
from tests.together.pages.conftest import DISTRICT, Open, browser_alone
from tests.together.pages.test_nothing_lost import another, row, signed
from tests.together.pages.test_public import DESK, MOST_BYTES, PHONE, serious

PICTURES = "GRIDDESK_PICTURES"


@browser_alone
@pytest.mark.parametrize(("size", "language"), [(PHONE, "zh-CN"), (DESK, "en-GB")], ids=["phone", "desk"])
def test_axe_finds_nothing_serious_on_any_page(city: City, open_as: Open, size: tuple[int, int], language: str) -> None:
    case_id = signed(city)
    another(city)
    case = f"/terminal/case/{case_id}"
    units = [f"{case}/{verb}" for verb in ("feedback", "ask_return", "ask_extension", "sub_dispatch", "own_number")]
    for login, paths in (
        (DISTRICT, ("/terminal/", case, *units)),
        ("c001", ("/collector/", "/collector/report")),
    ):
        page = open_as(login, language, *size)
        for path in paths:
            page.goto(city.url + path)
            page.wait_for_selector("h1")
            _picture(page, f"{size[0]} {path}")
            assert serious(page) == [], path


@browser_alone
def test_a_case_is_signed_by_keys_alone_and_what_happened_is_said(city: City, open_as: Open) -> None:
    case_id = another(city)
    page = open_as(DISTRICT)
    page.focus(row(case_id))
    page.keyboard.press("Enter")
    page.wait_for_selector("article[data-leg-stage=delivered]")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.value") == "sign":
            break
    page.keyboard.press("Enter")
    expect(page.locator("[data-notice][role=status]")).to_be_visible()
    assert city.person("wang").case(case_id)["legs"][0]["stage"] == "signed"


@browser_alone
def test_a_page_weighs_less_than_100_kb_and_asks_no_other_host(city: City, open_as: Open) -> None:
    case_id = signed(city)
    page = open_as(DISTRICT)
    state = page.context.storage_state()
    for path in ("/terminal/", f"/terminal/case/{case_id}/feedback"):
        answers = _asked(page.context.browser, state, city.url + path)  # type: ignore[arg-type]
        assert {answer.split("/")[2] for answer in answers} == {city.url.split("/")[2]}
        assert 0 < sum(answers.values()) <= MOST_BYTES, (path, answers)


def _asked(browser: Browser, state: StorageState, url: str) -> dict[str, int]:
    """What a browser that has nothing of it yet asks for, with the bytes of each answer."""
    context = browser.new_context(storage_state=state, service_workers="block")
    page, answers = context.new_page(), []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108  a list's own method is not taken
    page.goto(url)
    page.wait_for_load_state("load")
    page.wait_for_function("performance.getEntriesByType('resource').some(one => one.name.endsWith('words.js'))")
    own = [answer for answer in answers if answer.request.resource_type != "fetch"]  # not what is read ahead
    found = {answer.url: len(answer.body()) for answer in own}
    context.close()
    return found


def _picture(page: Page, name: str) -> None:
    """Kept where somebody wants to look at them."""
    folder = os.environ.get(PICTURES, "")
    if folder:
        page.screenshot(path=Path(folder) / f"{name.replace('/', '_')}.png")
