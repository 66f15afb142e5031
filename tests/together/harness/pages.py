"""A unit's terminal and a collector's page in a real Chromium, worked as a person works them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.together.harness import photos
from tests.together.harness.person import PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

NARROW = {"width": 390, "height": 844}


class SignedInPage:
    """A page on which somebody has signed in. Waiting is the browser's own: 30 s at most."""

    def __init__(self, page: Page, url: str, login: str, wide: int = NARROW["width"]) -> None:
        self.page, self._url = page, url
        page.set_viewport_size({"width": wide, "height": NARROW["height"]})
        page.goto(url)
        page.fill("input[name=login]", login)
        page.fill("input[name=password]", PASSWORD)
        page.click("button[name=verb][value=sign_in]")

    def _attach(self, body: bytes) -> None:
        file = {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": body}
        self.page.locator("input[name=photos]").first.set_input_files([file])

    def _send(self, verb: str) -> None:
        self.page.click(f"form[data-form={verb}] button[name=verb][value={verb}]")
        self.page.wait_for_selector("[data-notice]")


class Terminal(SignedInPage):
    """What a unit sees and does."""

    def open_list(self) -> None:
        """The list of what is to be done."""
        self.page.goto(f"{self._url}/terminal/")

    def row(self, case_id: str) -> Locator:
        """A case's row on the list; there as soon as the page brings it by itself."""
        return self.page.locator(f"a[data-case][data-id='{case_id}']")

    def open(self, case_id: str) -> None:
        """One case."""
        self.page.goto(f"{self._url}/terminal/case/{case_id}")

    def press(self, case_id: str, verb: str) -> None:
        """Do what takes one press: sign, pass_up."""
        self.open(case_id)
        self.page.click(f"button[name=verb][value={verb}]")
        self.page.wait_for_selector("[data-notice]")

    def give_to(self, case_id: str, unit: str) -> None:
        """Give it to a unit below."""
        self._form(case_id, "sub_dispatch")
        self.page.select_option("select[name=unit]", unit)
        self._send("sub_dispatch")

    def ask_return(self, case_id: str, why: str) -> None:
        """Ask to give it back, with a photo as proof."""
        self._form(case_id, "ask_return")
        self.page.fill("textarea[name=reason]", why)
        self._attach(photos.jpeg("gray"))
        self._send("ask_return")

    def report_done(self, case_id: str, words: str, colour: str) -> None:
        """Report it done, with a photo."""
        self.begin_report(case_id, words, photos.jpeg(colour))
        self.send_report()

    def begin_report(self, case_id: str, words: str, photo: bytes) -> None:
        """Fill in the form and attach a photo; what it says of the photo can be read before it is sent."""
        self._form(case_id, "feedback")
        self.page.fill("textarea[name=text]", words)
        self._attach(photo)

    def remarks(self) -> list[str]:
        """What the form says of the photos that a person should look at, once it says anything."""
        self.page.wait_for_selector("[data-kept] [data-look]")
        return [said.strip() for said in self.page.locator("[data-kept] [data-look]").all_inner_texts()]

    def send_report(self) -> None:
        """Send the form that was begun."""
        self._send("feedback")

    def due(self, case_id: str) -> int:
        """The deadline on the case's page, ms UTC."""
        self.open(case_id)
        return int(self.page.locator("dd[data-due]").first.get_attribute("data-due") or 0)

    def _form(self, case_id: str, verb: str) -> None:
        self.open(case_id)
        self.page.click(f"a[data-verb={verb}]")


class Collector(SignedInPage):
    """What a collector sees and does."""

    def answer(self, number: str, result: str, colour: str) -> None:
        """Answer the check of a case with a photo."""
        self.page.goto(f"{self._url}/collector/")
        self.page.click(f"a[data-check][data-case='{number}']")
        self.page.check(f"input[name=result][value={result}]")
        self._attach(photos.jpeg(colour))
        self._send("answer_check")
