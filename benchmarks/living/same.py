"""The same seed twice, each time into a new server: the rows of all feeds, as consoles get them, are the same bytes."""

import json
from typing import Any

import requests

from benchmarks.frame.bench import Bench
from benchmarks.frame.rows import Goal, Measured, Row
from benchmarks.living.people import TOKEN, Clock, live
from benchmarks.loop import town

START = "2026-03-02T08:00"
HOURS, CASES_PER_DAY = 6, 2_000
MINUTES_15 = 900.0
PAGE = 500


def measure(bench: Bench) -> Measured:
    """Six hours at full speed. What is not compared is the epoch's random id, which stands in no row."""
    first, second = (_feed(bench) for _ in range(2))
    differing = sum(a != b for a, b in zip(first, second, strict=False)) + abs(len(first) - len(second))
    size = sum(map(len, first)) / 1e6
    return Measured({"differing": differing}, (f"{len(first):,} rows, {size:.1f} MB, chains included",))


def _feed(bench: Bench) -> list[bytes]:
    folder = bench.new_folder("same")
    clock = Clock(folder / "clock")
    clock.put(START)
    server = town.serve(bench, town.demo(bench), "--enrol", TOKEN, "--enrol", "reader", "--test-clock", str(clock.file))
    of_day = ["--days", str(HOURS / 24), "--cases-per-day", str(CASES_PER_DAY)]
    told = live(bench, server.url, clock, folder, "--full-speed", "--seed", str(town.SEED), *of_day).finish(MINUTES_15)
    assert told["accepted"] > CASES_PER_DAY // 4, told
    rows = _rows(server.url)
    server.program.stop()
    return rows


def _rows(url: str) -> list[bytes]:
    """All rows of all feeds from the beginning, as they travel."""
    with requests.Session() as http:
        http.trust_env = False
        enrol = {"enrol": "reader", "name": "reader", "console_id": "reader"}
        token = http.post(f"{url}/v1/workstations", json=enrol, timeout=30).json()["token"]
        http.headers["Authorization"] = f"Bearer {token}"
        asked: dict[str, Any] = {"epoch": http.get(f"{url}/v1/hello", timeout=30).json()["epoch_id"], "limit": PAGE}
        rows: list[bytes] = []
        while True:
            told = http.get(f"{url}/v1/changes", params=asked, timeout=60)
            told.raise_for_status()
            _, *some, tail = filter(None, told.content.split(b"\n"))
            if not some:
                return rows
            rows += some
            marks = json.loads(tail)["to"]
            asked["cursor"] = ",".join(f"{feed}:{mark['seq']}:{mark['chain']}" for feed, mark in marks.items())


ROW = Row(
    "same",
    f"the same seed twice, {HOURS} hours of {CASES_PER_DAY:,} cases a day: rows of the feeds that differ",
    (Goal("differing", 0, "rows"),),
    measure,
)
