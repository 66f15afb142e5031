"""`keys`: list the keys of other programs, issue one, end one."""

import argparse
import sys
from collections.abc import Iterator

from server.access.keys import ApiKey, ApiKeys
from server.cli.common import CannotStart, Commands, Told, add_data_options, either, open_all, settings_of, write_table
from server.cli.lines import cells, second
from server.clock import SystemClock

HEAD = ("编号\t名称\t签发时间\t最近使用\t停用时间", "id\tname\tissued\tlast used\tended")
_SHORT = 8  # characters of an id: enough to name one


def add(commands: Commands) -> None:
    """The command's options."""
    parser = commands.add_parser("keys", help="keys of other programs (Open311): list, issue, end")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    told = actions.add_parser("list", help="the keys in use, and those that ended; never the keys themselves")
    told.set_defaults(run=run_list)
    issue = actions.add_parser("issue", help="a new key for a program; it is shown this once")
    issue.add_argument("name", help="which program it is for")
    issue.set_defaults(run=run_issue)
    end = actions.add_parser("end", help="end one; what came with it stays")
    end.add_argument("id", help="its id in the list, or the beginning of it")
    end.set_defaults(run=run_end)
    for action in (told, issue, end):
        add_data_options(action)


def run_list(arguments: argparse.Namespace) -> int:
    """A head line, then a line for each."""
    return write_table(arguments, HEAD, _lines)


def _lines(told: Told) -> Iterator[str]:
    for each in ApiKeys(told.database, SystemClock()).all():
        yield line_of(each, told.zone)


def line_of(each: ApiKey, zone: str) -> str:
    """One key."""
    instants = (second(at, zone) if at else "" for at in (each.since, each.used, each.ended))
    return cells(each.id[:_SHORT], each.name, *instants)


def run_issue(arguments: argparse.Namespace) -> int:
    """The key alone on standard output."""
    name = arguments.name.strip()
    if not name or not name.isprintable():
        raise CannotStart(either("请给出程序名称", "say which program the key is for"))
    database, _, clock = open_all(settings_of(arguments))
    try:
        _, secret = ApiKeys(database, clock).issue(name)
    finally:
        database.close()
    sys.stdout.write(secret + "\n")
    return 0


def run_end(arguments: argparse.Namespace) -> int:
    """Say which one it was."""
    database, _, clock = open_all(settings_of(arguments))
    try:
        name = ApiKeys(database, clock).end(arguments.id).name
    except LookupError as error:
        raise CannotStart(
            either(
                f"没有唯一以“{arguments.id}”开头的在用密钥：见 keys list",
                f"no single key in use has an id that begins with “{arguments.id}”: see keys list",
            )
        ) from error
    finally:
        database.close()
    sys.stdout.write(either(f"已停用密钥 {name}", f"ended: {name}") + "\n")
    return 0
