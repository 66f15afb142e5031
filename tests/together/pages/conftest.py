"""Browsers of several people before the pages of one real server."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.together.conftest import postgresql_when_long
from tests.together.harness.city import City
from tests.together.harness.newspaper import refuse

Open = Callable[..., Page]
DISTRICT, STREET = "u410102", "u410102004"
browser_alone = postgresql_when_long  # what concerns the browser alone: on PostgreSQL with the long forms only


def dispatched(city: City) -> str:
    """The refuse of the newspaper, sent to the district."""
    case_id = refuse(city)
    city.person("wang").do("dispatch", case_id, unit="410102")
    return case_id


@pytest.fixture
def open_as(chromium: Browser, city: City) -> Iterator[Open]:
    """Signs somebody in at the front page: `open_as("u410102")`, `open_as("c001", "en-GB", width=1280)`.

    `url`: by another way than the server's own address.
    """
    contexts = []
    expect.set_options(timeout=30_000)

    def opened(login: str, language: str = "zh-CN", width: int = 390, height: int = 844, url: str = "") -> Page:
        context = chromium.new_context(
            locale=language, timezone_id="Asia/Shanghai", viewport={"width": width, "height": height}
        )
        context.set_default_timeout(30_000)
        contexts.append(context)
        page = context.new_page()
        page.goto(url or city.url)
        page.fill("[name=login]", login)
        page.fill("[name=password]", "demo-2026")
        page.click("button[value=sign_in]")
        page.wait_for_selector("#list")
        return page

    yield opened
    for context in contexts:
        context.close()
