"""The checker as a program of its own: prints a line of JSON for each violation; the status is 1 when there is one."""

import argparse
import sys
from pathlib import Path

from .findings import Witness
from .judge import Checker


def main() -> int:
    """Read the arguments, check, say what was found."""
    parser = argparse.ArgumentParser(description="checks the databases of a server and its consoles")
    parser.add_argument("--server", required=True, help="path of a SQLite file, or a postgresql URL")
    parser.add_argument("--console", action="append", default=[], metavar="NAME=FOLDER")
    parser.add_argument("--witness", type=Path, help="what was called queued, as JSON lines")
    parser.add_argument("--photos", type=Path, help="the server's folder of photos")
    parser.add_argument("--quiet", action="store_true", help="all faults were healed and the bounds have passed")
    asked = parser.parse_args()
    consoles = {name: Path(folder) for name, _, folder in (each.partition("=") for each in asked.console)}
    witness = Witness.of(asked.witness) if asked.witness else Witness()
    checker = Checker(asked.server, consoles, witness, asked.photos)
    found = checker.whole(quiet=asked.quiet)
    checker.close()
    for violation in found:
        sys.stdout.write(violation.line() + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
