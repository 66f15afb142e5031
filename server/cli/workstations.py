"""`workstations`: list the desks that are enrolled, make a code for one more, end one that is lost or out of use."""

import argparse
import sys
from collections.abc import Callable, Iterator

from server.access.stations import Station, Stations
from server.cli.common import CannotStart, Commands, Told, add_data_options, either, open_all, settings_of, write_table
from server.cli.lines import cells, second
from server.clock import Clock, SystemClock
from server.database import Database
from server.feeds.heads import read_heads

HEAD = ("编号\t名称\t登记时间\t最近一条命令\t停用时间", "id\tname\tenrolled\tlast command\tended")
_SHORT = 8  # characters of an id: enough to name one


def add(commands: Commands) -> None:
    """The command's options."""
    parser = commands.add_parser("workstations", help="the desks: list, a code for one more, the end of one")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    told = actions.add_parser("list", help="the desks that are enrolled, and those that ended")
    told.set_defaults(run=run_list)
    code = actions.add_parser("enrol", help="a one-time code for one desk; the server may run meanwhile")
    code.add_argument(
        "--feeds", nargs="+", metavar="CODE", help="districts that it shows, “city” for what lies in none; none: all"
    )
    code.set_defaults(run=run_enrol)
    end = actions.add_parser("end", help="end one that is lost or out of use; it may enrol again")
    end.add_argument("id", help="its id in the list, or the beginning of it")
    end.set_defaults(run=run_end)
    for action in (told, code, end):
        add_data_options(action)


def run_list(arguments: argparse.Namespace) -> int:
    """A head line, then a line for each."""
    return write_table(arguments, HEAD, _lines)


def _lines(told: Told) -> Iterator[str]:
    for each in Stations(told.database, SystemClock()).all():
        yield line_of(each, told.zone)


def line_of(each: Station, zone: str) -> str:
    """One workstation."""
    instants = (second(at, zone) if at else "" for at in (each.since, each.pushed, each.ended))
    return cells(each.id[:_SHORT], each.name, *instants)


def run_enrol(arguments: argparse.Namespace) -> int:
    """The code alone on standard output. A desk of some districts shows nothing of the others."""
    if arguments.feeds is not None:
        _insist_known(arguments)
    return _with(arguments, lambda stations: stations.code(arguments.feeds))


def _insist_known(arguments: argparse.Namespace) -> None:
    database, _ = _opened(arguments)
    try:
        with database.read() as connection:
            known = sorted(read_heads(connection, None))
    finally:
        database.close()
    if unknown := [code for code in arguments.feeds if code not in known]:
        given, expected = " ".join(unknown), " ".join(known)
        raise CannotStart(either(f"没有 {given}，应为：{expected}", f"there is no {given}; expected: {expected}"))


def run_end(arguments: argparse.Namespace) -> int:
    """Say which one it was."""
    return _with(arguments, lambda stations: _ended(stations, arguments.id))


def _ended(stations: Stations, start: str) -> str:
    try:
        name = stations.end(start).name
    except LookupError as error:
        raise CannotStart(
            either(
                f"没有唯一以“{start}”开头的在用席位：见 workstations list",
                f"no single workstation in use has an id that begins with “{start}”: see workstations list",
            )
        ) from error
    return either(f"已停用席位 {name}", f"ended: {name}")


def _with(arguments: argparse.Namespace, do: Callable[[Stations], str]) -> int:
    database, clock = _opened(arguments)
    try:
        sys.stdout.write(do(Stations(database, clock)) + "\n")
    finally:
        database.close()
    return 0


def _opened(arguments: argparse.Namespace) -> tuple[Database, Clock]:
    database, _, clock = open_all(settings_of(arguments))
    return database, clock
