"""`hooks`: the addresses of units' own systems; dead letters, and sending them again."""

import argparse
import sys
from collections.abc import Iterator

from server.cli.common import CannotStart, Commands, Told, add_data_options, either, open_all, settings_of, write_table
from server.cli.lines import cells, second
from server.clock import SystemClock
from server.webhooks.hooks import DeadLetter, Hook, Hooks, WrongAddress

HEAD = ("编号\t单位\t地址\t登记时间\t待送\t死信\t停用时间", "id\tunit\taddress\tadded\twaiting\tdead\tended")
DEAD_HEAD = ("编号\t单位\t案卷\t版本\t放弃时间\t次数\t原因", "id\tunit\tcase\tversion\tgiven up\ttries\twhy")
_SHORT = 8  # characters of an id: enough to name one


def add(commands: Commands) -> None:
    """The command's options."""
    parser = commands.add_parser("hooks", help="units' own systems: list, add, end, dead letters, send again")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    told = actions.add_parser("list", help="the addresses with what waits and what could not be delivered")
    told.set_defaults(run=run_list)
    new = actions.add_parser("add", help="tell a unit's system of its cases; the secret is shown this once")
    new.add_argument("unit", help="the unit's code in the city folder")
    new.add_argument("url", help="http(s) address that takes the messages")
    new.set_defaults(run=run_add)
    end = actions.add_parser("end", help="send nothing more there")
    end.add_argument("id", help="its id in the list, or the beginning of it")
    end.set_defaults(run=run_end)
    dead = actions.add_parser("dead", help="the messages that could not be delivered")
    dead.set_defaults(run=run_dead)
    again = actions.add_parser("again", help="send dead letters again")
    again.add_argument("id", help="the id of one, or the beginning of it, or: all")
    again.set_defaults(run=run_again)
    for action in (told, new, end, dead, again):
        add_data_options(action)


def run_list(arguments: argparse.Namespace) -> int:
    """A head line, then a line for each."""
    return write_table(arguments, HEAD, _lines)


def run_dead(arguments: argparse.Namespace) -> int:
    """A head line, then a line for each."""
    return write_table(arguments, DEAD_HEAD, _dead_lines)


def _lines(told: Told) -> Iterator[str]:
    for each in Hooks(told.database, SystemClock()).all():
        yield line_of(each, told.zone)


def _dead_lines(told: Told) -> Iterator[str]:
    for each in Hooks(told.database, SystemClock()).dead():
        yield dead_line(each, told.zone)


def line_of(each: Hook, zone: str) -> str:
    """One address."""
    since, ended = (second(at, zone) if at else "" for at in (each.since, each.ended))
    return cells(each.id[:_SHORT], each.unit, each.url, since, str(each.waiting), str(each.dead), ended)


def dead_line(each: DeadLetter, zone: str) -> str:
    """One message."""
    return cells(
        each.id[:_SHORT], each.unit, each.case_id, str(each.version), second(each.at, zone), str(each.tries), each.why
    )


def run_add(arguments: argparse.Namespace) -> int:
    """The secret alone on standard output."""
    database, cities, clock = open_all(settings_of(arguments))
    try:
        if arguments.unit not in cities.current.units:
            unit = arguments.unit
            raise CannotStart(either(f"城市中没有单位 {unit}", f"the city has no unit {unit}"))
        _, secret = Hooks(database, clock).add(arguments.unit, arguments.url)
    except WrongAddress as error:
        words = (f"地址须为 http(s)://主机/…，不含用户名：{error}", f"expected http(s)://host/…, no user name: {error}")
        raise CannotStart(either(*words)) from error
    finally:
        database.close()
    sys.stdout.write(secret + "\n")
    return 0


def run_end(arguments: argparse.Namespace) -> int:
    """Say which one it was."""
    database, _, clock = open_all(settings_of(arguments))
    try:
        hook = Hooks(database, clock).end(arguments.id)
    except LookupError as error:
        words = (f"没有唯一以“{arguments.id}”开头的在用地址", f"no single address in use begins with “{arguments.id}”")
        raise CannotStart(either(*words)) from error
    finally:
        database.close()
    sys.stdout.write(either(f"已停用 {hook.unit} {hook.url}", f"ended: {hook.unit} {hook.url}") + "\n")
    return 0


def run_again(arguments: argparse.Namespace) -> int:
    """Say how many."""
    database, _, clock = open_all(settings_of(arguments))
    try:
        count = Hooks(database, clock).send_again(arguments.id)
    except LookupError as error:
        raise CannotStart(either(f"没有死信 {arguments.id}", f"no dead letter {arguments.id}")) from error
    finally:
        database.close()
    sys.stdout.write(either(f"{count} 条将再次发送", f"to be sent again: {count}") + "\n")
    return 0
