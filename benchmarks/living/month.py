"""A month of 263,755 cases at full speed into PostgreSQL; cut off, it goes on where it was when it is started again."""

import json
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from psycopg.errors import DuplicateDatabase
from sqlalchemy import create_engine, text

from benchmarks.frame.bench import Bench
from benchmarks.frame.rows import Goal, Measured, Row
from benchmarks.living import recorded
from benchmarks.living.people import TOKEN, Clock, People, live
from benchmarks.loop import town
from rules.lifecycle import VERBS
from tests.fixtures.postgres import Cluster

CASES, DAYS = 263_755, 30
START = "2026-03-01T00:00"
DAY_MS = 86_400_000
DESKS = 5  # workstations that push side by side: the demo city has so many districts
LOOK_S = 2.0
STEP_S = 600  # the simulator's step: what follows from a deed is done ten minutes later at the earliest
AS_IT_COMES = ("listen_addresses=", "max_connections=20")
# What one would give it on such a machine; nothing that would lose a commit.
SETTINGS = (*AS_IT_COMES, "shared_buffers=1GB", "max_wal_size=8GB", "checkpoint_timeout=15min", "wal_compression=on")


@dataclass(slots=True)
class Progress:
    """How far it has come: real seconds that people were at work, simulated ms, and how often it was begun."""

    file: Path
    seconds: float = 0.0
    simulated_ms: int = 0
    parts: int = 0

    def keep(self) -> None:
        """Write it down."""
        told = asdict(self) | {"file": ""}
        self.file.write_text(json.dumps(told), encoding="utf-8")

    def recall(self) -> None:
        """What was written down before."""
        if self.file.exists():
            told = json.loads(self.file.read_text(encoding="utf-8"))
            self.seconds, self.simulated_ms, self.parts = told["seconds"], told["simulated_ms"], told["parts"]


def measure(bench: Bench) -> Measured:
    """Server, simulator and PostgreSQL share the machine; what counts is the time that the simulator was at work."""
    folder = Path(tempfile.gettempdir()) / "griddesk-month"
    folder.mkdir(exist_ok=True)
    progress = Progress(folder / "progress.json")
    progress.recall()
    with _database(bench, folder) as url:
        _live(bench, folder, url, progress)
        done, cases = _done(url), _count(url, "SELECT count(*) FROM cases")
        size = _count(url, "SELECT pg_database_size(current_database())") / 1e9
    shutil.rmtree(folder)
    missing = sorted(VERBS - set(done))
    notes = (_told(done), _rates(done, progress), f"{size:.1f} GB", f"missing: {', '.join(missing) or 'none'}")
    return Measured({"minutes": progress.seconds / 60, "cases": cases - recorded.ROWS, "missing": len(missing)}, notes)


@contextmanager
def _database(bench: Bench, folder: Path) -> Iterator[str]:
    """The one that was given, or one of our own on disk that outlives a run that was cut off."""
    if bench.database:
        yield bench.database
        return
    home = folder / "postgres"
    home.mkdir(exist_ok=True)
    folder.chmod(0o755)
    cluster = Cluster(home, SETTINGS)
    try:
        with suppress(DuplicateDatabase):
            cluster.create("month")
        yield cluster.url("month")
    finally:
        cluster.stop()


def _live(bench: Bench, folder: Path, url: str, progress: Progress) -> None:
    clock = Clock(folder / "clock")
    data = folder / "server"
    if not clock.file.exists():
        clock.put(START)
        recorded.load(bench, data, url)
    desks = [f"--enrol={TOKEN}-{number}" for number in range(1, DESKS)]
    server = town.serve(bench, data, "--database", url, "--enrol", TOKEN, *desks, "--test-clock", str(clock.file))
    progress.parts += 1
    while progress.simulated_ms < DAYS * DAY_MS or _count(url, "SELECT count(*) FROM cases") - recorded.ROWS < CASES:
        left = max(DAYS - progress.simulated_ms / DAY_MS, 0.25)
        pace = ("--full-speed", "--step-seconds", str(STEP_S), "--days", str(left))
        options = (*desks, *pace, "--cases-per-day", str(CASES / DAYS), "--seed", str(town.SEED))
        _watch(live(bench, server.url, clock, folder, *options), clock, progress)
    server.program.stop()


def _watch(people: People, clock: Clock, progress: Progress) -> None:
    """Keep account while the simulator runs; each simulated day is printed."""
    begun, seconds, begun_at, before = time.monotonic(), progress.seconds, clock.at(), progress.simulated_ms
    while people.program.running():
        time.sleep(LOOK_S)
        day = progress.simulated_ms // DAY_MS
        progress.seconds = seconds + time.monotonic() - begun
        progress.simulated_ms = before + clock.at() - begun_at
        progress.keep()
        if progress.simulated_ms // DAY_MS > day:
            print(f"  day {progress.simulated_ms // DAY_MS}: {progress.seconds / 60:.1f} min", flush=True)
    people.finish(1)


def _done(url: str) -> Counter[str]:
    """How often each action was done."""
    asked = "SELECT verb, count(*) FROM commands WHERE state IN ('accepted', 'already_done') GROUP BY verb"
    return Counter(dict(_rows(url, asked)))


def _told(done: Counter[str]) -> str:
    return "actions: " + ", ".join(f"{verb} {n:,}" for verb, n in sorted(done.items()))


def _rates(done: Counter[str], progress: Progress) -> str:
    total = done.total()
    return f"{total:,} commands, {total / progress.seconds:.0f}/s, in {progress.parts} parts"


def _count(url: str, asked: str) -> int:
    return int(_rows(url, asked)[0][0])


def _rows(url: str, asked: str) -> list[Any]:
    engine = create_engine(url)
    with engine.connect() as connection:
        rows = list(connection.execute(text(asked)))
    engine.dispose()
    return rows


ROW = Row(
    "month",
    f"a month of {CASES:,} cases at full speed into PostgreSQL: minutes, cases, actions of the tables that never occur",
    (Goal("minutes", 60, "min"), Goal("cases", CASES, "cases", at_least=True), Goal("missing", 0, "actions")),
    measure,
    is_long=True,
)
