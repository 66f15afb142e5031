"""Does the units that no journal has yet, two beside each other; cut off anywhere, it goes on with the next one."""

import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.faults.jobs import Job
from benchmarks.frame.bench import ROOT
from tests.together.faults.units import Unit, state, units

WORKERS = 2
_LAST_WORDS = 2000
BROKEN = frozenset({0, 1})  # exit codes of a unit that wrote its line: nothing broke, something did


class Work:
    """The journal of units in a folder, for the source as it is now; `kept`: what another machine has done of it."""

    def __init__(self, folder: Path, workers: int = WORKERS, kept: Path | None = None) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.journal = folder / "faults-units.jsonl"
        self._files = [*([kept] if kept else []), self.journal]
        self._of: dict[str, str] = {}  # level → the source with which it began
        self._workers = workers

    def of(self, level: str) -> str:
        """The source that a unit of this level tests."""
        if level not in self._of:
            self._of[level] = state(level)
        return self._of[level]

    def done(self, jobs: Iterable[Job]) -> list[Unit]:
        """What the journal, or the file that was kept, holds of these."""
        wanted = {job.key for job in jobs}
        read = (unit for file in self._files for unit in units(file, self.of))
        found = {(unit.level, unit.seed, unit.database): unit for unit in read}
        return [unit for key, unit in found.items() if key in wanted]

    def do(self, jobs: Sequence[Job]) -> list[Unit]:
        """Do what is missing; all of them. RuntimeError when a unit ended without its line."""
        here = {(unit.level, unit.seed, unit.database) for unit in self.done(jobs)}
        missing = [job for job in jobs if job.key not in here]
        with ThreadPoolExecutor(self._workers) as pool:
            failed = [said for said in pool.map(self._run, missing) if said]
        if failed:
            raise RuntimeError(f"{len(failed)} units ended without a result, the first one with:\n{failed[0]}")
        return self.done(jobs)

    def _run(self, job: Job) -> str:
        """What it said when it did not end as a unit does, else ""."""
        if state(job.level) != self.of(job.level):
            return "the source changed under the run: start it again"
        command = [sys.executable, "-m", *job.on(self.journal)]
        known = os.environ | {"PYTHONUTF8": "1"}
        ran = subprocess.run(command, cwd=ROOT, env=known, capture_output=True, text=True, check=False)
        if ran.returncode not in BROKEN or not self.done([job]):
            return f"{' '.join(job.command)} ended with {ran.returncode}:\n{ran.stderr[-_LAST_WORDS:]}"
        print(f"  {job.level} {job.seed or ''} {job.database}: {_said(self.done([job])[-1])}", flush=True)
        return ""


def _said(unit: Unit) -> str:
    done = f"{unit.steps:,} steps" if unit.steps else f"{unit.commands:,} commands"
    return f"{done}, {len(unit.violations)} violations, {unit.seconds:.0f} s"
