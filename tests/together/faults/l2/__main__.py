"""One round of L2: each script once, or those named; a line of JSON for the journal; status 1 when anything broke."""

import argparse
import logging
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from tests.fixtures.postgres import memory
from tests.together.faults.l2 import scripts
from tests.together.faults.l2.script import SCRIPTS, Script
from tests.together.faults.l2.town import Town, Violated
from tests.together.faults.tally import Tally
from tests.together.faults.units import Unit, append, state

__all__ = ["play", "scripts"]


@dataclass(frozen=True, slots=True)
class Played:
    """What did not hold or never came, and how often the checker looked in between."""

    violations: list[str]
    looks: int


def play(chosen: Iterable[Script], seed: int, tally: Tally) -> Played:
    """The scripts one after the other in one town."""
    found: list[str] = []
    with tempfile.TemporaryDirectory(prefix="griddesk-l2-", dir=memory()) as folder:
        town = Town(Path(folder), seed, tally)
        try:
            for each in chosen:
                found += _played(each, town)
                town.look()
            found += town.settled()
        finally:
            town.close()
    never = [] if town.looks and town.files else ["I9 town: the checker never looked"]
    return Played([*found, *never], town.looks)


def _played(each: Script, town: Town) -> list[str]:
    before = town.tally.counts().get(each.fault, 0)
    try:
        each.deed(town)
    except Violated as error:
        return [f"{error} ({each.name})"]
    except (TimeoutError, AssertionError) as error:
        return [f"I9 {each.name}: {error}"]
    finally:
        for seat in town.seats:
            seat.proxy.heal()
    return [] if town.tally.counts().get(each.fault, 0) > before else [f"I9 {each.name}: {each.fault} did not bite"]


def main() -> int:
    """Read the arguments, play, write the unit's line, say what broke."""
    parser = argparse.ArgumentParser(description="faults of real files and lines")
    parser.add_argument("names", nargs="*", help="scripts; all of them when none is named")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--quick", action="store_true", help="leave out what waits for real time-outs")
    parser.add_argument("--unit", type=Path, help="file to which the unit's line is appended")
    asked = parser.parse_args()
    logging.disable(logging.CRITICAL)
    application, tally, began, of = QCoreApplication([]), Tally(), time.monotonic(), state("L2")
    chosen = [SCRIPTS[name] for name in asked.names] or list(SCRIPTS.values())
    played = play([each for each in chosen if not (asked.quick and each.is_long)], asked.seed, tally)
    violations = played.violations
    done = ("L2", asked.seed, "sqlite", 0, 0, tally.counts(), violations, round(time.monotonic() - began, 1))
    unit = Unit(*done, of=of, at=datetime.now(UTC).isoformat(timespec="seconds"), looks=played.looks)
    if asked.unit:
        append(asked.unit, unit)
    sys.stdout.write(unit.line() + "\n")
    sys.stderr.write("".join(f"{violation}\n" for violation in violations))
    del application
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main())
