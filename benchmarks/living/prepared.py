"""A city that has been living for days: made once at full speed and kept, for it takes twenty minutes.

It stands in the temporary folder under the state of the code that made it. Cut off, it goes on where it was.
"""

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from benchmarks.frame.bench import ROOT, Bench
from benchmarks.living.people import TOKEN, ZONE, Clock, live
from benchmarks.loop import town

NAME = "griddesk-living"
MAKERS = ("rules", "server")
HOUR_S, DAY_MS = 3600.0, 86_400_000
CASES_PER_DAY = 10_000
PEOPLE = ("--cases-per-day", str(CASES_PER_DAY), "--seed", str(town.SEED))
FAST = ("--full-speed", "--step-seconds", "600")


def city(bench: Bench, end: str, hours: float) -> Path:
    """A copy of the folder of a city that lived `hours` until `end`, an instant such as "2026-03-12T00:00".

    In it: `server` (a data folder), `clock`, and the simulator's `credential` with what stands beside it.
    """
    kept = Path(tempfile.gettempdir()) / f"{NAME}-{hours:g}h-{_state()}"
    if not (kept / "ready").exists():
        _make(bench, kept, datetime.fromisoformat(end).replace(tzinfo=ZONE), hours)
    copy = bench.new_folder("day")
    shutil.copytree(kept, copy, dirs_exist_ok=True)
    return copy


def _make(bench: Bench, kept: Path, end: datetime, hours: float) -> None:
    clock, data = Clock(kept / "clock"), kept / "server"
    if not clock.file.exists():
        _clear(kept)
        shutil.copytree(town.demo(bench), data)
        clock.put((end - timedelta(hours=hours)).replace(tzinfo=None).isoformat())
    server = town.serve(bench, data, "--enrol", TOKEN, "--test-clock", str(clock.file))
    for left in _days(clock, end):
        told = live(bench, server.url, clock, kept, *FAST, "--days", str(left), *PEOPLE).finish(2 * HOUR_S)
        print(f"  until {datetime.fromtimestamp(clock.at() / 1000, ZONE):%a %H:%M}: {told['open']:,} open", flush=True)
    server.program.stop()
    (kept / "ready").touch()


def _days(clock: Clock, end: datetime) -> Iterator[float]:
    """Parts of a day at most, until the clock stands at the end."""
    while (left := end.timestamp() * 1000 - clock.at()) > 0:
        yield min(left / DAY_MS, 0.5)


def _clear(kept: Path) -> None:
    """Those of former states of the code are of no use."""
    for old in kept.parent.glob(f"{NAME}-*"):
        if not old.name.endswith(_state()):
            shutil.rmtree(old)
    shutil.rmtree(kept, ignore_errors=True)
    kept.mkdir()


def _state() -> str:
    """Digest of the code that makes a city."""
    digest = hashlib.sha256()
    for file in sorted(file for room in MAKERS for file in (ROOT / room).rglob("*") if file.is_file()):
        if "__pycache__" not in file.parts:
            digest.update(file.relative_to(ROOT).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:12]
