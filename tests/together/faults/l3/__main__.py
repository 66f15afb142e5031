"""One unit of L3: real processes under a storm; a line of JSON for the journal; the status is 1 when anything broke."""

import argparse
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from tests.fixtures.postgres import Cluster, memory
from tests.together.faults.l3.fleet import DESKS, Fleet
from tests.together.faults.l3.storm import Storm, restart_under_way
from tests.together.faults.tally import Tally
from tests.together.faults.units import Unit, append, state

KILLS = 10


@contextmanager
def database_of(kind: str) -> Iterator[str]:
    """The URL of an empty database of this unit's own, "" = a SQLite file."""
    if kind != "postgresql":
        yield ""
        return
    cluster = Cluster()
    try:
        yield cluster.create("storm")
    finally:
        cluster.stop()


def run(
    kind: str, seed: int, commands: int, kills: int = KILLS, desks: int = len(DESKS), keep: Path | None = None
) -> Unit:
    """A unit: what was done, what bit, what does not hold. `keep`: where all files stay when something broke."""
    tally, began, of = Tally(), time.monotonic(), state("L3")
    with database_of(kind) as url, tempfile.TemporaryDirectory(prefix="griddesk-l3-", dir=memory()) as folder:
        fleet = Fleet(Path(folder), url, seed, tally, desks)
        storm = Storm(fleet, seed, kills)
        try:
            violations = _weathered(fleet, storm, commands)
        finally:
            fleet.close()
        if violations and keep is not None:
            shutil.copytree(folder, keep / f"{kind}-{seed}", dirs_exist_ok=True)
    done = ("L3", seed, kind, 0, fleet.recorded(), tally.counts(), violations, round(time.monotonic() - began, 1))
    at = datetime.now(UTC).isoformat(timespec="seconds")
    return Unit(*done, of=of, at=at, points=dict(Counter(storm.died)), looks=fleet.looks)


def _weathered(fleet: Fleet, storm: Storm, commands: int) -> list[str]:
    try:
        fleet.begin()
        storm.run(commands)
        fleet.heal()
        if storm.ends_with_restart:
            restart_under_way(fleet)
        return fleet.settled()
    except (TimeoutError, RuntimeError) as error:
        return [f"I9 fleet: {error}"]


def main() -> int:
    """Read the arguments, run, write the unit's line, say what broke."""
    parser = argparse.ArgumentParser(description="faults of real processes")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--commands", type=int, default=1_000)
    parser.add_argument("--kills", type=int, default=KILLS)
    parser.add_argument("--unit", type=Path, help="file to which the unit's line is appended")
    parser.add_argument("--keep", type=Path, help="folder to which all files go when something broke")
    asked = parser.parse_args()
    unit = run(asked.database, asked.seed, asked.commands, asked.kills, keep=asked.keep)
    if asked.unit:
        append(asked.unit, unit)
    sys.stdout.write(unit.line() + "\n")
    sys.stderr.write("".join(f"{violation}\n" for violation in unit.violations))
    return 1 if unit.violations else 0


if __name__ == "__main__":
    sys.exit(main())
