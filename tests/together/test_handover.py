"""A hand-over file in a real browser without any network, and its reply at desk and server: each deed once."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from console.desk.handover_page import read_form
from console.desk.replying import MadeElsewhere
from rules.commands import NotAllowed
from rules.frozen import changed
from tests.together.harness.paper import World

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

RESOURCES = Path(__file__).parents[2] / "resources"
LARGE = (3200, 2400)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()


class OnPhone:
    """The file in a phone's browser that reaches nobody; what went wrong there is remembered."""

    def __init__(self, browser: Browser, file: Path) -> None:
        self._context = browser.new_context(
            locale="zh-CN", viewport={"width": 360, "height": 740}, offline=True, accept_downloads=True
        )
        self._context.set_default_timeout(60_000)
        self.page: Page = self._context.new_page()
        self.faults: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda said: self.faults.append(said.text))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(file.as_uri())

    def press(self, name: str) -> None:
        """A button by what it says."""
        self.page.get_by_role("button", name=name, exact=True).click()

    def save(self, into: Path) -> bytes:
        """The reply that is saved now."""
        with self.page.expect_download() as download:
            self.press("保存回执")
        download.value.save_as(into)
        return into.read_bytes()

    def small_targets(self) -> list[str]:
        """What is too small for a finger."""
        script = """() => [...document.querySelectorAll('button, input:not([type=file]), textarea, .pick')]
            .filter((each) => { const box = each.getBoundingClientRect(); return box.width < 44 || box.height < 44; })
            .map((each) => each.outerHTML.slice(0, 80))"""
        found: list[str] = self.page.evaluate(script)
        return found

    def close(self) -> None:
        """Put the phone away."""
        self._context.close()


