"""Writes `docs/faults.md` from the journal of units: what was made, how often it bit, which mutants died.

The units themselves stand beside it, a line of JSON each: another machine goes on from there.
"""

import os
import platform
import subprocess
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.frame.bench import ROOT
from tests.together.faults import mutants
from tests.together.faults.names import FAULTS, INVARIANTS, NOT_MADE
from tests.together.faults.units import TESTED, Unit

LEVELS = ("L1", "L2", "L3")
FEWEST = 20  # bites of each named fault, the goal
FILE = ROOT / "docs" / "faults.md"
UNITS = FILE.with_suffix(".jsonl")
_INTRODUCTION = """# Faults: what the harness did

`python3 run.py benchmarks faults --long` writes this page from its journal, and the units themselves into
`faults.jsonl` beside it; cut off, it goes on where it was, also on another machine. L1 drives the shipped desk, files,
rounds and casebook through fake disk, network and clocks in virtual time (Hypothesis); L2 runs real files, threads and
HTTP behind a fault proxy; L3 kills, stops and starves real processes on both databases. A fault counts only when it was
seen to bite. The checker reads the databases with its own SQL and imports nothing of ours; it looks after each step of
L1, between the steps of a script of L2, and every few seconds of L3, while faults bite. Once all is healed, everything
must be delivered and caught up within a minute of virtual time and a second for each 64 commands that waited (L1), or
within three minutes (L2, L3)."""


def write(units: Sequence[Unit], file: Path = FILE) -> None:
    """The page, anew, and the units it tells of."""
    file.write_text(page(units, _now(), _commit()), encoding="utf-8")
    lines = [f"{unit.line()}\n" for unit in sorted(units, key=lambda unit: (unit.level, unit.seed, unit.database))]
    file.with_suffix(UNITS.suffix).write_text("".join(lines), encoding="utf-8")


def page(units: Sequence[Unit], at: str, commit: str) -> str:
    """The page's text; figures of these units alone."""
    parts = (_INTRODUCTION, _top(units, at, commit), _faults(units), _points(units), _mutants(units), _rest())
    return "\n\n".join(parts) + "\n"


def _top(units: Sequence[Unit], at: str, commit: str) -> str:
    proper = [unit for unit in units if not unit.level.startswith("mutant")]
    bites = bitten(proper)
    dead, all_mutants = len(killed(units)), len(mutants.mutants())
    violations = sum(len(unit.violations) for unit in proper)
    hours = sum(unit.seconds for unit in units) / 3600
    return "\n".join((
        f"- **When and what**: {at}, commit {commit}, {platform.machine()}, {os.cpu_count()} cores, {hours:.1f} h",
        f"- **L1**: {steps(proper):,} steps · **L3**: {commands(proper):,} commands",
        f"- **Violations**: {violations}, by {_looks(proper)} looks of the checker while it ran, and one at each end",
        f"- **Bitten fewer than {FEWEST} times**: {_rare(bites)}",
        f"- **Said to be made at a level, and never seen there**: {_unmade(proper)}",
        f"- **Mutants killed**: {dead} of {all_mutants}",
    ))  # fmt: skip


def _rare(bites: Counter[str]) -> str:
    """All of them: the rarest alone would hide the others."""
    rare = [f"{fault.name} {bites[fault.name]}" for fault in FAULTS if bites[fault.name] < FEWEST]
    return ", ".join(rare) or "none"


def _unmade(units: Sequence[Unit]) -> str:
    levels = _by_level(units)
    unmade = [
        f"{fault.name} at {level}"
        for fault in FAULTS
        for level in LEVELS
        if fault.at(level) and not levels[level][fault.name]
    ]
    return ", ".join(unmade) or "none"


def steps(units: Iterable[Unit]) -> int:
    """Steps of L1."""
    return sum(unit.steps for unit in units if unit.level == "L1")


def commands(units: Iterable[Unit]) -> int:
    """Commands of real processes."""
    return sum(unit.commands for unit in units if unit.level.startswith("L3"))


def _looks(units: Sequence[Unit]) -> str:
    """How often the checker looked in between, by level."""
    found = {level: sum(unit.looks for unit in units if unit.level.startswith(level)) for level in LEVELS}
    return " + ".join(f"{count:,} ({level})" for level, count in found.items())


def bitten(units: Iterable[Unit]) -> Counter[str]:
    """How often each fault bit, at whatever level."""
    found: Counter[str] = Counter()
    for unit in units:
        found.update(unit.bites)
    return found


def _by_level(units: Sequence[Unit]) -> dict[str, Counter[str]]:
    return {level: bitten(unit for unit in units if unit.level.startswith(level)) for level in LEVELS}


def killed(units: Iterable[Unit]) -> dict[str, Unit]:
    """The mutants whose named invariant was reported broken."""
    hunts = {unit.level.removeprefix("mutant "): unit for unit in units if unit.level.startswith("mutant ")}
    return {
        mutant.name: hunts[mutant.name]
        for mutant in mutants.mutants()
        if mutant.name in hunts
        and any(said.startswith(f"{mutant.invariant} ") for said in hunts[mutant.name].violations)
    }


def _faults(units: Sequence[Unit]) -> str:
    levels = _by_level(units)
    lines = ["## Faults", "", "| fault | what | L1 | L2 | L3 |", "|---|---|---|---|---|"]
    for fault in FAULTS:
        cells = (str(levels[level][fault.name]) if fault.at(level) else "·" for level in levels)
        lines.append(f"| {fault.name} | {fault.made} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _points(units: Sequence[Unit]) -> str:
    found: Counter[str] = Counter()
    for unit in units:
        found.update(unit.points)
    told = ", ".join(f"{name} {count}" for name, count in sorted(found.items())) or "none yet"
    return f"## Deaths at named points\n\n{told}"


def _mutants(units: Sequence[Unit]) -> str:
    dead = killed(units)
    lines = ["## Mutants", "", "| mutant | killed by | where | after |", "|---|---|---|---|"]
    for mutant in mutants.mutants():
        unit = dead.get(mutant.name)
        after = f"{unit.steps or unit.commands or 1:,}" if unit else "not yet"
        lines.append(
            f"| {mutant.name} | {mutant.invariant}: {INVARIANTS[mutant.invariant]} | {mutant.where} | {after} |"
        )
    return "\n".join(lines)


def _rest() -> str:
    return "## Not made\n\n" + "\n".join(f"- {each}" for each in NOT_MADE)


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")


def _commit() -> str:
    """Which commit was tested; "-dirty" where the tested source differs from it, this page itself does not count."""
    at, differs = _git("rev-parse", "--short", "HEAD"), _git("status", "--porcelain", "--", *TESTED)
    return f"{at or 'unknown'}{'-dirty' if differs else ''}"


def _git(*asked: str) -> str:
    try:
        return subprocess.run(["git", *asked], cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()
    except OSError:  # no git here
        return ""
