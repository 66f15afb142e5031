"""`python -m server COMMAND`: serve, city, cases, replay, people, demo-day."""

import argparse
import sys

from server.cli import cases, city, demo_day, people, serve
from server.cli.common import CannotStart
from server.clock import ClockFileError
from server.migrate import NewerDatabase
from server.only import InUse


def main(arguments: list[str] | None = None) -> int:
    """Run one command; errors that the user can mend are told in one line. The exit code."""
    parser = argparse.ArgumentParser(prog="server", description="The central server of Griddesk")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in (serve, city, cases, people, demo_day):
        command.add(commands)
    asked = parser.parse_args(arguments)
    try:
        return int(asked.run(asked))
    except (CannotStart, ClockFileError) as error:
        sys.stderr.write(f"griddesk-server: {error}\n")
    except InUse as error:
        sys.stderr.write(f"griddesk-server: another server works on {error}: end it, or give another --data\n")
    except NewerDatabase as error:
        sys.stderr.write(f"griddesk-server: the database was made by a newer program (schema {error})\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
