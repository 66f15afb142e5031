"""A unit's terminal in Chromium: from a change until the list shows it without reload; what its pages weigh."""

import time
from functools import partial

from playwright.sync_api import Browser, Page, Response, sync_playwright

from benchmarks.frame.bench import Bench, wait_until
from benchmarks.frame.figures import percentile, said
from benchmarks.frame.rows import Goal, Measured, Row
from benchmarks.loop import town
from tests.fixtures import children

CHANGES, UNIT = 20, "410102"
KB = 1024
# The page itself notes when a row of a case is there, and in which stage, that was not there before.
WATCH = """() => {
    window.seen = {};
    const look = () => {
        for (const row of document.querySelectorAll("a.task"))
            window.seen[row.dataset.id + row.dataset.stage] ??= Date.now();
    };
    look();
    const list = document.getElementById("list");
    new MutationObserver(look).observe(list, {subtree: true, childList: true, attributes: true});
}"""


def measure(bench: Bench) -> Measured:
    """Every change is a dispatch over the interface; the time begins before it is sent."""
    server = town.serve(bench, town.demo(bench))
    ids = town.file_cases(server, town.places(server, 1) * (CHANGES + 1))
    dispatcher, shown = server.person("wang"), []
    dispatcher.do("dispatch", ids[0], unit=UNIT)
    with sync_playwright() as playwright:
        path = children.tool("chromium", "chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--no-proxy-server"])
        page = _signed_in(browser, server.url)
        page.evaluate(WATCH)
        for case_id in ids[1:]:
            time.sleep(0.3)
            began = time.time() * 1000
            dispatcher.do("dispatch", case_id, unit=UNIT)
            shown.append(wait_until(partial(_seen, page, f"{case_id}delivered"), "the row on the terminal") - began)
        pages = {name: f"{server.url}{where}" for name, where in _PAGES.items()}
        pages["case"] = f"{server.url}/terminal/case/{ids[1]}"
        weights = {name: _weight(browser, page, url) for name, url in pages.items()}
        browser.close()
    server.program.stop()
    told = ", ".join(f"{name} {weight:.0f} kB" for name, weight in weights.items())
    notes = (f"change → visible: {said(shown, 'ms', 0)}", f"as the server sends them, all files, no photos: {told}")
    return Measured({"visible p95": percentile(shown, 0.95), "page": max(weights.values())}, notes)


_PAGES = {"list": "/terminal/"}


def _seen(page: Page, key: str) -> float:
    found: float = page.evaluate("key => window.seen[key] || 0", key)
    return found


def _signed_in(browser: Browser, url: str) -> Page:
    page = browser.new_page()
    page.goto(url)
    page.fill("input[name=login]", f"u{UNIT}")
    page.fill("input[name=password]", town.PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_selector("#list")
    return page


def _weight(browser: Browser, signed_in: Page, url: str) -> float:
    """kB of the page and all that it asks for at first, in a browser that has nothing of it yet."""
    context = browser.new_context(storage_state=signed_in.context.storage_state(), service_workers="block")
    page, answers = context.new_page(), list[Response]()
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108
    page.goto(url)
    page.wait_for_load_state("load")
    time.sleep(1)
    mine = [each for each in answers if each.request.resource_type != "fetch" and "/photo/" not in each.url]
    weight = sum(len(each.body()) for each in mine) / KB
    context.close()
    return weight


ROW = Row(
    "terminal",
    "unit's terminal: change → visible without reload; weight of a page without photos",
    (Goal("visible p95", 300, "ms"), Goal("page", 100, "kB")),
    measure,
)
