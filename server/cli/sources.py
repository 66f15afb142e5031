"""`sources`: video AI, sensors and other houses that report by signed messages: list, add, renew, point, end."""

import argparse
import sys
from collections.abc import Callable, Iterator

from server.cli.common import CannotStart, Commands, Told, add_data_options, either, open_all, settings_of, write_table
from server.cli.lines import cells, second
from server.clock import SystemClock
from server.machines.sources import Source, Sources, WrongCode
from server.webhooks.hooks import WrongAddress

HEAD = (
    "代码\t名称\t答复地址\t登记时间\t换密时间\t旧密钥有效至\t最近使用\t停用时间",
    "code\tname\tanswers go to\tadded\trenewed\told secret until\tlast used\tended",
)
HOURS_MAX = 24 * 30


def add(commands: Commands) -> None:
    """The command's options."""
    parser = commands.add_parser("sources", help="machines that report by signed messages: list, add, renew, end")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    told = actions.add_parser("list", help="the sources in use, and those that ended; never their secrets")
    told.set_defaults(run=run_list)
    new = actions.add_parser("add", help="a new source; its secret is shown this once")
    new.add_argument("code", help="a–z 0–9 - _, at most 40: part of the address it sends to")
    new.add_argument("name", help="what it is called in the history of cases")
    new.set_defaults(run=run_add)
    renew = actions.add_parser("renew", help="a new secret, shown this once; the old one holds for a while")
    renew.add_argument("--hours", type=int, default=24, help="how long the old one holds; 0: no longer (default: 24)")
    renew.set_defaults(run=run_renew)
    point = actions.add_parser("point", help="where answers to its orders are sent")
    point.set_defaults(run=run_point)
    end = actions.add_parser("end", help="take nothing more from it; what came stays")
    end.set_defaults(run=run_end)
    for action in (renew, point, end):
        action.add_argument("code", help="its code in the list")
    new.add_argument("--url", default="", help="http(s) address that takes the answers to its orders")
    point.add_argument("url", help='http(s) address, or "" for nowhere')
    for action in (told, new, renew, point, end):
        add_data_options(action)


def run_list(arguments: argparse.Namespace) -> int:
    """A head line, then a line for each."""
    return write_table(arguments, HEAD, _lines)


def _lines(told: Told) -> Iterator[str]:
    for each in Sources(told.database, SystemClock()).all():
        yield line_of(each, told.zone)


def line_of(each: Source, zone: str) -> str:
    """One source."""
    instants = (each.since, each.rotated, each.old_until, each.used, each.ended)
    return cells(each.code, each.name, each.url, *(second(at, zone) if at else "" for at in instants))


def run_add(arguments: argparse.Namespace) -> int:
    """The secret alone on standard output."""
    name = arguments.name.strip()
    if not name or not name.isprintable():
        raise CannotStart(either("请给出来源名称", "say what the source is called"))
    return _write(arguments, lambda sources: sources.add(arguments.code, name, arguments.url)[1])


def run_renew(arguments: argparse.Namespace) -> int:
    """The new secret alone on standard output."""
    if not 0 <= arguments.hours <= HOURS_MAX:
        raise CannotStart(either(f"--hours：应为 0 到 {HOURS_MAX}", f"--hours: expected 0 to {HOURS_MAX}"))
    return _write(arguments, lambda sources: sources.rotate(arguments.code, arguments.hours)[1])


def run_point(arguments: argparse.Namespace) -> int:
    """Say which one it was."""
    words = either("答复地址已更改：", "answers go to: ")
    return _write(arguments, lambda s: f"{words}{s.point(arguments.code, arguments.url).code} {arguments.url or '–'}")


def run_end(arguments: argparse.Namespace) -> int:
    """Say which one it was."""
    return _write(arguments, lambda sources: either("已停用 ", "ended: ") + sources.end(arguments.code).name)


def _write(arguments: argparse.Namespace, deed: Callable[[Sources], str]) -> int:
    database, _, clock = open_all(settings_of(arguments))
    try:
        told = deed(Sources(database, clock))
    except WrongCode as error:
        words = (
            f"代码须为 1–40 位 a–z 0–9 - _，且未被使用：{error}",
            f"expected a code of 1–40 a–z 0–9 - _ that no source in use has: {error}",
        )
        raise CannotStart(either(*words)) from error
    except WrongAddress as error:
        words = (f"地址须为 http(s)://主机/…，不含用户名：{error}", f"expected http(s)://host/…, no user name: {error}")
        raise CannotStart(either(*words)) from error
    except LookupError as error:
        code = arguments.code
        raise CannotStart(
            either(f"没有在用来源 {code}：见 sources list", f"no source in use is {code}: see sources list")
        ) from error
    finally:
        database.close()
    sys.stdout.write(told + "\n")
    return 0
