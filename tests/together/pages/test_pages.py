"""The pages in a real Chromium before a real server: the way of a report, live lists, wrong photos, both languages."""

from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.together.harness.city import City
from tests.together.harness.photos import jpeg
from tests.together.pages.conftest import DISTRICT, STREET, Open, dispatched

SMALLEST_TARGET = 44


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A photo on the disk of who works at the terminal."""
    file = tmp_path / "done.jpg"
    file.write_bytes(jpeg("olive"))
    return file


def choose(page: Page, case_id: str) -> None:
    """Open a case from the list."""
    page.click(f'a[data-id="{case_id}"]')
    page.wait_for_selector("article[data-leg-stage]")


def test_from_the_district_to_the_street_and_back_up(city: City, open_as: Open, photo: Path) -> None:
    district, street = open_as(DISTRICT), open_as(STREET, width=1280, height=900)
    case_id = dispatched(city)
    row = f'a[data-id="{case_id}"]'
    expect(district.locator(row)).to_contain_text("暴露垃圾")
    district.click(row)
    district.click("button[value=sign]")
    district.click("a[data-verb=sub_dispatch]")
    district.select_option("[name=unit]", "410102004")
    district.click("button[value=sub_dispatch]")
    street.click(row)
    street.click("button[value=sign]")
    street.click("a[data-verb=feedback]")
    expect(street.locator("[data-missing]")).to_have_text("还差：照片 1 张、条件 2 条")
    street.locator("[name=photos]").first.set_input_files(photo)
    for condition in street.locator("[name^=closing-]").all():
        condition.check()
    expect(street.locator("[data-missing]")).to_have_text("")
    street.fill("[name=text]", "已清理")
    street.click("button[value=feedback]")
    expect(street.locator("[data-notice]")).to_be_visible()
    district.reload()
    district.click("button[value=pass_up]")
    expect(district.locator("article")).to_have_attribute("data-case-stage", "to_confirm")
    shown = district.locator('section[data-photos="after"] img').first
    expect(shown).to_have_js_property("naturalWidth", 320)
    case = city.person("wang").case(case_id)
    assert [(leg["unit"], leg["stage"]) for leg in case["legs"]] == [("410102", "done"), ("410102004", "accepted")]
    assert all(leg["fetched_at"] for leg in case["legs"])


def test_two_presses_are_one_deed(city: City, open_as: Open) -> None:
    case_id = dispatched(city)
    district = open_as(DISTRICT)
    choose(district, case_id)
    district.dblclick("button[value=sign]", no_wait_after=True)
    expect(district.locator("article")).to_have_attribute("data-leg-stage", "signed")
    verbs = [event["verb"] for event in city.person("wang").events(case_id)]
    assert verbs.count("sign") == 1


def test_a_wrong_photo_is_told_beside_its_slot_and_by_the_server(city: City, open_as: Open, tmp_path: Path) -> None:
    case_id = dispatched(city)
    district = open_as(DISTRICT, "en-GB")
    choose(district, case_id)
    district.click("button[value=sign]")
    district.click("a[data-verb=feedback]")
    letter, disguised = tmp_path / "letter.txt", tmp_path / "letter.jpg"
    for file in (letter, disguised):
        file.write_bytes(b"not a picture")
    slot = district.locator("[name=photos]").first
    slot.set_input_files(letter)
    expect(district.locator(".slot.bad")).to_contain_text("letter.txt: not a photo")
    slot.set_input_files(disguised)  # by its name a photo: the server, to which it is sent ahead, says what it is
    expect(district.locator(".slot.bad")).to_contain_text("letter.jpg: not a photo, or damaged; expected JPEG")
    district.fill("[name=text]", "swept")
    district.click("button[value=feedback]")
    expect(district.locator("[data-problem]")).to_have_text("At least 1 photo is needed")
    expect(district.locator("[name=text]")).to_have_value("swept")


def test_a_pdf_is_taken_as_proof_of_a_return_and_keeps_its_slot(city: City, open_as: Open, tmp_path: Path) -> None:
    case_id = dispatched(city)
    district = open_as(DISTRICT, "en-GB")
    choose(district, case_id)
    district.click("button[value=sign]")
    district.click("a[data-verb=ask_return]")
    proof = tmp_path / "boundary.pdf"
    sheets = [Image.new("RGB", (420, 595), colour) for colour in ("white", "silver")]
    sheets[0].save(proof, save_all=True, append_images=sheets[1:])
    district.locator("[name=photos]").first.set_input_files(proof)
    expect(district.locator("[data-kept]")).to_contain_text("boundary.pdf")
    expect(district.locator("[data-kept]")).to_contain_text("page of a PDF")


def test_a_collector_answers_a_check(city: City, open_as: Open, photo: Path) -> None:
    case_id = city.person("chen").report("路灯不亮", lon=1_135_900_000, lat=347_450_000, category="event-01-10")
    duty_grid = city.person("chen").case(case_id)["duty_grid"]
    asked = city.person("chen").ask("people", role="collector")["people"]
    collector = open_as(next(one["id"] for one in asked if one["unit"] == duty_grid))
    city.person("chen").do("send_check", case_id)
    collector.click(f'a[data-check="pre"][data-id="{case_id}"]')
    collector.check("[name=result][value=true]")
    collector.locator("[name=photos]").first.set_input_files(photo)
    collector.click("button[value=answer_check]")
    expect(collector.locator("[data-notice]")).to_be_visible()
    assert city.person("chen").case(case_id)["checks"][0]["result"] == "true"


@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
def test_pages_can_be_worked_by_keyboard_finger_and_screen_reader(city: City, open_as: Open, language: str) -> None:
    case_id = dispatched(city)
    district = open_as(DISTRICT, language)
    district.focus(f'a[data-id="{case_id}"]')
    district.keyboard.press("Enter")
    district.wait_for_selector("article")
    assert district.get_attribute("html", "lang") == language.partition("-GB")[0]
    assert _too_small(district) == []
    assert district.evaluate("document.documentElement.scrollWidth <= innerWidth")
    district.focus("button[value=sign]")
    district.keyboard.press("Enter")
    expect(district.locator("[data-notice]")).to_have_attribute("role", "status")
    district.click("a[data-verb=feedback]")
    assert _unnamed(district) == []
    assert _too_small(district) == []


PRESSED = (
    "button, a.button, a.back, a.task, .tabs a, summary, input:not([type=hidden]):not([type=file]), select, "
    "textarea, .slot"
)
TOO_SMALL = """([pressed, limit]) => [...document.querySelectorAll(pressed)]
    .filter(one => one.offsetParent && (one.closest("label.pick") || one).getBoundingClientRect().height < limit)
    .map(one => one.outerHTML.slice(0, 120))"""
UNNAMED = """() => [...document.querySelectorAll("input:not([type=hidden]), select, textarea")]
    .filter(one => !one.labels.length && !one.getAttribute("aria-label"))
    .map(one => one.outerHTML)"""


def _too_small(page: Page) -> list[str]:
    """What can be pressed and is lower than 44 px, links within sentences apart."""
    found: list[str] = page.evaluate(TOO_SMALL, [PRESSED, SMALLEST_TARGET])
    return found


def _unnamed(page: Page) -> list[str]:
    """Inputs without a label."""
    found: list[str] = page.evaluate(UNNAMED)
    return found


@pytest.mark.parametrize("height", [844, 320])
def test_a_collectors_report_button_stands_at_the_foot_of_the_screen(open_as: Open, height: int) -> None:
    """However short or long the list is; what is above it can be scrolled free of it."""
    collector = open_as("c001", height=height)
    box = collector.locator("a[data-verb=report]").bounding_box()
    assert box is not None
    assert box["height"] >= SMALLEST_TARGET
    assert height - 16 <= box["y"] + box["height"] <= height
    collector.evaluate("scrollTo(0, document.body.scrollHeight)")
    last, bar = collector.locator(".foot").bounding_box(), collector.locator(".bar").bounding_box()
    assert last is not None
    assert bar is not None
    assert last["y"] + last["height"] <= bar["y"] + 1
    assert bar["y"] + bar["height"] <= height + 1


def test_in_english_no_punctuation_is_as_wide_as_a_character(open_as: Open) -> None:
    collector = open_as("c001", "en-GB")
    widths = """() => [...'·“”'].map((one) => {
        const shown = document.createElement("span");
        shown.textContent = one;
        document.querySelector("main").append(shown);
        return shown.getBoundingClientRect().width;
    })"""
    assert all(width <= 10 for width in collector.evaluate(widths))  # of 16 px
