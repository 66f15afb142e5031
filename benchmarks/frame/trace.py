"""Reads what a console wrote with `--diagnosis`: instants, and how long events waited."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.frame.bench import wait_until
from console.app.diagnosis import BEAT


@dataclass(frozen=True, slots=True)
class Waits:
    """How long an event waited before the windows took it, looked at each `BEAT` ms of a span of time; ms."""

    longest: float
    looks: tuple[float, ...]


class Trace:
    """The file of one console; its times are monotonic ms."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def instant(self, name: str, since: float = 0, seconds: float = 120) -> float:
        """When it first came after `since`; waits for it."""
        found = wait_until(lambda: self.instants(name, since), f"{name} in {self._file.name}", seconds)
        return float(found[0])

    def instants(self, name: str, since: float = 0) -> list[float]:
        """All of a name so far."""
        return [line["at"] for line in self._lines() if line.get("instant") == name and line["at"] >= since]

    def waits(self, since: float, until: float) -> Waits:
        """The waits of a span. Whoever comes at any instant of a wait of w ms waits for what is left of it."""
        lines = [line for line in self._lines() if "waits" in line and since < line["at"] <= until]
        waits = [wait for line in lines for wait in line["waits"]]
        number = int(sum(line["seconds"] for line in lines) * 1000 / BEAT)
        held = [wait - step for wait in waits for step in range(0, max(int(wait), 1), BEAT)]
        idle = [0.0] * max(number - len(held), 0)
        return Waits(max(waits, default=0.0), tuple(held + idle))

    def _lines(self) -> list[dict[str, Any]]:
        whole = self._file.read_text(encoding="ascii").rpartition("\n")[0] if self._file.exists() else ""
        return [json.loads(line) for line in whole.splitlines()]
