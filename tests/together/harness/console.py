"""A console as a real process on real monitors: pressed and clicked by xdotool, read as a screen reader reads it."""

import re
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image

from tests.fixtures import children
from tests.fixtures.programs import Program, Programs
from tests.fixtures.xscreens import XScreens
from tests.together.harness import eyes as looking
from tests.together.harness.clock import TownClock, TrueClock
from tests.together.harness.eyes import Eyes, Seen
from tests.together.harness.person import PASSWORD

MAIN = r"^(网格派遣台|Griddesk) · (.*(合成数据|synthetic data)|Boston)$"  # once its city is known
REVIEW = r"^(网格派遣台|Griddesk) · (核查|review)$"
SIGN_IN = "登录|[Ss]ign in"
COLUMNS, UNIT = 4, 2  # of the queue: time left, matter, unit with its button, marks
CELLS = {"cell", "table cell"}
SETTLING = 12  # looks at most
BESIDE_MARK = 26  # px from a mark on the map to the label at its right
LABELS = {"frame", "filler", "panel"}  # on the map
BUTTONS = {"push button", "toggle button", "radio button", "check box"}


class Console:
    """One workstation with its own files; it shows the first steps of a role only to whom they are new (`guide`)."""

    guide = False

    def __init__(
        self, programs: Programs, screens: XScreens, eyes: Eyes, clock: TownClock | TrueClock, folder: Path
    ) -> None:
        self._programs, self._screens, self._eyes, self._clock = programs, screens, eyes, clock
        folder.mkdir()
        self.files = folder / "files"
        self.sounds_log = folder / "sounds.log"
        self._key = folder / "key"
        self.env: dict[str, str] = {}  # of its own, beside that of its monitors
        self._program: Program | None = None

    # ------------------------------------------------------------------------------------------------ coming and going
    def start(self, *options: str | Path, language: str = "zh_CN", theme: str = "dark", shows: str = MAIN) -> None:
        """Start it, e.g. with "--server", url, "--enrol", token; afterwards a window of the title `shows` is there."""
        own = ["--files", self.files, "--key-file", self._key, "--sounds-log", self.sounds_log]
        shown = ["--lang", language, "--theme", theme, *self._clock.options, *([] if self.guide else ["--no-guide"])]
        self._program = self._programs.start("main.py", *own, *shown, *options, env=self._eyes.env | self.env)
        self.window(shows)

    @property
    def program(self) -> Program:
        """The running program."""
        assert self._program, "the console was not started"
        return self._program

    def kill(self) -> None:
        """A power cut."""
        self.program.kill()

    def stop(self) -> None:
        """End it in order, if it runs."""
        if self._program and self._program.running():
            self._program.stop()

    def sign_in(self, login: str, password: str = PASSWORD, back_to: str = MAIN) -> None:
        """Fill in the sign-in that is open, and go on in a window."""
        self.front(SIGN_IN)
        self.wait_for(r"\(Enter\)$", SIGN_IN, BUTTONS)
        self._screens.type(login)
        self._screens.key("Tab")
        self._screens.type(password)
        self._screens.key("Return")
        self.wait_until(lambda: not self._windows(SIGN_IN), f"the sign-in of {login}")
        self.front(back_to)

    # ------------------------------------------------------------------------------------------------------ windows
    def window(self, title: str = MAIN, seconds: float = 30) -> int:
        """The X number of one of its windows."""
        return int(self.wait_until(lambda: self._windows(title), f"a window {title!r}", seconds)[-1])

    def _windows(self, title: str) -> list[int]:
        return [found for found in self._screens.windows(title) if self._owner(found) == self.program.pid]

    def _owner(self, window: int) -> int:
        command = [children.tool("xdotool", "xdotool"), "getwindowpid", str(window)]
        told = subprocess.run(command, env=self._screens.env, capture_output=True, text=True, timeout=30, check=False)
        return int(told.stdout) if told.returncode == 0 else 0

    def front(self, title: str = MAIN) -> None:
        """Bring a window to the front."""
        self._screens.activate(self.window(title))

    def left_edge(self, title: str = MAIN) -> int:
        """Where a window begins; the second monitor begins at x = 1920."""
        return self._screens.geometry(self.window(title))[0]

    def picture(self, title: str = MAIN) -> Image.Image:
        """A window as it looks now."""
        frame = next(seen for seen in self.seen(title) if seen.role == "frame")
        x, y, width, height = self._eyes.place(frame)
        return self._screens.picture().crop((x, y, x + width, y + height))

    # -------------------------------------------------------------------------------------------------------- reading
    def seen(self, window: str = MAIN) -> tuple[Seen, ...]:
        """All that a window shows."""
        return self._eyes.seen(self.program.pid, window)

    def texts(self, window: str = MAIN) -> list[str]:
        """All words that a window shows, in reading order, each once in a row."""
        names = [seen.name for seen in self.seen(window) if seen.name]
        return [name for at, name in enumerate(names) if at == 0 or names[at - 1] != name]

    def rows(self) -> list[str]:
        """The rows of the queue, from the top, as a screen reader says them."""
        return [row[0].name for row in self._rows()]

    def chosen_row(self) -> str:
        """The chosen row of the queue."""
        return next((row[0].name for row in self._rows() if row[0].has(looking.SELECTED)), "")

    def _rows(self) -> list[list[Seen]]:
        cells = [seen for seen in self.seen() if seen.role in CELLS]
        return [cells[at : at + COLUMNS] for at in range(0, len(cells), COLUMNS)]

    def settle(self) -> None:
        """Wait until what it shows stays the same for a while: pictures are taken of a quiet window."""
        before: tuple[Seen, ...] = ()
        for _ in range(SETTLING):
            time.sleep(0.4)
            now = self.seen("")
            if now == before:
                return
            before = now

    def finds(self, pattern: str, window: str = MAIN, roles: set[str] | None = None) -> Seen | None:
        """The first thing whose words match, None when there is none."""
        reading = self._eyes.reads(self.program.pid, window)
        fitting = (seen for seen in reading if roles is None or seen.role in roles)
        return next((seen for seen in fitting if re.search(pattern, seen.name)), None)

    def wait_for(self, pattern: str, window: str = MAIN, roles: set[str] | None = None, seconds: float = 30) -> Seen:
        """Wait until a window shows something whose words match."""
        found = self.wait_until(lambda: self.finds(pattern, window, roles), f"{pattern!r}", seconds)
        assert isinstance(found, Seen)
        return found

    def wait_gone(self, pattern: str, window: str = MAIN, seconds: float = 30) -> None:
        """Wait until nothing that a window shows matches."""
        self.wait_until(lambda: self.finds(pattern, window) is None, f"{pattern!r} to go", seconds)

    def wait_until(self, holds: Callable[[], Any], what: str, seconds: float = 30) -> Any:
        """Wait; when in vain, or when the console has ended, say what its windows show and what it wrote."""
        try:
            return children.wait_until(lambda: self._alive() and holds(), what, seconds)
        except TimeoutError as late:
            raise TimeoutError(f"{late}; it shows:\n{self._told()}\nand wrote:\n{self.program.output()}") from late

    def _told(self) -> str:
        """All windows in words, for who reads why a test failed; what has the keyboard is marked."""
        marked = ((seen, " <- keyboard" if seen.has(looking.FOCUSED) else "") for seen in self.seen(""))
        return "\n".join(f"{seen.role}: {seen.name}{mark}" for seen, mark in marked if seen.name or mark)

    def _alive(self) -> bool:
        if not self.program.running():
            raise RuntimeError(f"the console ended with {self.program.wait()}:\n{self.program.output()}")
        return True

    # --------------------------------------------------------------------------------------------------------- hands
    def key(self, *keys: str) -> None:
        """Press keys in the window in front."""
        self._screens.key(*keys)

    def dispatch(self) -> None:
        """Enter on the chosen row; a row that was chosen by itself takes no key for 0.3 s, so wait for quiet first."""
        self.settle()
        self.key("Return")

    def hold(self, key: str) -> None:
        """Hold a key down for a while: the X server repeats it, as it does for a real keyboard."""
        self._screens.hold(key)

    def type(self, text: str) -> None:
        """Type into the window in front."""
        self._screens.type(text)

    def click(self, pattern: str, window: str = MAIN, roles: set[str] | None = None) -> Seen:
        """Click in the middle of what matches."""
        seen = self.wait_for(pattern, window, roles)
        x, y, width, height = self._eyes.place(seen)
        self._screens.click(x + width // 2, y + height // 2)
        return seen

    def click_row(self, pattern: str, column: int = UNIT) -> None:
        """One click in a row of the queue: on its button, or in another column."""
        row = self.wait_until(lambda: self._row(pattern), f"a row {pattern!r}")
        x, y, width, height = self._eyes.place(row[column])
        self._screens.click(x + width // 2, y + height // 2)

    def _row(self, pattern: str) -> list[Seen]:
        return next((row for row in self._rows() if re.search(pattern, row[0].name)), [])

    def click_at(self, x: int, y: int) -> None:
        """Click at a point of the desktop."""
        self._screens.click(x, y)

    def mark_of(self, words: str) -> tuple[int, int]:
        """Where the mark of the chosen case is on the map: its label, that begins with these words, stands beside it.

        x, y on the desktop.
        """
        x, y, _, height = self._eyes.place(self.wait_for(rf"^{words} \d{{5}}$", roles=LABELS))
        return x - BESIDE_MARK, y + height // 2

    def beside_label(self, words: str) -> list[tuple[int, int]]:
        """Where that mark may be: left or right of its label, over or under it, as the label finds room on the map."""
        x, y, width, height = self._eyes.place(self.wait_for(rf"^{words} \d{{5}}$", roles=LABELS))
        middle, across = y + height // 2, x + width // 2
        level = [(x - BESIDE_MARK, middle), (x + width + BESIDE_MARK, middle)]
        return [*level, (across, y - BESIDE_MARK), (across, y + height + BESIDE_MARK)]

    def draw(self, pattern: str, window: str) -> None:
        """Draw a rectangle in the middle third of the picture that matches."""
        x, y, width, height = self._eyes.place(self.wait_for(pattern, window, {"filler"}))
        start, end = (x + width // 3, y + height // 3), (x + 2 * width // 3, y + 2 * height // 3)
        self._screens.drag(start, end)

    def press(self, pattern: str, window: str = MAIN) -> Seen:
        """Click a button."""
        return self.click(pattern, window, BUTTONS)

    def sounds(self) -> list[str]:
        """The kinds of sound so far, oldest first."""
        lines = self.sounds_log.read_text(encoding="utf-8").splitlines() if self.sounds_log.exists() else []
        return [line.split()[-1] for line in lines]
