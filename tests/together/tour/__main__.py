"""`run.py tour DIR`: drives the real windows and pages on a server of its own and writes pictures of what they show."""

import argparse
import contextlib
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.fixtures import children
from tests.fixtures.browser import ARGUMENTS
from tests.fixtures.programs import Programs
from tests.fixtures.xscreens import XScreens
from tests.together.harness.city import City
from tests.together.harness.clock import TownClock
from tests.together.harness.eyes import Eyes
from tests.together.tour import manual
from tests.together.tour.album import Album, LastPicture, numbers_in_feeds
from tests.together.tour.cast import CASES, DAY, Cast
from tests.together.tour.chapters import CHAPTERS, name
from tests.together.tour.stage import CHINESE, ENGLISH, TOKENS, Stage

READER = "tour-reader"


def main() -> int:
    """Make the pictures; 1 when one shows a case number that is in none of the server's feeds."""
    given = _arguments()
    if not given.manual:
        return _make(given)
    for given.language in manual.LANGUAGES:
        shown = frozenset(manual.wanted(given.language))
        given.only = [name(chapter) for chapter in CHAPTERS if shown & set(chapter.PICTURES)]
        if _make(given, given.folder / given.language):
            return 1
    manual.renew({language: given.folder / language for language in manual.LANGUAGES})
    return 0


def _make(given: argparse.Namespace, where: Path | None = None) -> int:
    album = Album(where or given.folder, given.until)
    with tempfile.TemporaryDirectory(prefix="tour-") as folder, contextlib.ExitStack() as ending:
        missing = _tell(Path(folder), album, given, ending)
    if missing:
        sys.stdout.write(f"in no feed of the server: {', '.join(missing)}\n")
        return 1
    sys.stdout.write(f"all {len(album.numbers)} case numbers shown are in the server's feeds\n")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="run.py tour", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="DIR", help="where the pictures go")
    parser.add_argument("--cases", type=int, default=CASES, metavar="N", help="how many the morning has brought")
    parser.add_argument("--until", default="", metavar="NAME", help="end after the picture of this name")
    parser.add_argument("--language", default=CHINESE, choices=(CHINESE, ENGLISH), help="of most of the pictures")
    parser.add_argument("--manual", action="store_true", help="in both languages, and renew the manual's pictures")
    names = [name(chapter) for chapter in CHAPTERS]
    parser.add_argument("--only", nargs="+", default=names, choices=names, metavar="CHAPTER", help=", ".join(names))
    return parser.parse_args()


def _tell(folder: Path, album: Album, given: argparse.Namespace, ending: contextlib.ExitStack) -> list[str]:
    clock = TownClock(folder / "clock.json", f"{DAY} 07:00")
    programs = ending.enter_context(_closing(Programs(folder)))
    screens = ending.enter_context(contextlib.closing(XScreens(folder)))
    eyes = ending.enter_context(contextlib.closing(Eyes(screens)))
    city = City(programs, folder / "data", f"sqlite:///{folder / 'server.db'}", clock)
    city.start(*TOKENS, READER, city="demo")
    ending.callback(city.stop)
    playwright = ending.enter_context(sync_playwright())
    browser = playwright.chromium.launch(executable_path=children.tool("chromium", "chromium"), args=ARGUMENTS)
    ending.callback(browser.close)
    stage = Stage(Cast(city), given.cases, given.language, folder, programs, screens, eyes, browser, album)
    with contextlib.suppress(LastPicture), contextlib.closing(stage):
        for chapter in (each for each in CHAPTERS if name(each) in given.only):
            chapter.tell(stage)
            stage.clear()
    return album.finish(numbers_in_feeds(city, READER))


@contextlib.contextmanager
def _closing(programs: Programs) -> Iterator[Programs]:
    yield programs
    with contextlib.redirect_stdout(None):
        programs.stop_all()


if __name__ == "__main__":
    sys.exit(main())
