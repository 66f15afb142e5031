"""How long a new demo city takes: generated, compiled and put in force, until its server answers."""

import shutil

from benchmarks.frame.bench import Bench, now
from benchmarks.frame.figures import median, said
from benchmarks.frame.rows import Goal, Measured, Row
from benchmarks.loop import town

ROUNDS = 3


def measure(bench: Bench) -> Measured:
    """`server serve --city demo` on an empty folder, until it says its port; another start of it beside that."""
    new: list[float] = []
    again: list[float] = []
    for _ in range(ROUNDS):
        data = bench.new_folder("new")
        for times in (new, again):
            began = now()
            town.serve(bench, data, "--city", "demo").program.stop()
            times.append((now() - began) / 1000)
        shutil.rmtree(data)
    return Measured({"new": median(new)}, (f"new: {said(new, 's', 1)}", f"started again: {said(again, 's', 1)}"))


ROW = Row("city", "a new demo city, until its server answers", (Goal("new", 15, "s"),), measure)
