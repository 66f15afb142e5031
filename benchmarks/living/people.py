"""The simulator as a process: how it is started, and what it tells of itself in its report."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from benchmarks.frame.bench import Bench
from tests.fixtures.programs import Program

ZONE = ZoneInfo("Asia/Shanghai")
TOKEN = "simulator"


@dataclass(frozen=True, slots=True)
class Clock:
    """The test clock's file, which server, console and simulator read."""

    file: Path

    def put(self, day: str) -> None:
        """Let it stand at an instant of the city, e.g. "2026-03-02T00:00"."""
        at = int(datetime.fromisoformat(day).replace(tzinfo=ZONE).timestamp() * 1000)
        self.file.write_text(json.dumps({"at": at, "rate": 0, "real": 0}), encoding="utf-8")

    def at(self) -> int:
        """Where it was put, ms UTC."""
        return int(json.loads(self.file.read_text(encoding="utf-8"))["at"])


@dataclass(slots=True)
class People:
    """A running simulator; `folder` keeps its credential and its report."""

    program: Program
    report: Path

    def told(self) -> dict[str, Any]:
        """What it reported last; empty before it did."""
        return dict(json.loads(self.report.read_text(encoding="utf-8"))) if self.report.exists() else {}

    def finish(self, seconds: float) -> dict[str, Any]:
        """Wait for its end; its last report. Raises RuntimeError with its last words."""
        code = self.program.wait(seconds)
        if code:
            raise RuntimeError(f"the simulator ended with {code}:\n{self.program.output()[-2000:]}")
        return self.told()


def live(bench: Bench, url: str, clock: Clock, folder: Path, *options: str) -> People:
    """Start the simulator with the dispatch desk played, too; the same folder goes on where it ended."""
    report = folder / "report.json"
    report.unlink(missing_ok=True)
    where = ["--enrol", TOKEN, "--credential", str(folder / "credential"), "--test-clock", str(clock.file)]
    own = ["--report", str(report), "--no-control", "--dispatchers"]
    english = {"LC_ALL": "en_US.UTF-8"}  # its sentences are looked for
    return People(bench.start("-m", "server", "simulate", url, *where, *own, *options, env=english), report)
