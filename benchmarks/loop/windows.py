"""How long until the window is painted, and until the last known queue and map answer, beside an empty window."""

import time

from benchmarks.frame.bench import Bench, now
from benchmarks.frame.figures import median, said
from benchmarks.frame.rows import Goal, Measured, Row
from benchmarks.loop import town

CASES = 500  # wait for their dispatch, all over the city
ROUNDS = 6
PARTS = ("painted", "cases", "map")


def measure(bench: Bench) -> Measured:
    """The real console with a warm cache and no server, and the empty window, in turns."""
    console, server = _remembering(bench)
    rounds = [(_console(console, server), _empty(bench)) for _ in range(ROUNDS + 1)][1:]
    empty = [alone for _, alone in rounds]
    parts = {name: [own[name] for own, _ in rounds] for name in PARTS}
    answer = [max(own["cases"], own["map"]) for own, _ in rounds]
    figures = {"painted": median(parts["painted"]) / median(empty), "answer": median(answer) / median(empty)}
    notes = [f"empty window: {said(empty, 'ms', 0)}"]
    notes += [f"{name}: {said(values, 'ms', 0)}" for name, values in parts.items()]
    return Measured(figures, (*notes, f"{CASES} cases in the cache; queue and map answer: {said(answer, 'ms', 0)}"))


def _remembering(bench: Bench) -> tuple[town.Console, str]:
    """A console that has seen the demo city with its cases; and the address of its server, which is gone."""
    server = town.serve(bench, town.demo(bench), "--enrol", "windows")
    town.file_cases(server, town.places(server, CASES))
    console = town.Console(bench, "console")
    began, trace, program = console.start("--server", server.url, "--enrol", "windows")
    snapshot = trace.instant("cases", since=trace.instant("cases", began) + 1)
    trace.instant("map", since=snapshot - 5000)
    time.sleep(1)  # what it remembers is on the disk
    program.stop()
    server.program.stop()
    return console, server.url


def _console(console: town.Console, server: str) -> dict[str, float]:
    began, trace, program = console.start("--server", server)
    first = {name: trace.instant(name, seconds=30) - began for name in PARTS}
    program.stop()
    return first


def _empty(bench: Bench) -> float:
    began = now()
    program = bench.start("-m", "benchmarks.baselines.empty_window", env=bench.screen().env)
    painted = float(program.wait_for(r"(\d+\.\d+)\s")[1])
    program.stop()
    return painted - began


ROW = Row(
    "windows",
    "window painted / last known queue and map answer, against an empty PySide6 window",
    (Goal("painted", 2, "×"), Goal("answer", 7, "×")),
    measure,
)
