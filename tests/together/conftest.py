"""The whole together: a server of the demo city on each kind of database, consoles on two monitors, people, a clock."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.fixtures.line import Line
from tests.fixtures.programs import Programs
from tests.fixtures.xscreens import XScreens
from tests.together.harness.city import City, install
from tests.together.harness.clock import TownClock
from tests.together.harness.console import Console
from tests.together.harness.eyes import Eyes
from tests.together.harness.stopwatch import Within

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

MORNING = "2015-04-22 09:00"  # a Wednesday

HERE = Path(__file__).parent
PATIENCE_S = 400  # for a whole test with real windows: a busy machine is no failure

# What takes long, or concerns the console alone, runs on PostgreSQL with the long forms only.
postgresql_when_long = pytest.mark.parametrize(
    "database_url", ["sqlite", pytest.param("postgresql", marks=pytest.mark.long)], indirect=True
)

MakeLine = Callable[[int], Line]
NewPage = Callable[[], "Page"]
MakeConsole = Callable[[str], Console]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Real processes take their time where much else runs."""
    for item in items:
        if HERE in item.path.parents and item.get_closest_marker("timeout") is None:
            item.add_marker(pytest.mark.timeout(PATIENCE_S))


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What every server of the session begins with: the demo city, written and compiled once."""
    return tmp_path_factory.mktemp("town")


@pytest.fixture(scope="session")
def prepare_database(town: Path) -> Iterator[Callable[[str], None]]:
    """Puts the demo city into an empty database, by the server's own program."""
    programs = Programs(town)

    def prepare(url: str) -> None:
        install(programs, town / "data", url, town / "city")

    yield prepare
    programs.stop_all()


@pytest.fixture
def within(pytestconfig: pytest.Config) -> Within:
    """Seconds that are judged with the long forms: a machine that has much else to do is no failure."""
    return Within(judged=bool(pytestconfig.getoption("--long")))


@pytest.fixture
def clock(tmp_path: Path) -> TownClock:
    """It is Wednesday 2015-04-22 09:00 in the city."""
    return TownClock(tmp_path / "clock.json", MORNING)


@pytest.fixture
def city(programs: Programs, town: Path, database_url: str, clock: TownClock, tmp_path: Path) -> Iterator[City]:
    """A server with the demo city and two enrolments, "desk-a" and "desk-b"; on each kind of database."""
    data = tmp_path / "data"
    shutil.copytree(town / "data", data)
    running = City(programs, data, database_url, clock)
    running.start("desk-a", "desk-b")
    yield running
    running.stop()


@pytest.fixture
def new_page(chromium: Browser) -> Iterator[NewPage]:
    """Makes pages, each of a person of its own, in Chinese and on the city's clock."""
    contexts = []

    def make() -> Page:
        context = chromium.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
        context.set_default_timeout(30_000)
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def eyes(x_screens: XScreens) -> Iterator[Eyes]:
    """Eyes for the programs of this test."""
    looking = Eyes(x_screens)
    yield looking
    looking.close()


@pytest.fixture
def make_console(
    programs: Programs, x_screens: XScreens, eyes: Eyes, clock: TownClock, tmp_path: Path
) -> Iterator[MakeConsole]:
    """Makes consoles: `make_console("a")`, each with files of its own. Not started yet."""
    made: list[Console] = []

    def make(name: str) -> Console:
        made.append(Console(programs, x_screens, eyes, clock, tmp_path / f"console-{name}"))
        return made[-1]

    yield make
    for console in made:
        console.stop()
