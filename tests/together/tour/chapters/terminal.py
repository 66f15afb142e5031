"""A unit's terminal: signing in, list, case and forms, on a phone and on a wide screen, offline too."""

import re

from playwright.sync_api import expect

from tests.together.harness.pages import Terminal
from tests.together.tour.stage import BOTH, Stage

PICTURES = (
    "page-sign-in", "page-sign-in-refused", "terminal-list", "terminal-case", "terminal-feedback", "terminal-return",
    "terminal-offline", "terminal-dark", "terminal-dark-case", "terminal-wide", "terminal-wide-case",
)  # fmt: skip
COVER = "component-01-02-1"
WIDE = 1280


def tell(stage: Stage) -> None:
    """The same work on a phone in both themes and languages, and on a desk's screen."""
    stage.morning()
    stage.cast.at(215)
    case_id = stage.cast.sent(COVER, photos=True)
    unit = stage.cast.unit_of(case_id)
    _sign_in(stage)
    phone = stage.terminal(unit)
    _on_the_phone(stage, phone, case_id)
    dark = stage.terminal(unit, BOTH)
    dark.open_list()
    stage.shoot(dark, "terminal-dark", "The same terminal in the other language and theme")
    dark.open(case_id)
    stage.shoot(dark, "terminal-dark-case", "The case in the other language and theme")
    wide = stage.terminal(unit, wide=WIDE)
    wide.open_list()
    stage.shoot(wide, "terminal-wide", "The terminal on a wide screen")
    wide.open(case_id)
    stage.shoot(wide, "terminal-wide-case", "The case on a wide screen")


def _sign_in(stage: Stage) -> None:
    page = stage.page()
    page.goto(stage.city.url)
    stage.shoot(page, "page-sign-in", "The door to the pages")
    page.fill("input[name=login]", "u410102")
    page.fill("input[name=password]", "wrong")
    page.click("button[name=verb][value=sign_in]")
    page.wait_for_selector("[data-problem]")
    stage.shoot(page, "page-sign-in-refused", "A wrong password is told where it was typed, on a page")


def _on_the_phone(stage: Stage, phone: Terminal, case_id: str) -> None:
    phone.open_list()
    stage.shoot(phone, "terminal-list", "A unit's terminal: its list, by time left, live")
    phone.open(case_id)
    stage.shoot(phone, "terminal-case", "The case on the terminal: what to do, where, until when")
    phone.page.click("a[data-verb=feedback]")
    stage.shoot(phone, "terminal-feedback", "Reporting it done: photos first")
    phone.open(case_id)
    phone.page.click("a[data-verb=ask_return]")
    stage.shoot(phone, "terminal-return", "Not ours: asking for a return, with its reason")
    phone.open_list()
    phone.page.context.set_offline(True)
    expect(phone.page.locator("[data-link-state]")).to_have_text(re.compile("断|离线|disconnected"), timeout=60_000)
    stage.shoot(phone, "terminal-offline", "The terminal without a line: its list stays, with its age")
