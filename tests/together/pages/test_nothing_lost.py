"""Pages under the hand and under a bad line: rows stay, taps count, words and photos come back, pages can be read."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.fixtures.line import Line
from tests.together.harness.city import City
from tests.together.harness.newspaper import cover
from tests.together.harness.photos import jpeg
from tests.together.pages.conftest import DISTRICT, Open, browser_alone, dispatched

MakeLine = Callable[[int], Line]


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A photo without time and place of its own."""
    file = tmp_path / "done.jpg"
    file.write_bytes(jpeg("olive"))
    return file


def another(city: City) -> str:
    """A second case for the district."""
    case_id = cover(city)
    city.person("wang").do("dispatch", case_id, unit="410102")
    return case_id


def row(case_id: str) -> str:
    """Where a case stands on the list."""
    return f'a[data-id="{case_id}"]'


def signed(city: City) -> str:
    """A case that the district has signed."""
    case_id = dispatched(city)
    city.person(DISTRICT).do("sign", case_id)
    return case_id


@browser_alone
def test_a_row_keeps_its_element_focus_and_tap_while_the_list_renews_itself(city: City, open_as: Open) -> None:
    first = dispatched(city)
    page = open_as(DISTRICT)
    page.focus(row(first))
    page.evaluate("document.activeElement.marked = true")
    second = another(city)
    expect(page.locator(row(second))).to_be_visible()
    assert page.evaluate("document.activeElement.marked && document.activeElement.dataset.id") == first
    box = page.locator(row(first)).bounding_box()
    assert box
    page.mouse.move(box["x"] + 40, box["y"] + 30)
    page.mouse.down()
    with page.expect_response(lambda answer: "/live" in answer.url):
        city.person(DISTRICT).do("sign", second)
    expect(page.locator(row(second))).to_have_attribute("data-stage", "delivered")  # nothing moves under the hand
    page.mouse.up()
    expect(page.locator("article")).to_have_attribute("data-id", first)
    city.person(DISTRICT).do("sign", first)
    page.click("[data-changed] a")
    expect(page.locator("article")).to_have_attribute("data-leg-stage", "signed")


@browser_alone
def test_what_was_typed_and_photographed_survives_reload_and_crash_until_it_is_sent(
    city: City, open_as: Open, photo: Path
) -> None:
    case_id = signed(city)
    page = open_as(DISTRICT)
    form = f"{city.url}/terminal/case/{case_id}/feedback"
    page.goto(form)
    page.fill("[name=text]", "墙角也扫了")
    page.click("[data-phrase] >> nth=0")
    page.locator("[name=photos]").first.set_input_files(photo)
    expect(page.locator("[data-kept]")).to_contain_text("照片自身没有时间")
    page.reload()
    expect(page.locator("[name=text]")).to_have_value("墙角也扫了，已清理完毕，现场恢复整洁")
    expect(page.locator("[data-kept]")).to_contain_text("done.jpg")
    context = page.context
    page.close()
    page = context.new_page()
    page.goto(form)
    expect(page.locator("[data-restored]")).to_be_visible()
    expect(page.locator("[data-missing]")).to_have_text("还差：条件 2 条")
    page.click("button[value=feedback]")
    expect(page.locator("[data-notice]")).to_be_visible()
    case = city.person("wang").case(case_id)
    assert case["legs"][0]["feedback_text"] == "墙角也扫了，已清理完毕，现场恢复整洁"
    assert [each["kind"] for each in case["photos"]] == ["after"]
    assert page.evaluate("Object.keys(localStorage).filter(name => name.startsWith('griddesk-draft'))") == []


@browser_alone
def test_without_a_line_a_deed_waits_and_is_done_once(city: City, open_as: Open, line: MakeLine, photo: Path) -> None:
    case_id = signed(city)
    wire = line(city.port)
    page = open_as(DISTRICT, url=wire.url)
    page.goto(f"{wire.url}/terminal/case/{case_id}/feedback")
    page.fill("[name=text]", "扫了")
    wire.cut()
    page.locator("[name=photos]").first.set_input_files(photo)
    expect(page.locator(".slot.full")).to_contain_text("照片将随表单送出")
    page.click("button[value=feedback]")
    expect(page.locator("[data-waiting]")).to_be_visible()
    expect(page.locator("[data-offline]")).to_be_visible()
    wire.mend()
    expect(page.locator("[data-notice]")).to_be_visible()
    verbs = [event["verb"] for event in city.person("wang").events(case_id)]
    assert verbs.count("feedback") == 1
    assert len(city.person("wang").case(case_id)["photos"]) == 1


@browser_alone
def test_list_and_cases_last_read_can_be_read_without_a_line_until_somebody_signs_out(
    city: City, open_as: Open, line: MakeLine
) -> None:
    case_id, wire = dispatched(city), line(city.port)
    page = open_as(DISTRICT, url=wire.url)
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("navigator.serviceWorker.controller")
    page.reload()
    page.click(row(case_id))
    page.wait_for_selector("article")
    wire.cut()
    page.goto(f"{wire.url}/")
    expect(page.locator(row(case_id))).to_be_visible()
    expect(page.locator("[data-offline]")).to_contain_text("离线")
    page.click(row(case_id))
    expect(page.locator("article [data-words]")).to_contain_text("暴露垃圾")
    expect(page.locator("[data-offline]")).to_be_visible()
    wire.mend()
    expect(page.locator("[data-offline]")).to_be_hidden()  # shown anew by itself
    wire.cut()
    page.goto(f"{wire.url}/terminal/case/never-read")
    expect(page.locator("[data-nothing-kept]")).to_be_visible()
    wire.mend()
    page.goto(f"{wire.url}/terminal/")
    expect(page.locator("[data-offline]")).to_be_hidden()
    page.click("button[value=sign_out]")
    page.wait_for_selector("[data-sign-in]")
    page.wait_for_function("caches.has('griddesk-pages').then(has => !has)")


@browser_alone
def test_everything_can_be_read_without_script(city: City, chromium: Browser) -> None:
    case_id = dispatched(city)
    context = chromium.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(city.url)
    page.fill("[name=login]", DISTRICT)
    page.fill("[name=password]", "demo-2026")
    page.click("button[value=sign_in]")
    page.click(row(case_id))
    expect(page.locator("[data-words]")).to_contain_text("暴露垃圾")
    page.click("button[value=sign]")
    expect(page.locator("[data-notice]")).to_be_visible()
    context.close()


IN_SIGHT = """() => [...document.querySelectorAll(".bar .primary")]
    .every(one => one.getBoundingClientRect().bottom <= innerHeight + 1)"""
WIDTHS = (390, 683, 720, 1024, 1366, 1920)  # 683 = 1366 at 200 %


@browser_alone
@pytest.mark.parametrize("language", [pytest.param("zh-CN", marks=pytest.mark.long), "en-GB"])
def test_no_width_scrolls_sideways_or_hides_the_bar(city: City, open_as: Open, language: str) -> None:
    case_id = signed(city)
    district, collector = open_as(DISTRICT, language), open_as("c001", language)
    case = f"/terminal/case/{case_id}"
    shown = [(district, path) for path in ("/terminal/", case, f"{case}/feedback", f"{case}/ask_return")]
    for page, path in (*shown, (collector, "/collector/"), (collector, "/collector/report")):
        page.goto(city.url + path)
        page.wait_for_selector("h1")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 760})
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (path, width)
            assert _bar_in_sight(page), (path, width)


def _bar_in_sight(page: Page) -> bool:
    """Whether the main buttons, where there are any, stand within the window."""
    found: bool = page.evaluate(IN_SIGHT)
    return found
