"""A newcomer's first ten minutes: start, take a terminal, dispatch, reject, re-dispatch, read why; nothing was read."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from server.simulator.painter import Painter, Shot
from tests.fixtures.programs import Programs
from tests.fixtures.xscreens import XScreens
from tests.together.conftest import NewPage
from tests.together.harness.clock import TrueClock
from tests.together.harness.console import BUTTONS, REVIEW, SIGN_IN, Console
from tests.together.harness.eyes import Eyes
from tests.together.harness.pages import Terminal

if TYPE_CHECKING:
    from playwright.sync_api import Page

PATIENT = 180  # s: the first start makes a city, and invented people take the time that people take
UNNAMED = "^网格派遣台$"  # the window before its city is known
DISTRICT = "u410102"  # 中原区
SUPERVISORS = ("chen", "sun", "liu")  # nobody else gives a verdict while the newcomer looks
MATTER = "污水井盖"


@pytest.fixture
def browser(tmp_path: Path) -> Path:
    """A browser that only writes down which address it was asked to open: into a file beside it."""
    program = tmp_path / "bin" / "xdg-open"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nprintf %s "$1" > {program.with_name("opened")}\n')
    program.chmod(0o755)
    return program


@pytest.mark.long
@pytest.mark.timeout(900)
def test_the_first_ten_minutes(
    programs: Programs, x_screens: XScreens, eyes: Eyes, tmp_path: Path, browser: Path, new_page: NewPage
) -> None:
    desk = Console(programs, x_screens, eyes, TrueClock(), tmp_path / "console")
    desk.guide = True
    desk.env = {"PATH": f"{browser.parent}:{os.environ['PATH']}"}
    desk.start(shows=UNNAMED)
    desk.wait_for("^正在生成演示城市", UNNAMED)
    _signs_in_as_it_is_proposed(desk)
    desk.wait_for("^入门 1 / ")
    control = _the_page_of_roles(desk, browser.with_name("opened"))
    roles = new_page()
    roles.goto(control)
    for login in SUPERVISORS:
        roles.click(f"form[action='take/{login}'] button")
        roles.wait_for_selector(f"[data-login='{login}'][data-taken=true]")
    terminal = _takes_the_terminal(roles)
    number = _dispatches(desk)
    _reports_it_done(terminal, number)
    _confirms(desk, number)
    _rejects(desk, number)
    _dispatches_again(desk, number)
    terminal.open_list()
    terminal.page.click(f"a[data-case$='{number}']")
    why = terminal.page.locator("[data-came-back=verify_fail] [data-reason]")
    assert "问题未解决" in why.inner_text()


def _signs_in_as_it_is_proposed(desk: Console) -> None:
    desk.wait_for(r"^登录 \(Enter\)$", SIGN_IN, BUTTONS, PATIENT)
    desk.front(SIGN_IN)
    desk.key("Return")
    desk.front()
    desk.wait_for("^王晓燕$")


def _the_page_of_roles(desk: Console, opened: Path) -> str:
    """Behind the own name: "接管角色…"; the browser is asked to open a page."""
    desk.wait_until(lambda: len(desk.rows()) > 1, "the first cases", PATIENT)
    desk.front()
    desk.press("^王晓燕$")
    desk.settle()
    desk.key("Down", "Down", "Return")  # sign out, take a role
    return str(desk.wait_until(lambda: opened.exists() and opened.read_text(), "the page of roles"))


def _takes_the_terminal(page: Page) -> Terminal:
    """A unit's role on the page of roles: its sign-in opens in a tab of its own, the login filled in."""
    with page.expect_popup() as opened:
        page.click(f"form[action='take/{DISTRICT}'] button")
    tab = opened.value
    tab.wait_for_selector(f"input[name=login][value='{DISTRICT}']")
    return Terminal(tab, tab.url.partition("/?")[0], DISTRICT)


def _dispatches(desk: Console) -> str:
    """The first open cover for 中原区 by its button; the digits of its number that the row shows."""
    wanted = rf"{MATTER}.*中原区"
    row = desk.wait_until(lambda: next((r for r in desk.rows() if re.search(wanted, r)), ""), wanted, PATIENT)
    number = re.findall(r"，(\d{5})，", row)[0]
    desk.front()
    desk.click_row(number)
    desk.wait_until(lambda: not any(number in each for each in desk.rows()), "the case to be dispatched")
    return number


def _reports_it_done(terminal: Terminal, number: str) -> None:
    page = terminal.page
    terminal.open_list()
    page.click(f"a[data-case$='{number}']")
    page.click("button[name=verb][value=sign]")
    page.wait_for_selector("[data-notice]")
    case_id = page.locator("article[data-case]").get_attribute("data-id")
    shot = Shot(1, "manhole", solved=True, taken_at=1_795_000_000_000, lon=1136100000, lat=347400000, megapixels=1)
    terminal.begin_report(case_id, "已复位", Painter("Asia/Shanghai").paint(shot))
    terminal.send_report()


def _confirms(desk: Console, number: str) -> None:
    desk.front()
    desk.click("^待核对 ", roles={"list item"})
    desk.click_row(number, column=1)
    desk.press(r"^核对通过 \(Y\)$")


def _rejects(desk: Console, number: str) -> None:
    desk.press("^F8 核查$")
    desk.front(REVIEW)
    desk.press(r"^登录本席 \(Enter\)$", REVIEW)
    desk.wait_for(r"^登录 \(Enter\)$", SIGN_IN, BUTTONS)
    desk.key("Return")
    desk.wait_for("^刘志强$", REVIEW)
    desk.front(REVIEW)
    while not desk.finds(rf"{number} · 待核查$", REVIEW):
        before = desk.texts(REVIEW)
        desk.key("Right")
        desk.wait_until(lambda before=before: desk.texts(REVIEW) != before, "the next case")
    desk.wait_for(r"^不通过 \(R\)$", REVIEW)
    desk.key("r", "1")
    desk.press("^F8 派遣席$", REVIEW)


def _dispatches_again(desk: Console, number: str) -> None:
    desk.front()
    desk.click("^待再次派遣 ", roles={"list item"})
    desk.wait_until(lambda: any(number in row and "返工 1" in row for row in desk.rows()), "the case to be back")
    desk.click_row(number)
    desk.wait_until(lambda: not any(number in row for row in desk.rows()), "the case to be dispatched again")
