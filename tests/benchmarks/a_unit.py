"""A unit of work for the tests of the long form: writes its line, or ends without one."""

import argparse
import sys
from pathlib import Path

from tests.together.faults.units import Unit, append, state

if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("seed", type=int)
    parser.add_argument("ends", choices=("well", "broken", "dead"))
    parser.add_argument("--unit", type=Path, required=True)
    asked = parser.parse_args()
    if asked.ends == "dead":
        sys.exit("it could not begin")
    violations = ["I1 desk: lost"] if asked.ends == "broken" else []
    append(asked.unit, Unit("L1", asked.seed, "sqlite", 10, 0, {"K1": 1}, violations, 0.1, state("L1")))
    sys.exit(1 if violations else 0)
