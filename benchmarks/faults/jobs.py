"""The units of work of the long form and of the short one, each a program of its own that writes one line."""

from dataclasses import dataclass, replace
from math import ceil
from pathlib import Path

from tests.together.faults import mutants
from tests.together.faults.l3.failover import SCENARIOS

STEPS, COMMANDS, ROUNDS = 1_000_000, 100_000, 20
STEPS_EACH, COMMANDS_EACH = 15_000, 1_000
ACTING = 0.54  # of the steps that are drawn, so many at least find something to do; only those count
DATABASES = ("sqlite", "postgresql")
QUICKEST = frozenset({"03-ack-on-timeout", "04-no-second-copy", "15-hash-not-compared"})
_SHORT_SEED = 900_000  # the short form draws other seeds than the long one


@dataclass(frozen=True, slots=True)
class Job:
    """One unit: by level, seed and database it is known in the journal; `command` follows `python -m`."""

    level: str
    seed: int
    database: str
    command: tuple[str, ...]

    @property
    def key(self) -> tuple[str, int, str]:
        """What it is known by."""
        return self.level, self.seed, self.database

    def on(self, journal: Path) -> list[str]:
        """Its command line, with the file for its line."""
        return [*self.command, "--unit", str(journal)]


def l1(steps: int = STEPS, each: int = STEPS_EACH, first: int = 1) -> list[Job]:
    """Virtual time, so many steps in all that act; `each` are drawn in a unit."""
    return [_l1(first + n, each) for n in range(ceil(steps / (each * ACTING)))]


def _l1(seed: int, steps: int) -> Job:
    return Job("L1", seed, "sqlite", ("tests.together.faults.l1", "--seed", str(seed), "--steps", str(steps)))


def l2(rounds: int = ROUNDS, first: int = 1) -> list[Job]:
    """Each script of L2 once a round."""
    return [
        Job("L2", seed, "sqlite", ("tests.together.faults.l2", "--seed", str(seed)))
        for seed in range(first, first + rounds)
    ]


def l3(commands: int = COMMANDS, each: int = COMMANDS_EACH, first: int = 1) -> list[Job]:
    """Real processes, half of the commands on each kind of database."""
    units = -(-commands // each)
    return [_l3(first + n, DATABASES[n % len(DATABASES)], each) for n in range(units)]


def _l3(seed: int, database: str, commands: int) -> Job:
    asked = ("--database", database, "--seed", str(seed), "--commands", str(commands))
    return Job("L3", seed, database, ("tests.together.faults.l3", *asked))


def failovers(rounds: int = ROUNDS, first: int = 1) -> list[Job]:
    """A PostgreSQL killed under load, held, slowed and put back: each scenario once a round."""
    return [
        Job("L3 fail-over", seed, "postgresql", ("tests.together.faults.l3.failover", "--seed", str(seed)))
        for seed in range(first, first + rounds * len(SCENARIOS))
    ]


def hunts(names: frozenset[str] | None = None) -> list[Job]:
    """Each mutant of the shipped source, or those named, hunted in a copy."""
    return [
        Job(f"mutant {mutant.name}", 0, "", ("tests.together.faults.mutants", mutant.name))
        for mutant in mutants.mutants()
        if names is None or mutant.name in names
    ]


def short() -> list[Job]:
    """What looks at everything once in some minutes."""
    first = _SHORT_SEED
    scripts = [replace(job, command=(*job.command, "--quick")) for job in l2(1, first)]
    return [*l1(2_200, 2_000, first), *scripts, *l3(400, 200, first), *hunts(QUICKEST)]
