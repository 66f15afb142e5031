"""`run.py tour DIR`: drives the real windows through the loop on a server of its own and writes numbered pictures."""

import argparse
import contextlib
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.fixtures import children
from tests.fixtures.browser import ARGUMENTS
from tests.fixtures.line import Line
from tests.fixtures.programs import Programs
from tests.fixtures.xscreens import XScreens
from tests.together.harness.city import City
from tests.together.harness.clock import TownClock
from tests.together.harness.console import Console
from tests.together.harness.eyes import Eyes
from tests.together.tour.album import Album, LastPicture, numbers_in_feeds
from tests.together.tour.cast import CASES, DAY, Cast
from tests.together.tour.story import Story

ENROL = ("tour-a", "tour-b", "tour-c", "tour-reader")


def main() -> int:
    """Make the pictures; 1 when one shows a case number that is in none of the server's feeds."""
    parser = argparse.ArgumentParser(prog="run.py tour", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="DIR", help="where the pictures go")
    parser.add_argument("--cases", type=int, default=CASES, metavar="N", help="how many the morning has brought")
    parser.add_argument("--until", default="", metavar="NAME", help="end after the picture of this name")
    given = parser.parse_args()
    album = Album(given.folder, given.until)
    with tempfile.TemporaryDirectory(prefix="tour-") as folder, contextlib.ExitStack() as ending:
        missing = _tell(Path(folder), album, given.cases, ending)
    if missing:
        sys.stdout.write(f"in no feed of the server: {', '.join(missing)}\n")
        return 1
    sys.stdout.write(f"all {len(album.numbers)} case numbers shown are in the server's feeds\n")
    return 0


def _tell(folder: Path, album: Album, cases: int, ending: contextlib.ExitStack) -> list[str]:
    clock = TownClock(folder / "clock.json", f"{DAY} 07:00")
    programs = ending.enter_context(_closing(Programs(folder)))
    screens = ending.enter_context(contextlib.closing(XScreens(folder)))
    eyes = ending.enter_context(contextlib.closing(Eyes(screens)))
    city = City(programs, folder / "data", f"sqlite:///{folder / 'server.db'}", clock)
    city.start(*ENROL, city="demo")
    ending.callback(city.stop)
    cast = Cast(city)
    cast.morning(cases)
    line = ending.enter_context(contextlib.closing(Line(city.port)))
    consoles = [Console(programs, screens, eyes, clock, folder / name) for name in "abc"]
    for console in consoles:
        ending.callback(console.stop)
    playwright = ending.enter_context(sync_playwright())
    browser = playwright.chromium.launch(executable_path=children.tool("chromium", "chromium"), args=ARGUMENTS)
    ending.callback(browser.close)
    with contextlib.suppress(LastPicture):
        Story(cast, line, consoles, browser, album).tell()
    return album.finish(numbers_in_feeds(city, ENROL[-1]))


@contextlib.contextmanager
def _closing(programs: Programs) -> Iterator[Programs]:
    yield programs
    with contextlib.redirect_stdout(None):
        programs.stop_all()


if __name__ == "__main__":
    sys.exit(main())
