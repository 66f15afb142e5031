"""`epoch new`: say by hand that the database is not what consoles were told of, as after restoring a backup."""

import argparse
import sys

from server.cli.common import Commands, add_data_options, either, open_all, settings_of
from server.dialect import lineage
from server.feeds.heads import start_epoch
from server.feeds.history import read_mark


def add(commands: Commands) -> None:
    """The command's options."""
    parser = commands.add_parser("epoch", help="the unbroken history that consoles go on from")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    new = actions.add_parser("new", help="begin another one: consoles send again what this database has lost")
    new.add_argument("--why", required=True, metavar="TEXT", help="kept with it")
    new.add_argument("--above", type=int, default=0, metavar="N", help="the number of an epoch that consoles have seen")
    add_data_options(new)
    new.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """A running server sees it within a second. Consoles whose cursor stands in this history need no snapshot."""
    settings = settings_of(arguments)
    database, _, clock = open_all(settings)
    above = max(arguments.above, read_mark(settings.watermark).epoch_no)
    try:
        with database.write() as connection:
            now, here = clock.now(), lineage(connection)
            epoch = start_epoch(connection, now, arguments.why, above=above, lineage=here, continues=True)
    finally:
        database.close()
    sys.stdout.write(either(f"纪元 {epoch.no} 已开始\n", f"epoch {epoch.no} begins\n"))
    return 0
