"""Eight servers' writers at once: over eight feeds and over one, beside writers that keep no order; in turns."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks.frame.bench import ROOT, Bench
from benchmarks.frame.figures import median, said
from benchmarks.frame.rows import Goal, Measured, Row
from benchmarks.sync import eight_districts
from tests.fixtures.postgres import Cluster

WRITERS = 8
ROUNDS = 5
PUSHES = 10
COMMANDS = 16
FSYNC_US = 2000
SETTINGS = ("listen_addresses=", "max_connections=200", "max_wal_size=4GB")  # fsync stays on
SLOW = (
    f"ALTER SYSTEM SET commit_delay = {FSYNC_US}",
    "ALTER SYSTEM SET commit_siblings = 0",
    "SELECT pg_reload_conf()",
)


class Writers:
    """The programs, all on one database."""

    def __init__(self, url: str, files: Path, ends: ExitStack) -> None:
        self._programs = [_start(url, files, number, ends) for number in range(WRITERS)]
        self._hear("here")

    def speed(self, kind: str, districts: Sequence[int], pushes: int = PUSHES) -> float:
        """Commands a second of all of them together. Raises RuntimeError when one was not accepted."""
        for program, district in zip(self._programs, districts, strict=True):
            _tell(program, f"{kind} {district} {pushes}")
        self._hear("ready")
        began = time.monotonic()
        for program in self._programs:
            _tell(program, "go")
        self._hear(str(pushes * COMMANDS))
        return len(self._programs) * pushes * COMMANDS / (time.monotonic() - began)

    def _hear(self, expected: str) -> None:
        for program in self._programs:
            assert program.stdout is not None
            heard = program.stdout.readline().strip()
            if heard != expected:
                raise RuntimeError(f"a writer said {heard!r}, expected {expected!r}")


def _start(url: str, files: Path, number: int, ends: ExitStack) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "benchmarks.sync.pushing", url, str(files), str(number)]
    pipe, known = subprocess.PIPE, os.environ | {"PYTHONUTF8": "1"}
    program = subprocess.Popen(command, cwd=ROOT, text=True, env=known, stdin=pipe, stdout=pipe)
    ends.enter_context(program)
    ends.callback(program.terminate)
    return program


def _tell(program: "subprocess.Popen[str]", line: str) -> None:
    assert program.stdin is not None
    print(line, file=program.stdin, flush=True)


@contextmanager
def city(bench: Bench) -> Iterator[tuple[Cluster, str, Path]]:
    """A PostgreSQL of our own that really writes to the disk, with the city of eight districts in force."""
    with tempfile.TemporaryDirectory(prefix="bench-pg-") as folder:  # its own: PostgreSQL runs as somebody else
        cluster = Cluster(Path(folder), SETTINGS)
        try:
            url, files = cluster.create("lanes"), bench.new_folder("packs")
            eight_districts.install(url, files, bench.new_folder("city"))
            yield cluster, url, files
        finally:
            cluster.stop()


def measure(bench: Bench) -> Measured:
    """Ratios of speeds, each round all three; then one feed where each flush to the disk is 2 ms longer."""
    eight, one = tuple(range(WRITERS)), (0,) * WRITERS
    with ExitStack() as ends:
        cluster, url, files = ends.enter_context(city(bench))
        writers = Writers(url, files, ends)
        writers.speed("lanes", eight, 2)  # what is done once in a program is done before
        writers.speed("unordered", eight, 2)
        rounds = [
            (writers.speed("unordered", eight), writers.speed("lanes", eight), writers.speed("lanes", one))
            for _ in range(ROUNDS)
        ]
        for statement in SLOW:
            cluster.execute(statement)
        slow = [writers.speed("lanes", one) for _ in range(ROUNDS)]
    free, lanes, alone = (list(speeds) for speeds in zip(*rounds, strict=True))
    return Measured(_figures(free, lanes, alone, slow), _notes(free, lanes, alone, slow))


def _figures(free: list[float], lanes: list[float], alone: list[float], slow: list[float]) -> dict[str, float]:
    return {
        "eight": median([each / beside for each, beside in zip(lanes, free, strict=True)]),
        "one": median([each / beside for each, beside in zip(alone, free, strict=True)]),
        "slow": median(slow),
    }


def _notes(free: list[float], lanes: list[float], alone: list[float], slow: list[float]) -> tuple[str, ...]:
    return (
        f"{WRITERS} programs, pushes of {COMMANDS} commands: report, accept, file, dispatch",
        f"unordered: {said(free, 'commands/s', 0)}",
        f"eight feeds: {said(lanes, 'commands/s', 0)}",
        f"one feed: {said(alone, 'commands/s', 0)}",
        f"one feed, each flush {FSYNC_US / 1000:g} ms longer (commit_delay): {said(slow, 'commands/s', 0)}",
    )


ROW = Row(
    "lanes",
    "8 writers in lanes of 8 feeds / 1 feed against unordered ones",
    (
        Goal("eight", 0.6, "×", at_least=True),
        Goal("one", 0.4, "×", at_least=True),
        Goal("slow", 200, "/s", at_least=True),
    ),
    measure,
)
