"""A full queue under the hand: 9,879 cases on queue and map, one more a second for a minute, scrolled and clicked."""

import csv
import gzip
import random
import shutil
import time
from pathlib import Path

from benchmarks.frame.bench import Bench, now, wait_until
from benchmarks.frame.figures import percentile
from benchmarks.frame.hands import WHEEL_DOWN, WHEEL_UP, Hands
from benchmarks.frame.rows import Goal, Measured, Row
from benchmarks.loop import town
from benchmarks.loop.loading import CITY

OPEN = 9_879
ARRIVING = 60
AS_OF, DAY = "2012-01-01", "2012-01-02"
PEOPLE = "login,name,name_en,roles,unit,duty_grids,password\nwang,王,Wang,dispatcher,,,{password}\n"
QUEUE, MATTERS, MAP = (200, 130, 900, 1000), (310, 140, 560, 1000), (960, 110, 1860, 580)  # parts of the window, px


def measure(bench: Bench) -> Measured:
    """Open requests of Boston wait for their dispatch; those that come are later ones, by `replay` in real time."""
    server = _boston(bench)
    console = town.Console(bench, "queue")
    began, trace, program = console.start("--server", server.url, "--enrol", "queue")
    console.sign_in("wang")
    trace.instant("cases", since=trace.instant("cases", began) + 1)
    trace.instant("map", began)
    time.sleep(4)  # marks and tiles follow
    arriving = bench.start("-m", "server", "replay", _arrivals(bench), "--data", bench.folder, "--files", server.data,
                           "--day", DAY)  # fmt: skip
    arriving.wait_for("accepted")
    since, until = _work(Hands(bench.screen().display), 60)
    wait_until(lambda: arriving.output().count("accepted") == ARRIVING, "the arrivals", 20)
    waits = trace.waits(since, until)
    program.stop()
    server.program.stop()
    looks = sorted(waits.looks)
    spread = f"median {percentile(looks, 0.5):.1f} ms, p90 {percentile(looks, 0.9):.1f} ms"
    notes = (f"{OPEN} cases, {ARRIVING} more; {len(looks)} looks, 4 ms apart: {spread}",)
    return Measured({"longest": waits.longest, "p99": percentile(looks, 0.99)}, notes)


def _boston(bench: Bench) -> town.Server:
    files = bench.new_folder("queue")
    told = bench.run("-m", "server", "cases", "import", CITY, "--data", bench.data, "--files", files,
                     "--as-of", AS_OF, "--undispatched")  # fmt: skip
    assert told.startswith("58251 "), told
    people = bench.folder / "people.csv"
    people.write_text(PEOPLE.format(password=town.PASSWORD), encoding="utf-8")
    bench.run("-m", "server", "people", "import", people, "--data", files)
    return town.serve(bench, files, "--enrol", "queue")


def _arrivals(bench: Bench) -> Path:
    """Rows of the file once more as new requests of a later day, one a second."""
    folder = bench.new_folder("arrivals")
    for file in ("city.toml", "cases.toml"):
        shutil.copy(CITY / file, folder)
    mapping = (folder / "cases.toml").read_text(encoding="utf-8")
    source = bench.data / "boston" / "boston311_2011H2.csv.gz"
    (folder / "cases.toml").write_text(mapping.replace("boston/boston311_2011H2.csv.gz", "arrivals.csv"), "utf-8")
    with gzip.open(source, "rt", encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))[-ARRIVING:]
    for second, row in enumerate(rows):
        row |= {"case_enquiry_id": f"9{second:011d}", "open_dt": f"{DAY} 09:00:{second:02d}", "closed_dt": ""}
        row |= {"case_status": "Open", "closure_note": "", "ontime": ""}
    with (bench.folder / "arrivals.csv").open("w", encoding="utf-8", newline="") as arrivals:
        writer = csv.DictWriter(arrivals, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return folder


def _work(hands: Hands, seconds: float) -> tuple[float, float]:
    """What a person does with queue and map, the same each time; from when until when."""
    chance = random.Random(town.SEED)
    began = now()
    turn = 0
    while now() < began + seconds * 1000:
        (_scroll, _choose, _zoom, _drag, _pick)[turn % 5](hands, chance)
        turn += 1
    hands.close()
    return began, now()


def _scroll(hands: Hands, chance: random.Random) -> None:
    """Through the queue by the wheel."""
    hands.move(*_somewhere(QUEUE, chance))
    direction = chance.choice((WHEEL_DOWN, WHEEL_DOWN, WHEEL_UP))
    for _ in range(12):
        hands.press(direction)
        time.sleep(0.05)


def _choose(hands: Hands, chance: random.Random) -> None:
    """Three rows, one after the other."""
    for _ in range(3):
        hands.move(*_somewhere(MATTERS, chance))
        hands.press()
        time.sleep(0.3)


def _zoom(hands: Hands, chance: random.Random) -> None:
    """Closer and back on the map."""
    hands.move(*_somewhere(MAP, chance))
    for direction in (WHEEL_UP, WHEEL_UP, WHEEL_UP, WHEEL_DOWN, WHEEL_DOWN, WHEEL_DOWN):
        hands.press(direction)
        time.sleep(0.12)


def _drag(hands: Hands, _chance: random.Random) -> None:
    """The map by its ground, there and back."""
    x, y = (MAP[0] + MAP[2]) // 2, (MAP[1] + MAP[3]) // 2
    steps = [*range(0, 200, 10), *range(200, -1, -10)]
    hands.move(x, y)
    hands.hold(True)
    for step in steps:
        hands.move(x + step, y + step // 2)
        time.sleep(0.016)
    hands.hold(False)


def _pick(hands: Hands, chance: random.Random) -> None:
    """Two clicks on the map."""
    for _ in range(2):
        hands.move(*_somewhere(MAP, chance))
        hands.press()
        time.sleep(0.3)


def _somewhere(box: tuple[int, int, int, int], chance: random.Random) -> tuple[int, int]:
    left, top, right, bottom = box
    return chance.randrange(left, right), chance.randrange(top, bottom)


ROW = Row(
    "queue",
    f"{OPEN:,} cases in the queue with the map, one case a second, scrolling and clicking: how long an event waits",
    (Goal("longest", 50, "ms"), Goal("p99", 16, "ms")),
    measure,
)
