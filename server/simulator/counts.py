"""What was done, how often, and how late: for the control page, the report and who measures."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

from server.simulator.files import write

BEHIND_MS = 1000.0


class Lateness:
    """How far the deeds lag behind their time, in real ms."""

    def __init__(self) -> None:
        self.now_ms = self.worst_ms = 0.0
        self.ticks = self.behind = 0
        self.is_behind = self._was_late = False

    def note(self, late_ms: float) -> bool:
        """Take in one turn; whether falling behind has begun or ended with it."""
        was, late = self.is_behind, late_ms > BEHIND_MS
        self.now_ms, self.worst_ms = late_ms, max(self.worst_ms, late_ms)
        self.is_behind = late and self._was_late  # one slow turn is a hiccup
        self._was_late = late
        self.ticks += 1
        self.behind += late
        return was is not self.is_behind


class Counts:
    """Counts of one run."""

    def __init__(self) -> None:
        self.verbs: Counter[str] = Counter()
        self.refusals: Counter[str] = Counter()
        self.refused_verbs: Counter[str] = Counter()
        self.late = Lateness()
        self.commands = self.reported = self.photos = self.already = 0

    def accepted(self, verb: str) -> None:
        """A deed was taken."""
        self.verbs[verb] += 1
        self.reported += verb == "report"

    def refused(self, verb: str, rule: str) -> None:
        """A deed was refused."""
        self.refusals[rule] += 1
        self.refused_verbs[f"{verb} {rule}"] += 1

    def told(self, **more: Any) -> dict[str, Any]:
        """All of it as plain values, with what the caller adds."""
        late = {
            "now_ms": round(self.late.now_ms),
            "worst_ms": round(self.late.worst_ms),
            "ticks": self.late.ticks,
            "behind": self.late.behind,
        }
        return more | {
            "reported": self.reported,
            "commands": self.commands,
            "accepted": self.verbs.total(),
            "refused": self.refusals.total(),
            "already": self.already,
            "photos": self.photos,
            "verbs": dict(sorted(self.verbs.items())),
            "refusals": dict(sorted(self.refusals.items())),
            "refused_verbs": dict(sorted(self.refused_verbs.items())),
            "late": late,
        }


def write_report(file: Path, told: dict[str, Any]) -> None:
    """Write the counts as JSON; whoever reads finds the old file or the new one. Raises NotWritten."""
    write(file, json.dumps(told, ensure_ascii=False, indent=2))
