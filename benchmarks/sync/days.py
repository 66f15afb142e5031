"""Nine days without a line: the way back of a real console with its windows, by one confirmation of what is old."""

import json
import os
import shutil
import socket
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks.frame.bench import Bench, now, wait_until
from benchmarks.frame.figures import median, said
from benchmarks.frame.rows import Goal, Measured, Row
from benchmarks.frame.trace import Trace
from benchmarks.loop import town
from benchmarks.sync import cold
from benchmarks.sync.durable import asked_by
from benchmarks.sync.hours import heads_of
from benchmarks.sync.nine_days import DAY, TestClock, pass_by
from tests.fixtures.programs import Program

CHANGES, DEEDS = 468_000, 5_000
DAYS = 9
ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Left:
    """A desk that has done its 5,000 deeds without a line, and the city that went on without it until `at`, ms UTC."""

    files: Path
    folder: Path
    port: int
    clock: TestClock
    at: int
    changes: int


@dataclass(frozen=True, slots=True)
class Way:
    """Seconds from the line's return until all cases were shown and the last command answered; longest wait in ms."""

    whole: float
    even: float
    longest: float


def measure(bench: Bench) -> Measured:
    """The console stands there, the last cases on its screen; the server comes back, a person says: send them."""
    left = leave(bench)
    ways = [_come_back(bench, left) for _ in range(ROUNDS)]
    notes = (
        f"{left.changes:,} changes of others, {DEEDS:,} commands of {DAYS} days ago; {_rows(left):,} rows before",
        f"the whole scope was shown after {said([way.whole for way in ways], 's', 1)}",
        f"the last command was answered after {said([way.even for way in ways], 's', 1)}",
        f"longest waits: {', '.join(f'{way.longest:.0f}' for way in ways)} ms",
    )
    took = median([max(way.whole, way.even) for way in ways])
    return Measured({"took": took, "stall": median([way.longest for way in ways])}, notes)


def _come_back(bench: Bench, left: Left) -> Way:
    """One way back, on copies."""
    files, folder = bench.new_folder("data"), bench.new_folder("desk")
    shutil.copytree(left.files, files, dirs_exist_ok=True)
    shutil.copytree(left.folder, folder, dirs_exist_ok=True)
    os.sync()  # or the copy would still be written while the way is measured
    left.clock.put(left.at)
    way = _way(bench, replace(left, files=files, folder=folder))
    for copy in (files, folder):
        shutil.rmtree(copy)
    return way


def _way(bench: Bench, left: Left) -> Way:
    console, trace = _start(bench, left)
    server = _serve(bench, left)
    online = trace.instant("online", seconds=300)
    _confirm(bench, left)
    whole, even = trace.instant("cases", online, 600), trace.instant("even", online, 600)
    time.sleep(1.5)  # the last second's waits are written
    waits = trace.waits(online, max(whole, even) + 1500)
    console.stop()
    server.program.stop()
    return Way((whole - online) / 1000, (even - online) / 1000, waits.longest)


def leave(bench: Bench) -> Left:
    """A console with the whole scope, whose server goes; its deeds; then nine days pass."""
    files, port = cold.scope(bench, "synthetic = true"), _free_port()
    clock = TestClock(bench.new_folder("clock") / "clock.json")
    server = town.serve(bench, files, "--enrol", "days", "--port", str(port), "--test-clock", str(clock.file))
    asked: dict[str, Any] = {"url": server.url, "name": server.url, "enrol": "days", "login": "wang"}
    asked |= {"password": town.PASSWORD, "clock": str(clock.file), "cases": cold.count(files, ()), "deeds": DEEDS}
    path = asked_by(bench, **asked)
    desk = bench.start("-m", "benchmarks.sync.away", path)
    desk.wait_for(r"(?m)^here$", 600)
    server.program.stop()
    done = json.loads(desk.wait_for(r"(?m)^\{.*\}$", 600)[0])["deeds"]
    desk.wait()
    if done != DEEDS:
        raise RuntimeError(f"only {done} cases waited for their dispatch")
    since = clock.now()
    until = since + DAYS * DAY
    return Left(files, path.parent, port, clock, until, pass_by(files, CHANGES, since, until))


def _rows(left: Left) -> int:
    """How many rows the server ever told, all feeds together."""
    return sum(heads_of(left.files).values())


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _serve(bench: Bench, left: Left) -> town.Server:
    options = ("--port", str(left.port), "--test-clock", str(left.clock.file))
    return town.serve(bench, left.files, *options, module="benchmarks.loop.apart")


def _start(bench: Bench, left: Left) -> tuple[Program, Trace]:
    """The windows with what the console remembers; the person of nine days ago unlocks them without a line."""
    file = left.folder / "trace"
    began = now()
    options = ("--files", left.folder, "--server", f"http://127.0.0.1:{left.port}", "--test-clock", left.clock.file)
    program = bench.start("main.py", *options, "--diagnosis", file, "--sounds-log", left.folder / "sounds",
                          "--no-guide", env=bench.screen().env)  # fmt: skip
    trace = Trace(file)
    trace.instant("cases", began, 300)
    screen = bench.screen()
    screen.activate(screen.find_window(town.SIGN_IN, 120))
    for key, text in (("ctrl+a", "wang"), ("Tab", town.PASSWORD)):
        screen.key(key)
        screen.type(text)
    screen.key("Return")
    wait_until(lambda: not screen.windows(town.SIGN_IN), "the unlocking", 60)
    screen.activate(screen.find_window(town.MAIN))
    return program, trace


def _confirm(bench: Bench, left: Left) -> None:
    """The list of what is old, and its one Enter; as soon as the console has seen what is old."""
    screen, before = bench.screen(), _rows(left)

    def goes() -> bool:
        """Whether they go; the one that was offered nine days ago, when nobody answered, goes by itself."""
        screen.key("x")
        time.sleep(0.5)
        screen.key("Return")
        time.sleep(1.5)
        return _rows(left) > before + 20

    wait_until(goes, "what is old to be sent", 120)


ROW = Row(
    "days",
    f"{DAYS} days offline, {CHANGES:,} changes, {DEEDS:,} commands, one confirmation; longest wait of the windows",
    (Goal("took", 60, "s"), Goal("stall", 50, "ms")),
    measure,
    is_long=True,
)
