"""The tests' Chromium is a real one and starts every test without a memory."""

from playwright.sync_api import Page

PAGE = "<title>派遣</title><button onclick=\"document.title='已签收'; document.cookie='seen=1'\">签收</button>"


def test_a_click_in_a_chinese_page(page: Page) -> None:
    page.set_content(PAGE)
    page.get_by_role("button", name="签收").click()
    assert page.title() == "已签收"


def test_a_page_speaks_chinese_and_keeps_no_cookies(page: Page) -> None:
    assert page.evaluate("navigator.language") == "zh-CN"
    assert page.context.cookies() == []
