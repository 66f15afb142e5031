"""What every chapter works with: the city, consoles and pages in any language and theme, and the album."""

import contextlib
import io
import itertools
import re
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops
from playwright.sync_api import Browser, Page

from tests.fixtures.line import Line
from tests.fixtures.programs import Program, Programs
from tests.fixtures.xscreens import XScreens
from tests.together.harness.clock import TownClock
from tests.together.harness.console import MAIN, REVIEW, Console
from tests.together.harness.eyes import Eyes
from tests.together.harness.pages import Collector, SignedInPage, Terminal
from tests.together.tour.album import Album, Picture
from tests.together.tour.cast import Cast

TOKENS = tuple(f"tour-{number}" for number in range(32))
PATIENCE = 4  # times what tests wait
CARET = 4  # px, the widest that blinks
LOOKS = 24  # at most, until what is still moving is taken as it is
SECOND = 1920  # px from the left: there the second monitor begins
UNNAMED = "^(网格派遣台|Griddesk)( · .*)?$"  # the main window, also before its city is known
LIGHT, DARK = "light", "dark"
CHINESE, ENGLISH = "zh_CN", "en"
OTHER = {LIGHT: DARK, DARK: LIGHT, CHINESE: ENGLISH, ENGLISH: CHINESE}
LANGUAGE, THEME, BOTH = ("language",), ("theme",), ("language", "theme")
"""What is otherwise than the tour's own: the chapters see to it that each window is seen in each language and theme."""


class Desk(Console):
    """A console of the tour: it knows how it looks, and takes a case by its number."""

    language, theme = CHINESE, DARK
    apart = False  # in a city of its own

    def wait_until(self, holds: Callable[[], Any], what: str, seconds: float = 30) -> Any:
        """The tour is no measurement: on a busy machine it takes its time."""
        return super().wait_until(holds, what, PATIENCE * seconds)

    def shows(self, title: str) -> bool:
        """Whether a window of this title is open."""
        return bool(self._windows(title))

    def settle(self) -> None:
        """Wait until its monitors show the same for a while; a caret may blink. Quicker than to read every word."""
        before, quiet = self._screens.picture(), 0
        for _ in range(LOOKS):
            time.sleep(0.3)
            now = self._screens.picture()
            box = ImageChops.difference(before, now).getbbox()
            quiet = quiet + 1 if box is None or box[2] - box[0] <= CARET else 0
            if quiet == 2:
                return
            before = now

    def picture(self, title: str = MAIN) -> Image.Image:
        """A window as it looks now. What is read of its place is in the units of its scale, from its monitor's edge."""
        x, y, wide, high = self._eyes.place(self.seen(title)[0])
        scale, edge = float(self.env.get("QT_SCALE_FACTOR", "1")), SECOND if x >= SECOND else 0
        left, top = edge + (x - edge) * scale, y * scale
        return self._screens.picture().crop((int(left), int(top), int(left + wide * scale), int(top + high * scale)))

    def look_at(self, number: str) -> None:
        """The case of this number in the review window."""
        self.look_for(number)

    def look_for(self, pattern: str) -> None:
        """The next case in the review window of which something that is shown matches."""
        self.front(REVIEW)
        for _ in range(40):
            self.settle()
            if any(re.search(pattern, text) for text in self.texts(REVIEW)):
                return
            self.key("Right")
        raise LookupError(f"{pattern} is not to be reviewed")

    def choose(self, number: str) -> None:
        """The case of this number, by the command field: the same way in every language."""
        self.wait_until(lambda: self._goes_to(number), f"case {number} to be chosen")

    def _goes_to(self, number: str) -> bool:
        self.key("Escape", "slash")
        self.type(number)
        self.settle()
        if self.finds(number, roles={"list item"}) is None:  # it has not come to this desk yet
            self.key("Escape")
            return False
        self.key("Return")
        self.settle()
        return any(text.endswith(number) for text in self.texts())


