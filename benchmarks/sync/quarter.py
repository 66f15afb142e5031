"""A quarter of a large city by rows into the cache, beside a bare `executemany` into the same schema; in turns."""

from benchmarks.frame.bench import Bench
from benchmarks.frame.figures import median, said
from benchmarks.frame.rows import Goal, Measured, Row
from benchmarks.sync.made_quarter import CASES, EVENTS

ROUNDS = 5


def measure(bench: Bench) -> Measured:
    """Each a program of its own on a new file, with nothing but the writing counted."""
    ours: list[float] = []
    raw: list[float] = []
    for _ in range(ROUNDS):
        ours.append(float(bench.run("-m", "benchmarks.sync.taking_quarter", bench.new_folder("ours"))))
        raw.append(float(bench.run("-m", "benchmarks.baselines.raw_cache", bench.new_folder("raw") / "cache.db")))
    notes = (
        f"{CASES:,} cases, {CASES * EVENTS:,} events, as a snapshot tells them",
        f"into the cache: {said(ours, 's', 2)}",
        f"executemany: {said(raw, 's', 2)}",
    )
    return Measured({"ratio": median(ours) / median(raw)}, notes)


ROW = Row("quarter", "a quarter of 51,135 cases by rows against a raw executemany", (Goal("ratio", 1.6, "×"),), measure)
