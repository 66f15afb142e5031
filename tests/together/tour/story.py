"""What happens on the tour, picture by picture."""

import io

from PIL import Image
from playwright.sync_api import Browser

from tests.fixtures.line import Line
from tests.together.harness.console import MAIN, REVIEW, Console
from tests.together.harness.pages import Terminal
from tests.together.tour.album import Album
from tests.together.tour.cast import Cast

COVER = "component-01-02-1"


class Story:
    """A dispatcher, an acceptor, a shift leader, a supervisor, a unit and a cut line, on one Tuesday morning."""

    def __init__(self, cast: Cast, line: Line, consoles: list[Console], browser: Browser, album: Album) -> None:
        self._cast, self._line, self._browser, self._album = cast, line, browser, album
        self._desk, self._english, self._leader = consoles
        self._city = cast.city
        self._hero = ""

    def tell(self) -> None:
        """All pictures, in order."""
        self._cast.at(212)
        self._desk.start("--server", self._line.url, "--enrol", "tour-a")
        self._desk.sign_in("wang")
        self._the_desk()
        self._intake_and_filing()
        self._dispatch()
        terminal = self._terminal()
        self._on_the_terminal(terminal)
        self._the_line_is_cut()
        self._the_line_is_back()
        self._confirmation()
        self._review()
        self._it_comes_back()
        terminal.open(self._hero)
        self._shoot(terminal, "came-back", "On the terminal: why it came back, with the mark, before anything else")
        self._it_is_closed()

    def _snap(self, name: str, words: str, window: str = MAIN, console: Console | None = None) -> None:
        console = console or self._desk
        console.front(window)
        console.settle()
        self._album.add(name, words, console.picture(window), console.texts(window))

    # ------------------------------------------------------------------------------------------------ before dispatch
    def _the_desk(self) -> None:
        self._desk.wait_for("^待派遣 [1-9]")
        self._desk.key("ctrl+Home")
        self._snap("desk", "The desk at 10:32: queue, map, the chosen case with its proposal and deadline")

    def _intake_and_filing(self) -> None:
        english, leader = self._english, self._leader
        english.start("--server", self._city.url, "--enrol", "tour-b", language="en", theme="light")
        english.sign_in("chen")
        english.wait_for("^Intake [1-9]")
        self._snap("light-english", "Another desk, light and in English: an acceptor's lists", console=english)
        english.key("ctrl+n")
        english.wait_for("^Register a report$")
        english.type("Manhole cover loose, rocks when cars pass")
        self._snap("intake", "The form by which an acceptor registers a report", console=english)
        english.stop()
        case_id = self._cast.report(COVER, photos=True)
        self._city.person("chen").do("accept", case_id)
        leader.start("--server", self._city.url, "--enrol", "tour-c")
        leader.sign_in("zhao")
        leader.wait_for("^待立案 [1-9]")
        leader.key("ctrl+3")
        leader.wait_for("^立案 \\(F\\)$")
        leader.key("f")
        leader.wait_for("^立案条件$")
        self._snap("filing", "A shift leader files a case with its condition", console=leader)
        leader.stop()
        self._city.person("zhao").do("file", case_id, condition=COVER)
        self._hero = case_id

    # ------------------------------------------------------------------------------------------------------ terminal
    def _terminal(self) -> Terminal:
        context = self._browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", device_scale_factor=2)
        unit = self._city.person("wang").case(self._hero)["legs"][-1]["unit"]
        return Terminal(context.new_page(), self._city.url, f"u{unit}")

    def _on_the_terminal(self, terminal: Terminal) -> None:
        terminal.open_list()
        self._shoot(terminal, "terminal-list", "A unit's terminal: its list, by time left, live")
        terminal.open(self._hero)
        self._shoot(terminal, "terminal-case", "The case on the terminal: what to do, where, until when")

    def _shoot(self, terminal: Terminal, name: str, words: str) -> None:
        page = terminal.page
        page.wait_for_load_state("load")
        image = Image.open(io.BytesIO(page.screenshot()))
        self._album.add(name, words, image, [page.inner_text("body")])

    # -------------------------------------------------------------------------------------------- dispatch and outage
    def _dispatch(self) -> None:
        desk = self._desk
        desk.front()
        desk.key("period", "ctrl+Home")
        desk.wait_until(lambda: "紧急" in desk.chosen_row(), "an urgent case to be chosen")
        self._choose(desk)
        desk.key("Return")
        self._city.wait_for_stage(self._hero, "with_units")
        self._snap("dispatched", "One key dispatched it; for ten seconds U takes it back")

    def _the_line_is_cut(self) -> None:
        desk = self._desk
        urgent = self._cast.report(COVER)
        self._cast.file(urgent, COVER)
        desk.wait_until(lambda: "紧急" in (desk.rows() or [""])[0], "the urgent case on top")
        self._line.cut()
        desk.wait_for("^离线")
        desk.front()
        desk.key("ctrl+Home", "Return")
        desk.wait_for("^待发送 1$")
        self._cast.at(216)
        self._snap(
            "sent-not-delivered", "Sent while the line is cut: an urgent case stays in sight until told by phone"
        )
        for _ in range(3):
            desk.key("Down")
            desk.settle()
            desk.key("Return")
        desk.wait_for("^待发送 4$")
        self._cast.at(217)
        self._snap("outage", "Offline: work goes on, unsent commands wait in their order")

    def _the_line_is_back(self) -> None:
        desk = self._desk
        for case in self._city.person("li").on_list("to_dispatch"):
            if case["district"] and not case["urgent"]:
                other = next(unit for unit in ("410102", "410103") if unit != case["district"])
                self._city.person("li").do("dispatch", case["id"], unit=other)
        self._line.mend()
        desk.wait_for("^冲突 [1-9]")
        self._snap("conflict", "Somebody else was quicker: nothing is lost, the card asks what to do")
        desk.key("1")
        desk.wait_for("^待发送 0$")

    # --------------------------------------------------------------------------------------------------- verification
    def _confirmation(self) -> None:
        desk = self._desk
        self._cast.at(225)
        self._cast.feedback(self._hero, COVER, solved=False)
        desk.front()
        desk.key("Escape", "ctrl+4")
        desk.wait_for("^待核对 [1-9]")
        self._choose(desk)
        self._snap("confirm", "What units reported done waits to be confirmed by the command centre")
        desk.key("y")
        self._city.wait_for_stage(self._hero, "to_verify")

    def _choose(self, desk: Console) -> None:
        """Down the list until the case panel has the case; from the top again, for cases come while one looks."""
        number = self._city.person("wang").case(self._hero)["number"]
        for key in [*["Down"] * 12, *["Home", *["Down"] * 12] * 3]:
            desk.settle()
            if any(number in text for text in desk.texts()):
                return
            desk.key(key)
        raise LookupError(f"{number} is not on the list")

    def _review(self) -> None:
        desk = self._desk
        desk.front(REVIEW)
        desk.key("Return")
        desk.sign_in("liu", back_to=REVIEW)
        desk.front(REVIEW)
        number = self._city.person("wang").case(self._hero)["number"]
        for _ in range(20):
            desk.settle()
            if any(number in text for text in desk.texts(REVIEW)):
                break
            desk.key("Right")
        desk.key("v")
        self._cast.at(235)
        self._cast.check(self._hero, "unsolved")
        desk.wait_for(r"\(R\)$", REVIEW)
        self._snap("review", "Second monitor: before and after, what is known, the verdict", REVIEW)
        desk.key("t")
        desk.draw("^处置后$", REVIEW)
        self._snap("mark-up", "What is wrong is marked on the photo before it goes back", REVIEW)
        desk.key("t", "r", "1")

    def _it_comes_back(self) -> None:
        desk = self._desk
        desk.wait_for("^待再次派遣 1")
        desk.front()
        desk.key("ctrl+3")
        self._choose(desk)
        self._snap("re-dispatch", "The rejected work is back on top, with the same unit and the rest of its limit")
        desk.key("Return")
        self._city.wait_for_stage(self._hero, "with_units")

    def _it_is_closed(self) -> None:
        desk = self._desk
        self._cast.at(250)
        self._cast.feedback(self._hero, COVER, solved=True)
        self._city.person("wang").do("confirm_pass", self._hero)
        self._city.person("chen").do("verify_pass", self._hero)
        closing = list(self._city.rules().conditions[COVER].closing)
        self._city.person("zhao").do("close", self._hero, closing=closing)
        desk.wait_for("^最近结案 [1-9]")
        desk.click("^最近结案")
        self._choose(desk)
        self._snap("closed", "Closed: every step with its time")