class Stage:
    """Opens windows and pages for the chapters, and ends them; `enrol` are tokens that nobody has used yet."""

    def __init__(
        self, cast: Cast, cases: int, language: str, folder: Path, programs: Programs, screens: XScreens, eyes: Eyes,
        browser: Browser, album: Album,
    ) -> None:  # fmt: skip
        self.cast, self.city, self.screens = cast, cast.city, screens
        self.line = Line(cast.city.port)
        self._folder, self._programs, self._eyes = folder, programs, eyes
        self._browser, self._album = browser, album
        self._tokens = list(TOKENS)
        self._cases, self._is_day, self._language = cases, False, language
        self._numbers = itertools.count(1)
        self._desks: list[Desk] = []
        self._pages: list[Page] = []

    # ------------------------------------------------------------------------------------------------ windows and pages
    def morning(self) -> None:
        """The morning's cases are there; once in a tour."""
        if not self._is_day:
            self._is_day = True
            self.cast.morning(self._cases)

    def desk(
        self,
        login: str,
        other: Sequence[str] = (),
        url: str = "",
        enrol: str = "",
        shows: str = MAIN,
        guide: bool = False,
        **env: str,
    ) -> Desk:
        """A new workstation with somebody at its desk seat; "" for nobody. `env` is added to the environment."""
        token = self._tokens.pop(0)
        desk = self._start(
            other, "--server", url or self.city.url, "--enrol", enrol or token, shows=shows, guide=guide, **env
        )
        if login:
            desk.sign_in(login)
            desk.window(REVIEW)  # it opens by itself, and leaves the keyboard where it was
            desk.front()
        return desk

    def _start(
        self,
        other: Sequence[str],
        *options: str,
        shows: str,
        guide: bool = False,
        clock: TownClock | None = None,
        **env: str,
    ) -> Desk:
        language, theme = self._looks(other, DARK)
        folder = self._folder / f"desk-{next(self._numbers)}"
        desk = Desk(self._programs, self.screens, self._eyes, clock or self.city.clock, folder)
        self._desks.append(desk)
        desk.language, desk.theme = language, theme
        desk.env |= env
        desk.guide = guide
        desk.start(*options, language=language, theme=theme, shows=shows)
        return desk

    def trainee(self, clock: TownClock, other: Sequence[str] = ()) -> Desk:
        """A console that trains somebody, with a server and a time of its own."""
        desk = self._start(other, "--training", shows=UNNAMED, clock=clock)
        desk.apart = True
        return desk

    def clock(self, at: str) -> TownClock:
        """A time of its own, for who does not live in the tour's city."""
        return TownClock(self._folder / f"clock-{next(self._numbers)}.json", at)

    def terminal(self, unit: str, other: Sequence[str] = (), wide: int = 390) -> Terminal:
        """A unit's terminal."""
        return Terminal(self._page(other), self.city.url, f"u{unit}", wide)

    def collector(self, login: str, other: Sequence[str] = (), wide: int = 390) -> Collector:
        """A collector's page."""
        return Collector(self._page(other), self.city.url, login, wide)

    def page(self, other: Sequence[str] = (), wide: int = 390) -> Page:
        """A page on which nobody has signed in."""
        page = self._page(other)
        page.set_viewport_size({"width": wide, "height": 844})
        return page

    def _looks(self, other: Sequence[str], theme: str) -> tuple[str, str]:
        language = OTHER[self._language] if "language" in other else self._language
        return language, OTHER[theme] if "theme" in other else theme

    def _page(self, other: Sequence[str]) -> Page:
        language, theme = self._looks(other, LIGHT)
        named = "en-GB" if language == ENGLISH else "zh-CN"
        context = self._browser.new_context(
            locale=named, timezone_id="Asia/Shanghai", color_scheme="dark" if theme == DARK else "light",
            device_scale_factor=2,
        )  # fmt: skip
        page = context.new_page()
        self._pages.append(page)
        return page

    def simulate(self) -> Program:
        """The simulator beside the server; it ends with the tour."""
        enrol = ("--enrol", self._tokens.pop(0))
        return self._programs.start("-m", "server", "simulate", self.city.url, *enrol, *self.city.clock.options)

    def seat_reviewer(self, desk: Desk, login: str = "liu") -> None:
        """Somebody sits down at the review seat of a workstation."""
        desk.front(REVIEW)
        desk.key("Return")
        desk.sign_in(login, back_to=REVIEW)
        desk.front(REVIEW)

    @contextlib.contextmanager
    def monitors(self, wide: int, high: int) -> Iterator[None]:
        """Both monitors are smaller for a while; windows that are opened then fill them."""
        self.screens.resize(wide, high)
        try:
            yield
        finally:
            self.screens.resize()

    def clear(self) -> None:
        """End all windows and pages: the next chapter begins with none."""
        for desk in self._desks:
            desk.stop()
        for page in self._pages:
            page.context.close()
        self._desks.clear()
        self._pages.clear()

    def close(self) -> None:
        """The end of the tour."""
        self.clear()
        self.line.close()

    # --------------------------------------------------------------------------------------------------------- pictures
    def snap(self, desk: Desk, name: str, words: str, window: str = MAIN, dialog: str = "") -> None:
        """A picture of a window when it has come to rest; `dialog` lies over it and has the keyboard."""
        desk.front(dialog or window)
        desk.settle()
        texts = (*desk.texts(window), *(desk.texts(dialog) if dialog else ()))
        told = Picture(name, words, desk.language, desk.theme, texts, desk.apart)
        self._album.add(told, desk.picture(window))

    def shoot(self, page: Page | SignedInPage, name: str, words: str, whole: bool = False) -> None:
        """A picture of a page; `whole`: also what lies below the edge of the screen."""
        shown = page.page if isinstance(page, SignedInPage) else page
        shown.wait_for_load_state("load")
        shown.evaluate("() => Promise.all([...document.images].map(image => image.decode().catch(() => null)))")
        language = ENGLISH if shown.evaluate("document.documentElement.lang").startswith("en") else CHINESE
        theme = DARK if shown.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") else LIGHT
        image = Image.open(io.BytesIO(shown.screenshot(full_page=whole)))
        texts = tuple(line.strip() for line in shown.inner_text("body").splitlines() if line.strip())
        self._album.add(Picture(name, words, language, theme, texts), image)
