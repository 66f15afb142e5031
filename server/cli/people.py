"""`people`: read accounts from a people.csv, set one password, list who holds which duty and what was refused."""

import argparse
import getpass
import sys
from pathlib import Path

from sqlalchemy import update

from server import tables
from server.access import accounts
from server.access.people import read_people
from server.access.secrets import hash_password
from server.cli import revoked
from server.cli.common import CannotStart, Commands, add_data_options, either, open_all, settings_of
from server.staff import Staff


def add(commands: Commands) -> None:
    """The command's options."""
    parser = commands.add_parser("people", help="accounts and their duties")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    read = actions.add_parser("import", help="read a people.csv; accounts with the same login are replaced")
    read.add_argument("file", type=Path)
    read.set_defaults(run=run_import)
    password = actions.add_parser("password", help="set one password; it is asked for, or read from standard input")
    password.add_argument("login")
    password.set_defaults(run=run_password)
    told = actions.add_parser("list", help="who holds which duty now")
    told.set_defaults(run=run_list)
    revoked.add(actions)
    for action in (read, password, told):
        add_data_options(action)


def run_import(arguments: argparse.Namespace) -> int:
    """Everything in the file, or nothing."""
    database, cities, _ = open_all(settings_of(arguments))
    try:
        found = read_people(arguments.file, cities.current)
    except OSError as error:
        raise CannotStart(
            either(f"{arguments.file}：{error.strerror}", f"{arguments.file}: {error.strerror}")
        ) from error
    with database.write(long=True) as connection:
        count = accounts.save(connection, found)
    database.close()
    sys.stdout.write(either(f"{count} 个账号\n", f"{count} accounts\n"))
    return 0


def run_password(arguments: argparse.Namespace) -> int:
    """Set the password and open a locked account."""
    database, _, _ = open_all(settings_of(arguments))
    words = getpass.getpass() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    table = tables.accounts
    values = {"password": hash_password(words), "failures": 0, "locked_until": 0}
    with database.write() as connection:
        done = connection.execute(update(table).where(table.c.id == arguments.login).values(values)).rowcount
    database.close()
    if not done:
        raise CannotStart(either(f"没有账号 {arguments.login}", f"no account {arguments.login}"))
    return 0


def run_list(arguments: argparse.Namespace) -> int:
    """One line a duty: login, name, role, unit."""
    database, cities, clock = open_all(settings_of(arguments))
    for holder in Staff(database, cities, clock).all():
        sys.stdout.write(f"{holder.id}\t{holder.name}\t{holder.role}\t{holder.unit}\n")
    database.close()
    return 0
