"""One click on a row: until it is durable in the outbox, and until the unit's page shows the case."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from playwright.sync_api import Page, sync_playwright

from benchmarks.frame.bench import Bench, wait_until
from benchmarks.frame.figures import percentile, said
from benchmarks.frame.hands import Hands
from benchmarks.frame.rows import Goal, Measured, Row
from benchmarks.loop import town
from tests.fixtures import children

CLICKS = 40
BUTTON = (718, 152)  # of the first row, px
# The page itself notes when its document holds a number that it did not hold before.
WATCH = """numbers => {
    window.shown = {};
    const look = () => {
        const words = document.body.textContent;
        for (const number of numbers)
            if (!(number in window.shown) && words.includes(number)) window.shown[number] = Date.now();
    };
    look();
    new MutationObserver(look).observe(document.body, {subtree: true, childList: true, characterData: true});
}"""


def measure(bench: Bench) -> Measured:
    """Cases of one place, so that one unit gets them all; its terminal is open in Chromium."""
    server = town.serve(bench, town.demo(bench), "--enrol", "click")
    ids = town.file_cases(server, town.places(server, 1) * (CLICKS + 1))
    clerk = server.person("chen")
    numbers = {str(clerk.case(case_id)["number"]) for case_id in ids}
    console = town.Console(bench, "click")
    _, trace, program = console.start("--server", server.url, "--enrol", "click")
    console.sign_in("wang")
    trace.instant("map")
    time.sleep(3)  # marks and tiles follow
    hands = Hands(bench.screen().display)
    hands.move(*BUTTON)
    first = hands.press()
    trace.instant("recorded", since=first)
    unit = wait_until(lambda: next(filter(None, (_unit(clerk.case(case_id)) for case_id in ids)), ""), "a dispatch")
    durable, shown = [], []
    with _terminal(server, f"u{unit}", sorted(numbers)) as appeared:
        for _ in range(CLICKS):
            time.sleep(0.7)
            before = frozenset(appeared())
            pressed, wall = hands.press(), time.time() * 1000
            durable.append(trace.instant("recorded", since=pressed) - pressed)
            shown.append(wait_until(partial(_newest, appeared, before), "the case on the terminal") - wall)
    hands.close()
    program.stop()
    server.program.stop()
    notes = (f"durable: {said(durable, 'ms', 1)}", f"on the terminal page: {said(shown, 'ms', 0)}")
    return Measured({"durable p95": percentile(durable, 0.95), "terminal p95": percentile(shown, 0.95)}, notes)


def _newest(appeared: Callable[[], dict[str, float]], before: frozenset[str]) -> float:
    return next((at for number, at in appeared().items() if number not in before), 0.0)


def _unit(case: dict[str, object]) -> str:
    legs = case.get("legs")
    return str(legs[0]["unit"]) if isinstance(legs, list) and legs else ""


@contextmanager
def _terminal(server: town.Server, login: str, numbers: list[str]) -> Iterator[Callable[[], dict[str, float]]]:
    """The unit's page, watched; when each number appeared, by the clock of the day in ms."""
    with sync_playwright() as playwright:
        path = children.tool("chromium", "chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--no-proxy-server"])
        page = browser.new_page()
        _sign_in(page, server.url, login)
        page.evaluate(WATCH, numbers)

        def appeared() -> dict[str, float]:
            found: dict[str, float] = page.evaluate("window.shown")
            return found

        yield appeared
        browser.close()


def _sign_in(page: Page, url: str, login: str) -> None:
    page.goto(url)
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", town.PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/terminal**")


ROW = Row(
    "click",
    "click → durable in the outbox; → on the terminal page (loopback)",
    (Goal("durable p95", 20, "ms"), Goal("terminal p95", 300, "ms")),
    measure,
)
