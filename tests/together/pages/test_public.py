"""The public page in a real Chromium, as large as a phone and as a desk: worked by finger and by keys, looked over."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Response, expect

from tests.together.harness.city import City
from tests.together.harness.photos import jpeg
from tests.together.pages.conftest import browser_alone

PHONE, DESK = (390, 844), (1280, 800)
MOST_BYTES = 100 * 1024
PRESSED = "button, a.button, a.lang, input:not([type=hidden]):not([type=file]), select, textarea, summary, .slot"
SMALL = """pressed => [...document.querySelectorAll(pressed)]
    .filter(one => one.offsetParent && (one.closest("label.pick") || one).getBoundingClientRect().height < 44)
    .map(one => one.outerHTML.slice(0, 120))"""


@pytest.fixture
def open_public(chromium: Browser, city: City) -> Iterator:
    """Opens the page as somebody new: `open_public(PHONE, "en-GB", "dark")`."""
    contexts = []
    expect.set_options(timeout=30_000)

    def opened(size=PHONE, language: str = "zh-CN", scheme: str = "light") -> Page:
        context = chromium.new_context(
            locale=language,
            timezone_id="Asia/Shanghai",
            viewport={"width": size[0], "height": size[1]},
            color_scheme=scheme,
            geolocation={"longitude": 113.59, "latitude": 34.745},
            permissions=["geolocation"],
        )
        context.set_default_timeout(30_000)
        contexts.append(context)
        page = context.new_page()
        heard: list[Response] = []
        page.heard = heard  # type: ignore[attr-defined]

        def hear(answer: Response) -> None:
            heard.append(answer)

        page.on("response", hear)
        page.goto(f"{city.url}/public/")
        return page

    yield opened
    for context in contexts:
        context.close()


def serious(page: Page) -> list[str]:
    """What axe-core finds serious or worse."""
    found = Axe().run(page).response["violations"]
    bad = [each for each in found if each["impact"] in {"serious", "critical"}]
    return [f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in bad]


def test_a_citizen_reports_follows_and_says_it_is_not_fixed(city: City, open_public, tmp_path: Path) -> None:
    file = tmp_path / "refuse.jpg"
    file.write_bytes(jpeg("olive"))
    page = open_public()
    page.locator("[name=photos]").first.set_input_files(file)
    page.click("[data-here]")
    expect(page.locator("[data-near-state]")).to_contain_text("图钉位置")
    page.select_option("[name=service]", "refuse")
    page.fill("[name=words]", "路边一大堆垃圾")
    assert serious(page) == []
    city.clock.put("2015-04-22 09:01")  # type: ignore[union-attr]  # the city's clock stands where it is put
    page.dblclick("button[value=report]")
    expect(page.locator("[data-notice=new]")).to_be_visible()
    number = page.locator("[data-number]").get_attribute("data-number")
    (case,) = city.person("chen").on_list("intake")
    assert (case["number"], case["source"], len(case["photos"])) == (number, "app", 1)
    assert abs(case["lon"] - 1_135_900_000) < 2000
    assert case["duty_grid"]
    assert serious(page) == []
    city.person("chen").do("answer", case["id"], answer="已当场清理")
    page.reload()
    expect(page.locator("[data-answer]")).to_contain_text("已当场清理")
    page.check("[name=rating][value='2']")
    page.click("button[value=rate]")
    expect(page.locator("[data-rated='2']")).to_be_visible()
    page.click("summary")
    page.fill("form[data-follow] [name=words]", "还在")
    assert serious(page) == []
    page.click("button[value=not_fixed]")
    expect(page.locator("[data-again]")).to_be_visible()
    assert len(city.person("chen").on_list("intake")) == 1


@browser_alone
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("size", "language"), [(PHONE, "zh-CN"), (DESK, "en-GB")])
def test_it_is_light_and_can_be_worked_without_a_mouse(open_public, size, language: str, scheme: str) -> None:
    page = open_public(size, language, scheme)
    page.locator(".tiles img").first.wait_for(state="attached")
    page.wait_for_load_state("networkidle")
    page.focus("[data-map]")
    for key in ("+", "ArrowRight", "ArrowUp"):
        page.keyboard.press(key)
    expect(page.locator("[data-near-state]")).not_to_be_empty()
    assert page.input_value("[name=lon]", strict=True)
    assert serious(page) == []
    assert page.evaluate(SMALL, PRESSED) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    heard: list[Response] = page.heard
    assert {answer.url.split("/")[2] for answer in heard} == {page.url.split("/")[2]}
    assert [answer.url for answer in heard if answer.status >= 400] == []


@browser_alone
def test_the_page_weighs_little(open_public) -> None:
    page = open_public()
    page.wait_for_load_state("networkidle")
    sizes = {answer.url: len(answer.body()) for answer in page.heard if answer.ok}
    assert sum(sizes.values()) <= MOST_BYTES, sizes
    assert any("/public/map/" in url for url in sizes)


@browser_alone
def test_without_script_it_is_a_form(chromium: Browser, city: City) -> None:
    context = chromium.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{city.url}/public/")
    page.fill("[name=address]", "陇海路与秦岭路交会处")
    page.fill("[name=words]", "有暴露垃圾")
    page.click("button[value=report]")
    expect(page.locator("[data-problem]")).to_contain_text("请过")
    assert page.input_value("[name=words]") == "有暴露垃圾"
    context.close()