def picture() -> dict[str, Any]:
    """A photo as a phone's camera makes it."""
    into = io.BytesIO()
    Image.effect_noise((LARGE[0] // 8, LARGE[1] // 8), 60).resize(LARGE).convert("RGB").save(into, "JPEG", quality=80)
    return {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": into.getvalue()}


def answered(world: World, chromium: Browser, folder: Path) -> tuple[bytes, bytes]:
    """The unit signs, closes the page and opens it again, and reports done: both replies."""
    made = world.desk.desk.handing.make("desk", "west", read_form(RESOURCES), "zh_CN")
    file = folder / "handover.html"
    file.write_bytes(made.body)
    phone = OnPhone(chromium, file)
    page = phone.page
    try:
        phone.press("签收")
        assert page.get_by_role("alert").filter(has_text="请先在下方填写经办人姓名").is_visible()
        page.get_by_label("经办人").fill("张三")
        phone.press("签收")
        page.get_by_text("已签收 · 张三").wait_for()
        signed = phone.save(folder / "signed.json")
        page.get_by_label("处置情况").fill("已清理 <b>干净</b>")
        page.get_by_text("全部已存入回执").wait_for()
        page.wait_for_function("() => keeping.last.then(() => true)")
        page.reload()
        page.get_by_text("已签收 · 张三").wait_for()
        assert page.get_by_label("处置情况").input_value() == "已清理 <b>干净</b>"
        phone.press("处置完毕")
        page.get_by_text("至少需要 1 张处置后的照片").wait_for()
        page.locator("input[type=file]").set_input_files(
            [picture(), {"name": "letter.txt", "mimeType": "text/plain", "buffer": b"no picture"}]
        )
        page.get_by_text("letter.txt 不是此浏览器能读取的图片").wait_for()
        assert page.get_by_alt_text("照片 1").count() == 1
        assert phone.small_targets() == []
        phone.press("处置完毕")
        page.get_by_text("1 件中 1 件已办结").wait_for()
        phone.press("English")
        assert page.title() == "Hand-over · West"
        phone.press("中文")
        done = phone.save(folder / "done.json")
        assert phone.faults == []
        assert {url.partition(":")[0] for url in phone.asked} <= {"file", "data", "blob"}
    finally:
        phone.close()
    return signed, done


def refused(world: World, data: bytes) -> str:
    with pytest.raises(NotAllowed) as refusal:
        world.desk.desk.replying.take("desk", data)
    return refusal.value.rule


def rules_of(answers: Any) -> list[tuple[str, bool]]:
    return [(each.outcome.rule, each.known) for each in answers]


def test_a_unit_answers_on_paper_and_each_deed_is_done_once(world: World, chromium: Browser, tmp_path: Path) -> None:
    world.desk.dispatch(1)
    signed, done = answered(world, chromium, tmp_path)
    replying, replies = world.desk.desk.replying, world.replies

    # The dispatch is still on its desk: the server takes nothing yet, another desk sends it there.
    assert rules_of(replies.settle(replies.open(done))) == [("rule.reply_not_sent", False)] * 2
    with pytest.raises(MadeElsewhere):
        world.other.desk.replying.take("desk", done)

    # At the desk that made it: first the earlier reply, then the later one, then both once more.
    assert [(deed.known, deed.rule) for deed in replying.take("desk", signed).deeds] == [(False, "")]
    assert [(deed.known, deed.rule) for deed in replying.take("desk", done).deeds] == [(True, ""), (False, "")]
    assert [deed.known for deed in replying.take("desk", done).deeds] == [True, True]
    assert world.push() == [("accepted", "")] * 3
    case = world.case()
    leg = case.legs[0]
    assert (leg.stage, leg.signed_by, leg.feedback_text) == ("done", "reply:west", "张三 · 已清理 <b>干净</b>")

    # And at the server, again and again.
    for _ in range(2):
        assert rules_of(replies.settle(replies.open(done))) == [("", True), ("", True)]
    assert world.case().version == case.version
    (photo,) = case.photos
    blob = world.desk.desk.uploads.next()
    assert blob is not None
    assert (blob.sha256, len(blob.body)) == (photo.sha256, photo.size)
    assert max(Image.open(io.BytesIO(blob.body)).size) == 1600

    # A byte that was changed on the way is one plain refusal at both.
    told = json.loads(done)
    edited = json.dumps(told | {"deeds": told["deeds"].replace("张三", "李四")}).encode()
    assert refused(world, edited) == "rule.reply_damaged"
    with pytest.raises(NotAllowed, match=r"rule\.reply_damaged"):
        replies.open(edited)


def test_the_server_takes_it_first_and_the_desk_hears_that_it_is_done(
    world: World, chromium: Browser, tmp_path: Path
) -> None:
    world.desk.dispatch(1)
    _, done = answered(world, chromium, tmp_path)
    assert world.push() == [("accepted", "")]
    answers = world.replies.settle(world.replies.open(done))
    assert rules_of(answers) == [("", False), ("", False)]
    assert len(world.case().photos) == 1
    world.desk.has(world.case())
    assert [(deed.known, deed.rule) for deed in world.desk.desk.replying.take("desk", done).deeds] == [(True, "")] * 2
    assert world.desk.waits() == []


def test_a_photo_that_the_browser_lost_is_asked_for_again(world: World, chromium: Browser, tmp_path: Path) -> None:
    """The reply stays whole: what was reported with it is open again."""
    world.desk.dispatch(1)
    file = tmp_path / "handover.html"
    file.write_bytes(world.desk.desk.handing.make("desk", "west", read_form(RESOURCES), "zh_CN").body)
    phone = OnPhone(chromium, file)
    try:
        page = phone.page
        page.get_by_label("经办人").fill("张三")
        phone.press("签收")
        page.locator("input[type=file]").set_input_files([picture()])
        page.get_by_alt_text("照片 1").wait_for()
        phone.press("处置完毕")
        page.get_by_text("1 件中 1 件已办结").wait_for()
        page.evaluate("() => keeping.writePhoto(state.kept[0], undefined)")
        page.reload()
        page.get_by_text("1 件中 0 件已办结").wait_for()
        data = phone.save(tmp_path / "reply.json")
    finally:
        phone.close()
    assert [(deed.verb, deed.rule) for deed in world.desk.desk.replying.take("desk", data).deeds] == [("sign", "")]


def test_in_english_it_speaks_english_and_breaks_no_measure(world: World, chromium: Browser, tmp_path: Path) -> None:
    """Who made it, the day, that the data are synthetic; 09:00 in the city is 01:00 UTC of 22 April 2015."""
    case = world.case()
    world.desk.has(
        changed(case, address="经三路北 300 米", address_en="Jingsan Road, 300 m N", version=case.version + 1)
    )
    world.desk.dispatch(1)
    file = tmp_path / "handover.html"
    form = read_form(RESOURCES)
    file.write_bytes(world.desk.desk.handing.make("desk", "west", form, "en").body)
    phone = OnPhone(chromium, file)
    try:
        page = phone.page
        page.locator("article").wait_for()
        assert page.inner_text("#made") == "Made 2015-04-22\u00a009:00 by Wang Xiaoyan"
        assert page.inner_text("#synthetic") == "Small City: synthetic data, for demonstration only"
        assert "300\u00a0m N" in page.inner_text("article")
        phone.press("中文")
        assert page.inner_text("#made") == "王晓燕 于 2015-04-22\u00a009:00\u00a0签发"
        assert page.inner_text("#synthetic") == "小城：合成数据，仅供演示"
        assert "北 300\u00a0米" in page.inner_text("article")
    finally:
        phone.close()
