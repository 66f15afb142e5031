"""A day of 10,000 cases at sixty times the speed of life: server, one console and the simulator on one machine."""

import os
import time
from dataclasses import dataclass

from benchmarks.frame.bench import Bench, now
from benchmarks.frame.figures import percentile
from benchmarks.frame.rows import Goal, Measured, Row
from benchmarks.frame.trace import Waits
from benchmarks.living import prepared
from benchmarks.living.memory import Memory, growth
from benchmarks.living.people import TOKEN, Clock, People, live
from benchmarks.loop import town

SPEED = 60
BEGIN = "2026-03-12T00:00"  # a Thursday
SETTLE_S = 120.0
BEHIND = "falling behind"


@dataclass(frozen=True, slots=True)
class Length:
    """`before`: hours that the city lived before; `minutes`: then measured.

    A week, for its live scope must have stopped growing: cases of long limits take days. The day begins when another
    working day was before it, for a Monday has more cases in it than its Sunday.
    """

    before: float = 7 * 24
    minutes: float = 24


def measure(bench: Bench) -> Measured:
    """The whole day."""
    return run(bench, Length())


def run(bench: Bench, length: Length) -> Measured:
    """The console opens on a city that has been living for days; then one more day passes before it."""
    folder = prepared.city(bench, BEGIN, length.before)
    clock = Clock(folder / "clock")
    enrol = ("--enrol", TOKEN, "--enrol", "day")
    beside = ("--parent", str(os.getpid()))  # as a console starts it: it gives way to the windows
    server = town.serve(bench, folder / "server", *enrol, *beside, "--test-clock", str(clock.file))
    people = live(bench, server.url, clock, folder, *prepared.PEOPLE, "--speed", str(SPEED))
    console = town.Console(bench, "day")
    began, trace, program = console.start("--server", server.url, "--enrol", "day", "--test-clock", str(clock.file))
    console.sign_in("wang")
    trace.instant("map", began)
    time.sleep(SETTLE_S)  # marks and tiles of the console
    watched = {"server": server.program.pid, "console": program.pid, "simulator": people.program.pid}
    since, told_before, deeds = now(), people.program.output().count(BEHIND), people.told()["commands"]
    half = length.minutes * 30
    with Memory(watched) as memory:
        time.sleep(half)
        open_then = people.told()["open"]
        time.sleep(half)
    for each in (program, people.program, server.program):
        if not each.running():
            raise RuntimeError(f"it ended before the day did:\n{each.output()[-2000:]}")
    waits = trace.waits(since, now())
    behind = people.program.output().count(BEHIND) - told_before
    notes = (*_notes(people, deeds, waits, memory), f"open cases after half of it: {open_then:,}")
    for each in (program, people.program, server.program):
        each.stop()
    worst = max(growth(values) for values in memory.samples.values())
    return Measured({"fell behind": behind, "longest stall": waits.longest, "growth": worst}, notes)


def _notes(people: People, deeds: int, waits: Waits, memory: Memory) -> tuple[str, ...]:
    told = people.told()
    looks = waits.looks
    return (
        f"{told['commands'] - deeds:,} deeds; a turn of the simulator came at worst {told['late']['worst_ms']} ms late",
        f"waits of the console: {len(looks)} looks 4 ms apart, p99 {percentile(looks, 0.99):.1f} ms",
        f"in memory at the end of each tenth, and growth over the last half: {memory.said()}",
        f"open cases at the end: {told['open']:,}",
    )


ROW = Row(
    "day",
    f"a day of {prepared.CASES_PER_DAY:,} cases at ×{SPEED} with server and console: how often the simulator fell "
    "behind, the console's longest stall, growth of any process over the last half",
    (Goal("fell behind", 0, "times"), Goal("longest stall", 50, "ms"), Goal("growth", 5, "%")),
    measure,
    is_long=True,
)
