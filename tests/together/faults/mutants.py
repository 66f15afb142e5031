"""Each mutant is a patch against shipped source, applied in a copy; the unchanged harness must find it out.

The first lines of a patch say by which invariant it dies and where: `# killed by: I3`, and `# where: L1 seed 7 steps
2000`, `# where: L2 NAME` (one script) or `# where: L3 postgresql seed 7 commands 300` (sqlite, where no database is
named). What a seed of L1 draws depends on how often the shipped source touches its disk, and what meets in L3 on the
machine, so where the named one lets a mutant live, the next ones are tried.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.together.faults.units import Unit, append, state

FOLDER = Path(__file__).with_name("patches")
ROOT = Path(__file__).parents[3]
COPIED = ("rules", "console", "server", "resources", "tests")
PATIENCE_S = 1800
MORE_SEEDS = {"L1": 5, "L3": 2}
_WHERE = re.compile(r"^# where: (L1 seed \d+ steps \d+|L2 \w+|L3 (postgresql )?seed \d+ commands \d+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Mutant:
    """A patch, the invariant that it breaks, and the unit of the harness that shows it."""

    file: Path
    invariant: str
    where: str

    @property
    def name(self) -> str:
        """As its file is called."""
        return self.file.stem

    @classmethod
    def of(cls, file: Path) -> "Mutant":
        """ValueError when its first lines do not say where it dies."""
        said = file.read_text(encoding="utf-8")
        killed = re.search(r"^# killed by: (\w+)$", said, re.MULTILINE)
        where = _WHERE.search(said)
        if killed is None or where is None:
            raise ValueError(f"{file.name} does not say by what it dies, or where")
        return cls(file, killed[1], where[1])

    @property
    def commands(self) -> list[list[str]]:
        """What follows `python -m` to show it, the best first."""
        level, *asked = self.where.split()
        module = f"tests.together.faults.{level.lower()}"
        if level == "L2":
            return [[module, *asked]]
        database = ["--database", asked.pop(0)] if asked[0] == "postgresql" else []
        first = int(asked[1])
        return [
            [module, *database, f"--{asked[0]}", str(seed), f"--{asked[2]}", asked[3]]
            for seed in range(first, first + MORE_SEEDS[level] + 1)
        ]


@dataclass(frozen=True, slots=True)
class Hunted:
    """What became of a mutant: the violations that the harness reported, by what, after so many steps or commands."""

    mutant: Mutant
    by: str
    violations: tuple[str, ...]
    steps: int
    commands: int

    @property
    def is_killed(self) -> bool:
        """Whether the named invariant was reported broken."""
        return any(violation.startswith(f"{self.mutant.invariant} ") for violation in self.violations)


def mutants() -> tuple[Mutant, ...]:
    """All of them, by their numbers."""
    return tuple(Mutant.of(file) for file in sorted(FOLDER.glob("*.patch")))


def fits(mutant: Mutant) -> str:
    """What is wrong with its patch against the shipped source, "" = it applies."""
    return _git(ROOT, mutant, "--check")


def hunt(mutant: Mutant) -> Hunted:
    """Apply it in a copy and let the harness of the copy look for it."""
    with tempfile.TemporaryDirectory(prefix="griddesk-mutant-") as folder:
        copy = Path(folder)
        for name in COPIED:
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", ".*_cache"))
        wrong = _git(copy, mutant)
        if wrong:
            raise ValueError(f"{mutant.name}: {wrong}")
        for command in mutant.commands:
            hunted = _run(copy, mutant, command)
            if hunted.is_killed:
                break
        return hunted


def _git(where: Path, mutant: Mutant, *more: str) -> str:
    # The copy lies in no repository: none above it may be taken for one.
    own = os.environ | {"GIT_CEILING_DIRECTORIES": str(where.parent)}
    command = ["git", "apply", "--recount", *more, str(mutant.file)]
    ran = subprocess.run(command, cwd=where, env=own, capture_output=True, text=True, check=False)
    return "" if ran.returncode == 0 else ran.stderr.strip()


def _run(copy: Path, mutant: Mutant, what: list[str]) -> Hunted:
    own = os.environ | {"PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", *what]
    ran = subprocess.run(command, cwd=copy, env=own, capture_output=True, text=True, check=False, timeout=PATIENCE_S)
    try:
        unit = json.loads(ran.stdout.splitlines()[-1])
    except (IndexError, ValueError) as error:
        raise RuntimeError(f"{mutant.name}: {ran.stderr[-2000:]}") from error
    return Hunted(mutant, " ".join(what[1:]), tuple(unit["violations"]), int(unit["steps"]), int(unit["commands"]))


def _told(mutant: Mutant, file: Path | None) -> bool:
    """Hunt it, say what came of it, write the unit's line; whether it lives."""
    began, of = time.monotonic(), state()
    hunted = hunt(mutant)
    said = "killed" if hunted.is_killed else f"ALIVE {hunted.violations[:2]}"
    sys.stdout.write(f"{mutant.name}: {said} by {mutant.invariant}, {hunted.by}, after {hunted.steps} steps\n")
    if file is not None:
        done = (f"mutant {mutant.name}", 0, "", hunted.steps, hunted.commands, {}, list(hunted.violations))
        at = datetime.now(UTC).isoformat(timespec="seconds")
        append(file, Unit(*done, seconds=round(time.monotonic() - began, 1), of=of, at=at))
    return not hunted.is_killed


def main() -> int:
    """`--check`: whether all patches apply; else hunt those named, or all. 1 when one lives or does not apply."""
    parser = argparse.ArgumentParser(description="mutants of the shipped source")
    parser.add_argument("names", nargs="*", help="all of them when none is named")
    parser.add_argument("--check", action="store_true", help="look only whether they apply")
    parser.add_argument("--unit", type=Path, help="file to which the units' lines are appended")
    asked = parser.parse_args()
    chosen = [mutant for mutant in mutants() if not asked.names or mutant.name in asked.names]
    if asked.check:
        wrong = {mutant.name: said for mutant in chosen if (said := fits(mutant))}
        sys.stdout.write("".join(f"{name}: {said}\n" for name, said in wrong.items()))
        return 1 if wrong else 0
    alive = [mutant for mutant in chosen if _told(mutant, asked.unit)]
    return 1 if alive else 0


if __name__ == "__main__":
    sys.exit(main())
