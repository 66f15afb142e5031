"""The checker as a program of its own: prints a line of JSON for each violation; the status is 1 when there is one.

`--watch`: for each line on stdin, {"server": which}, it looks once at what holds at any instant, prints a line for each
violation and then {"files", "server"}: how many outboxes and caches could be read, and whether the books could.
"""

import argparse
import json
import sys
from pathlib import Path

from .findings import Witness
from .instant import Instant
from .judge import Checker


def main() -> int:
    """Read the arguments, check, say what was found."""
    parser = argparse.ArgumentParser(description="checks the databases of a server and its consoles")
    parser.add_argument("--server", required=True, help="path of a SQLite file, or a postgresql URL")
    parser.add_argument("--console", action="append", default=[], metavar="NAME=FOLDER")
    parser.add_argument("--witness", type=Path, help="what was called queued, as JSON lines")
    parser.add_argument("--photos", type=Path, help="the server's folder of photos")
    parser.add_argument("--quiet", action="store_true", help="all faults were healed and the bounds have passed")
    parser.add_argument("--watch", action="store_true", help="look whenever a line comes")
    parser.add_argument("--no-answers", action="store_true", help="a stale copy may stand in the place of the books")
    asked = parser.parse_args()
    return _watch(asked) if asked.watch else _once(asked)


def _once(asked: argparse.Namespace) -> int:
    checker = Checker(asked.server, _folders(asked), _witness(asked), asked.photos)
    found = checker.whole(quiet=asked.quiet)
    checker.close()
    for violation in found:
        sys.stdout.write(violation.line() + "\n")
    return 1 if found else 0


def _watch(asked: argparse.Namespace) -> int:
    """Until nobody asks any more; the witness is read anew each time."""
    for line in sys.stdin:
        server = json.loads(line)["server"]
        looked = Instant(server, _folders(asked), _witness(asked), answers=not asked.no_answers).look()
        told = [each.line() for each in looked.found]
        told.append(json.dumps({"files": looked.files, "server": looked.server}))
        sys.stdout.write("".join(f"{each}\n" for each in told))
        sys.stdout.flush()
    return 0


def _folders(asked: argparse.Namespace) -> dict[str, Path]:
    return {name: Path(folder) for name, _, folder in (each.partition("=") for each in asked.console)}


def _witness(asked: argparse.Namespace) -> Witness:
    return Witness.of(asked.witness) if asked.witness else Witness()


if __name__ == "__main__":
    sys.exit(main())
