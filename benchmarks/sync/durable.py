"""A click until it is durable in the outbox, beside a bare write with fdatasync in the same seconds on one disk."""

import contextlib
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.frame.bench import Bench
from benchmarks.frame.figures import median, percentile, said
from benchmarks.frame.rows import Goal, Measured, Row
from benchmarks.loop import town
from benchmarks.sync import waiting
from benchmarks.sync.eight_districts import PASSWORD, point

QUIET, STORM = 100, 100  # clicks while nothing comes, and while others work
PAUSE = 120  # ms between two clicks


def measure(bench: Bench) -> Measured:
    """The ratio is of the quiet clicks; the highest of all counts, and what the GUI thread gave to the disk."""
    files, cases = waiting.folder(bench, QUIET + STORM)
    server = town.serve(bench, files, "--enrol", "durable")
    asked = {"url": server.url, "enrol": "durable", "cases": cases, "pause": PAUSE, "rows": QUIET}
    program = bench.start("-m", "benchmarks.sync.clicks", asked_by(bench, **asked))
    program.wait_for(r"(?m)^rows$", 120)
    with others_at_work(server) as rows:
        found = told_by(program.wait_for(r"(?m)^\{.*\}$", 120)[0])
    server.program.stop()
    quiet, storm, raw = found["durable"][:QUIET], found["durable"][QUIET:], found["raw"]
    if not found["all"]:
        raise RuntimeError("this system does not tell which thread writes to the disk")
    figures = {"over": median(quiet) - 2 * median(raw), "p99": percentile(found["durable"], 0.99), "gui": found["gui"]}
    notes = (
        f"while nothing comes: {said(quiet, 'ms', 2)}",
        f"until the windows' thread knows: {said(found['known'][:QUIET], 'ms', 2)}",
        f"while {len(rows)} deeds of others come: {said(storm, 'ms', 2)}",
        f"a page of 4 kB and fdatasync: {said(raw, 'ms', 2)}",
        f"given to the disk by all threads: {found['all']:,} bytes",
    )
    return Measured(figures, notes)


def asked_by(bench: Bench, **asked: Any) -> Path:
    """The file that tells a console without windows what to do, in a folder of its own."""
    folder = bench.new_folder("desk")
    known = {"folder": str(folder), "login": "wang", "password": PASSWORD}
    (folder / "asked.json").write_text(json.dumps(known | asked), encoding="utf-8")
    return folder / "asked.json"


def told_by(line: str) -> dict[str, Any]:
    """What such a console found."""
    found: dict[str, Any] = json.loads(line)
    return found


@contextlib.contextmanager
def others_at_work(server: town.Server) -> Iterator[list[str]]:
    """Somebody reports and accepts cases, one after the other, as fast as the server takes them; the cases so far."""
    done: list[str] = []
    over = threading.Event()
    clerk = server.person("chen", PASSWORD)

    def work() -> None:
        while not over.is_set():
            lon, lat = point(len(done) % 8)
            done.append(clerk.report("有暴露垃圾", category="event-01-10", lon=lon, lat=lat))
            clerk.do("accept", done[-1])

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield done
    finally:
        over.set()
        thread.join()


ROW = Row(
    "durable",
    "click → durable in the outbox: over twice a raw fdatasync (median); p99; by the GUI thread",
    (Goal("over", 1, "ms"), Goal("p99", 50, "ms"), Goal("gui", 0, "B")),
    measure,
)
