"""One unit of L1: examples drawn from a seed; a line of JSON for the journal; the status is 1 when anything broke."""

import argparse
import logging
import sys
import tempfile
import time
import warnings
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path

from hypothesis import HealthCheck, Phase, Verbosity, seed, settings
from hypothesis.errors import HypothesisException
from hypothesis.stateful import run_state_machine_as_test

from tests.together.faults.l1.house import in_berlin, new_house
from tests.together.faults.l1.lived import lived_in
from tests.together.faults.l1.machine import Broken, Setting, memory
from tests.together.faults.l1.machine_faults import Faults
from tests.together.faults.l1.vfs import Layer
from tests.together.faults.tally import Tally
from tests.together.faults.units import Unit, append, state
from tests.together.faults.world import make_template

STEPS_EACH = 200


def run(number: int, steps: int, *, shrink: bool = False) -> tuple[Setting, list[str]]:
    """A unit; what does not hold, as lines."""
    logging.disable(logging.CRITICAL)
    layer = Layer()
    with (
        tempfile.TemporaryDirectory(prefix="griddesk-template-", dir=memory()) as folder,
        new_house(layer, make_template(Path(folder) / "data")) as new,
    ):
        berlin = cache(partial(in_berlin, new, Path(folder) / "berlin"))
        setting = Setting(new, lived_in(new, Path(folder) / "lived-in"), berlin, Tally())
        layer.install()
        try:
            return setting, _examples(setting, number, steps, shrink=shrink)
        finally:
            layer.remove()
            logging.disable(logging.NOTSET)


def _examples(setting: Setting, number: int, steps: int, *, shrink: bool) -> list[str]:
    phases = (Phase.generate, Phase.shrink) if shrink else (Phase.generate,)
    wanted = settings(
        max_examples=max(1, steps // STEPS_EACH),
        stateful_step_count=STEPS_EACH,
        phases=phases,
        database=None,
        deadline=None,
        report_multiple_bugs=False,
        print_blob=False,
        verbosity=Verbosity.normal,
        suppress_health_check=list(HealthCheck),
    )
    machine = type("Unit", (Faults,), {"setting": setting})
    try:
        run_state_machine_as_test(seed(number)(machine), settings=wanted)
    except (Broken, HypothesisException, ExceptionGroup):
        if not setting.violations:
            raise
    return setting.violations


def _unit(setting: Setting, number: int, violations: list[str], seconds: float) -> Unit:
    return Unit(
        level="L1",
        seed=number,
        database="sqlite",
        steps=setting.steps,
        commands=setting.commands,
        bites=setting.tally.counts(),
        violations=violations,
        seconds=round(seconds, 1),
        of=state("L1"),
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        looks=setting.steps,  # after each of them
    )


def main() -> int:
    """Read the arguments, run, write the unit's line, say what broke."""
    parser = argparse.ArgumentParser(description="faults in virtual time")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--steps", type=int, default=5_000)
    parser.add_argument("--unit", type=Path, help="file to which the unit's line is appended")
    parser.add_argument("--shrink", action="store_true", help="look for the fewest steps, and print them")
    asked = parser.parse_args()
    warnings.simplefilter("ignore")
    began = time.monotonic()
    setting, violations = run(asked.seed, asked.steps, shrink=asked.shrink)
    unit = _unit(setting, asked.seed, violations, time.monotonic() - began)
    if asked.unit:
        append(asked.unit, unit)
    sys.stdout.write(unit.line() + "\n")
    for violation in violations:
        sys.stderr.write(violation + "\n")
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main())
