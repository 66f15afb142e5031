"""One unit of a PostgreSQL in trouble under four desks; what is lost there comes again.

`--what` names the scenario, by default the seed chooses. A line of JSON for the journal; status 1 when anything broke.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from tests.fixtures.postgres import Cluster, memory
from tests.fixtures.replicas import Replicas
from tests.together.faults.l3.fleet import DESKS, Fleet
from tests.together.faults.l3.troubles import (
    MORE,
    Trouble,
    lock_held,
    long_writer,
    restored,
    slow_writers,
    stale,
    synchronous,
)
from tests.together.faults.tally import Tally
from tests.together.faults.units import Unit, append, state

ONE = {"lock": lock_held, "long": long_writer, "slow": slow_writers}
SCENARIOS = ("sync", "stale", "lock", "long", "slow", "restore")


LOSES = frozenset({"sync", "stale", "restore"})  # another database takes over: the books are looked at alone until then


def run(what: str, seed: int, more: int = MORE, desks: int = len(DESKS)) -> Unit:
    """One scenario with so many commands at each of its parts, and what the checker says of what survives."""
    tally, began, of = Tally(), time.monotonic(), state("L3 fail-over")
    with tempfile.TemporaryDirectory(prefix="griddesk-l3-", dir=memory()) as folder:
        with_standbys = what in {"sync", "stale"}
        cluster = Replicas() if with_standbys else Cluster()
        try:
            with _fleet(what, seed, Path(folder), cluster, tally, desks) as fleet:
                violations = _played(what, fleet, cluster, tally, more)
        finally:
            cluster.stop()
    seconds, at = round(time.monotonic() - began, 1), datetime.now(UTC).isoformat(timespec="seconds")
    done = ("L3 fail-over", seed, "postgresql", 0, fleet.recorded(), tally.counts(), violations, seconds, of, at)
    return Unit(*done, looks=fleet.looks)


@contextmanager
def _fleet(
    what: str, seed: int, folder: Path, cluster: Replicas | Cluster, tally: Tally, desks: int
) -> Iterator[Fleet]:
    if isinstance(cluster, Replicas):
        cluster.primary.create("storm")
    url = cluster.url("storm") if isinstance(cluster, Replicas) else cluster.create("storm")
    fleet = Fleet(folder, url, seed, tally, desks, loses=what in LOSES)
    try:
        yield fleet
    finally:
        fleet.close()


def _played(what: str, fleet: Fleet, cluster: Replicas | Cluster, tally: Tally, more: int) -> list[str]:
    try:
        fleet.begin()
        if isinstance(cluster, Replicas):
            cluster.wait_for()
        fleet.checked_at = _deed(what, cluster, more)(fleet, fleet.database, tally)
        return [*fleet.settled(), *_missed(what, tally)]
    except (TimeoutError, RuntimeError, Trouble) as error:
        return [f"I9 {what}: {error}"]


def _deed(what: str, cluster: Replicas | Cluster, more: int) -> Callable[[Fleet, str, Tally], str]:
    if isinstance(cluster, Replicas):
        with_standbys = {"sync": synchronous, "stale": stale}[what]
        return lambda fleet, _, tally: with_standbys(fleet, cluster, tally, more)
    if what == "restore":
        return lambda fleet, url, tally: restored(fleet, url, cluster, tally)
    return ONE[what]


def _missed(what: str, tally: Tally) -> list[str]:
    return [] if tally.counts() else [f"I9 {what}: nothing bit"]


def main() -> int:
    """Read the arguments, run, write the unit's line, say what broke."""
    parser = argparse.ArgumentParser(description="fail-overs of a real PostgreSQL")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--what", choices=SCENARIOS, default="")
    parser.add_argument("--unit", type=Path, help="file to which the unit's line is appended")
    asked = parser.parse_args()
    unit = run(asked.what or SCENARIOS[asked.seed % len(SCENARIOS)], asked.seed)
    if asked.unit:
        append(asked.unit, unit)
    sys.stdout.write(unit.line() + "\n")
    sys.stderr.write("".join(f"{violation}\n" for violation in unit.violations))
    return 1 if unit.violations else 0


if __name__ == "__main__":
    sys.exit(main())
