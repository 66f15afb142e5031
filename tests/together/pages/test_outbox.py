"""Terminal and collector without a line: deeds and photos wait on the device, in order, and each is done once."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.fixtures.line import Line
from tests.together.harness.city import City
from tests.together.harness.photos import jpeg
from tests.together.pages.conftest import DISTRICT, Open, browser_alone
from tests.together.pages.test_nothing_lost import another, row, signed

MakeLine = Callable[[int], Line]
KEPT = """async paths => { for (;;) { const pages = await caches.open("griddesk-pages");
    const found = await Promise.all(paths.map(path => pages.match(path)));
    if (found.every(Boolean)) return; await new Promise(go => setTimeout(go, 100)); } }"""


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A photo on the device."""
    file = tmp_path / "done.jpg"
    file.write_bytes(jpeg("olive"))
    return file


def ready(page: Page, *paths: str) -> None:
    """The worker is there and has read these pages ahead."""
    page.wait_for_function("navigator.serviceWorker.controller")
    page.reload()
    page.evaluate(KEPT, list(paths))


@browser_alone
def test_deeds_with_photos_outlive_the_page_and_go_in_their_order(
    city: City, open_as: Open, line: MakeLine, photo: Path
) -> None:
    first, second, wire = signed(city), another(city), line(city.port)
    page = open_as(DISTRICT, url=wire.url)
    form = f"/terminal/case/{first}/feedback"
    ready(page, form, f"/terminal/case/{second}")
    wire.cut()
    page.goto(wire.url + form)  # was never opened by hand
    page.fill("[name=text]", "墙角也扫了")
    page.locator("[name=photos]").first.set_input_files(photo)
    page.click("button[value=feedback]")
    expect(page.locator("[data-outbox-state=waiting]")).to_have_count(1)
    page.goto(f"{wire.url}/terminal/case/{second}")
    page.click("button[value=sign]")
    expect(page.locator("[data-outbox-state=waiting]")).to_have_count(2)
    context = page.context
    page.close()  # the device goes into a pocket
    city.person("wang").do("recall", second, reason="派错")  # meanwhile, at the desk
    wire.mend()
    page = context.new_page()
    page.goto(f"{wire.url}/terminal/")
    expect(page.locator("[data-outbox-state=sent]")).to_have_count(1)
    refused = page.locator("[data-outbox-state=refused]")
    expect(refused).to_have_count(1)
    assert refused.locator(".words").inner_text().strip()
    wang = city.person("wang")
    events = [event for event in wang.events(first) if event["verb"] == "feedback"]
    assert [event["text"] for event in events] == ["墙角也扫了"]
    assert [each["kind"] for each in wang.case(first)["photos"]] == ["after"]
    for button in page.locator("[data-outbox] button").all()[::-1]:
        button.click()
    expect(page.locator("[data-outbox]")).to_be_hidden()
    expect(page.locator(row(second))).to_have_count(0)


@browser_alone
def test_what_waits_is_sent_for_nobody_else(city: City, open_as: Open, line: MakeLine) -> None:
    case_id, wire = another(city), line(city.port)
    page = open_as(DISTRICT, url=wire.url)
    ready(page, f"/terminal/case/{case_id}")
    wire.cut()
    page.goto(f"{wire.url}/terminal/case/{case_id}")
    page.click("button[value=sign]")
    expect(page.locator("[data-outbox-state=waiting]")).to_have_count(1)
    page.context.clear_cookies()
    page.goto("about:blank")
    wire.mend()
    page.goto(f"{wire.url}/")
    page.fill("[name=login]", "u410103")
    page.fill("[name=password]", "demo-2026")
    page.click("button[value=sign_in]")
    page.wait_for_selector("#list")
    expect(page.locator("[data-outbox]")).to_be_hidden()
    page.click("button[value=sign_out]")
    page.wait_for_selector("[data-sign-in]")
    page.fill("[name=login]", DISTRICT)
    page.fill("[name=password]", "demo-2026")
    page.click("button[value=sign_in]")
    expect(page.locator("[data-outbox-state=sent]")).to_have_count(1)  # with the word of the new sign-in
    signs = [event for event in city.person("wang").events(case_id) if event["verb"] == "sign"]
    assert [event["actor"] for event in signs] == [DISTRICT]


@browser_alone
def test_a_collector_reports_without_a_line_and_is_placed_on_duty_alone(
    city: City, open_as: Open, line: MakeLine, photo: Path
) -> None:
    wire = line(city.port)
    page = open_as("c001", url=wire.url)
    page.context.grant_permissions(["geolocation"], origin=wire.url)
    page.context.set_geolocation({"longitude": 113.59, "latitude": 34.75})
    ready(page, "/collector/report")
    page.goto(f"{wire.url}/collector/report")
    page.click("[data-geo-button]")
    expect(page.locator("[data-geo-state]")).to_contain_text("离岗")
    expect(page.locator("[name=lon]")).to_have_value("")
    page.goto(f"{wire.url}/collector/")
    page.click("[data-duty-button]")
    expect(page.locator("[data-duty-button]")).to_have_attribute("aria-pressed", "true")
    wire.cut()
    page.goto(f"{wire.url}/collector/report")
    page.fill("[name=words]", "路边一堆垃圾")
    page.click("[data-geo-button]")
    expect(page.locator("[name=lon]")).to_have_value("113.5900000")
    page.locator("[name=photos]").first.set_input_files(photo)
    page.click("button[value=report]")
    expect(page.locator("[data-outbox-state=waiting]")).to_have_count(1)
    page.goto(f"{wire.url}/collector/")
    wire.mend()
    expect(page.locator("[data-outbox-state=sent]")).to_have_count(1)
    cases = [case for case in city.person("chen").on_list("intake") if case["words"] == "路边一堆垃圾"]
    assert [(case["reported_by"], len(case["photos"])) for case in cases] == [("c001", 1)]
