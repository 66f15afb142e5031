"""The rows of the table of measures, in its order. The long ones share one journal of units, and write the summary."""

from collections.abc import Sequence
from pathlib import Path

from benchmarks.faults import jobs, summary
from benchmarks.faults.jobs import Job
from benchmarks.faults.summary import FEWEST
from benchmarks.faults.work import Work
from benchmarks.frame.bench import Bench
from benchmarks.frame.journal import default_folder
from benchmarks.frame.rows import Goal, Measured, Row
from tests.together.faults.names import FAULTS
from tests.together.faults.units import Unit

_NONE = Goal("violations", 0, "")


def everything() -> list[Job]:
    """All units of the long form."""
    return [*jobs.l1(), *jobs.l2(), *jobs.l3(), *jobs.failovers(), *jobs.hunts()]


def _long(wanted: Sequence[Job], folder: Path | None = None) -> list[Unit]:
    """Do these, and tell on the page what there is of all."""
    work = Work(folder or default_folder(), kept=summary.UNITS)
    try:
        return work.do(wanted)
    finally:
        summary.write(work.done(everything()))


def _broken(units: Sequence[Unit]) -> tuple[str, ...]:
    found = [f"{unit.level} {unit.seed} {unit.database}: {said}" for unit in units for said in unit.violations]
    return tuple(found[:10])


def _count(units: Sequence[Unit]) -> int:
    return sum(len(unit.violations) for unit in units)


def _l1(_: Bench) -> Measured:
    found = _long(jobs.l1())
    return Measured({"steps": summary.steps(found), "violations": _count(found)}, _broken(found))


def _l3(_: Bench) -> Measured:
    found = _long([*jobs.l3(), *jobs.failovers()])
    return Measured({"commands": summary.commands(found), "violations": _count(found)}, _broken(found))


def _bites(_: Bench) -> Measured:
    """Of all levels; the rows before it have done theirs."""
    wanted = [job for job in everything() if not job.level.startswith("mutant")]
    found = _long(wanted)
    counts = summary.bitten(found)
    rare = {fault.name: counts[fault.name] for fault in FAULTS if counts[fault.name] < FEWEST}
    notes = (f"fewer than {FEWEST}: {rare or 'none'}", *_broken([unit for unit in found if unit.level == "L2"]))
    return Measured({"fewest": min(counts[fault.name] for fault in FAULTS), "violations": _count(found)}, notes)


def _mutants(_: Bench) -> Measured:
    wanted = jobs.hunts()
    dead = summary.killed(_long(wanted))
    alive = [job.level for job in wanted if job.level.removeprefix("mutant ") not in dead]
    return Measured({"alive": len(alive), "hunted": len(wanted)}, tuple(alive))


def _short(bench: Bench) -> Measured:
    """All of it once, on a journal of this run alone."""
    found = Work(bench.new_folder("faults")).do(jobs.short())
    proper = [unit for unit in found if not unit.level.startswith("mutant")]
    dead, hunted = summary.killed(found), len(found) - len(proper)
    told = f"{summary.steps(proper):,} steps, {summary.commands(proper):,} commands, bitten: "
    bites = ", ".join(f"{name} {count}" for name, count in sorted(summary.bitten(proper).items()))
    return Measured({"violations": _count(proper), "alive": hunted - len(dead)}, (told + bites, *_broken(proper)))


ROWS = (
    Row("short", "the harness once: violations, mutants of three alive", (_NONE, Goal("alive", 0, "")), _short),
    Row(
        "l1",
        "L1, virtual time: steps and violations",
        (Goal("steps", jobs.STEPS, "", at_least=True), _NONE),
        _l1,
        is_long=True,
    ),
    Row(
        "l3",
        "L3, real processes on both databases: commands and violations",
        (Goal("commands", jobs.COMMANDS, "", at_least=True), _NONE),
        _l3,
        is_long=True,
    ),
    Row(
        "bites",
        "how often the rarest named fault bit, at all levels",
        (Goal("fewest", FEWEST, "", at_least=True), _NONE),
        _bites,
        is_long=True,
    ),
    Row(
        "mutants",
        "mutants of the shipped source that the unchanged harness does not find",
        (Goal("alive", 0, ""), Goal("hunted", 20, "", at_least=True)),
        _mutants,
        is_long=True,
    ),
)
