"""A recorded day arrives in a running console: `server replay` beside Boston's server; queue and map follow."""

import csv
import gzip
import io
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fixtures.boston import own_boston
from tests.fixtures.postgres import Cluster
from tests.fixtures.programs import Programs
from tests.fixtures.xscreens import XScreens
from tests.together.harness.city import City
from tests.together.harness.clock import TrueClock
from tests.together.harness.console import LABELS, Console
from tests.together.harness.eyes import Eyes

BOSTON = Path(__file__).parents[2] / "examples" / "boston"
DAY, SPEED = "2011-08-28", "8000"  # the hurricane day, in some ten seconds
ROWS = "boston311_2011H2.csv"
PEOPLE = "login,name,name_en,roles,unit,duty_grids,password\nann,安,Ann,dispatcher,,,demo-2026\n"
STEP_S = 0.3  # from a key to the label beside its case; a label that comes later is found beside the next
MARK = 24  # px, half the side of what is looked at around a mark


@pytest.fixture
def records(data: Path, tmp_path: Path) -> Path:
    """The real layers and requests; or small layers of our own, and the committed extract."""
    if (data / "boston" / "precincts.geojson").is_file():
        return data
    folder = own_boston(tmp_path / "records", across=8, west=-71.12, south=42.28)
    shutil.copy(data / "boston" / ROWS, folder / "boston")
    return folder


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.long)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'server.db'}"
        return
    cluster: Cluster = request.getfixturevalue("postgres")
    yield cluster.create("replay")
    cluster.drop("replay")


@pytest.fixture
def boston(programs: Programs, records: Path, database_url: str, tmp_path: Path) -> Iterator[City]:
    """A server of Boston with one dispatcher, on the machine's own clock: this city is not synthetic."""
    people = tmp_path / "people.csv"
    people.write_text(PEOPLE, encoding="utf-8")
    city = City(programs, tmp_path / "data", database_url, TrueClock())
    city.command("city", "import", BOSTON, "--data", records, "--yes")
    city.command("people", "import", people)
    city.start("desk-a")
    yield city
    city.stop()


@pytest.fixture
def console(boston: City, programs: Programs, x_screens: XScreens, eyes: Eyes, tmp_path: Path) -> Iterator[Console]:
    """A console of that city, with the dispatcher at it."""
    made = Console(programs, x_screens, eyes, TrueClock(), tmp_path / "console-a")
    made.start("--server", boston.url, "--enrol", "desk-a")
    made.sign_in("ann")
    yield made
    made.stop()


def test_a_recorded_day_fills_the_queue_and_the_map(
    boston: City, console: Console, records: Path, x_screens: XScreens
) -> None:
    count = _rows_of_the_day(records)
    console.wait_for("^待派遣 0$")
    console.settle()
    empty = x_screens.picture()
    playing = boston.begin("replay", BOSTON, "--data", records, "--day", DAY, "--speed", SPEED)
    console.wait_for("^待派遣 [1-9]")
    first = _waiting(console)
    console.wait_until(lambda: _waiting(console) > first, "more cases, while the day is played")
    assert playing.wait(120) == 0
    console.wait_for(f"^待派遣 {count}$")
    beside = [(x - MARK, y - MARK, x + MARK, y + MARK) for x, y in _beside_the_label_of_a_case(console)]
    full = x_screens.picture()
    assert any(full.crop(place).tobytes() != empty.crop(place).tobytes() for place in beside), beside


def _rows_of_the_day(records: Path) -> int:
    """Counted from the file alone."""
    plain = records / "boston" / ROWS
    packed = plain.with_name(f"{ROWS}.gz")
    body = plain.read_bytes() if plain.is_file() else gzip.decompress(packed.read_bytes())
    return sum(row["open_dt"].startswith(DAY) for row in csv.DictReader(io.StringIO(body.decode())))


def _waiting(console: Console) -> int:
    """The count of the list, as the rail says it."""
    seen = console.finds(r"^待派遣 \d+$")
    return int(seen.name.split()[-1]) if seen else 0


def _beside_the_label_of_a_case(console: Console) -> list[tuple[int, int]]:
    """Where a chosen case's mark may stand on the map; of the first that has a place, for some rows have none."""
    console.front()
    console.key("period", "Home")
    while console.finds(r" \d{5}$", roles=LABELS) is None:
        console.key("Down")
        time.sleep(STEP_S)
    console.settle()
    return console.beside_label(".+")
