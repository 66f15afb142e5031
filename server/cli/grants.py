"""`grants`: list the duties of persons, give one for a place and a time, end one; and the looks at personal data."""

import argparse
import sys
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from rules.commands import NotAllowed
from server.city.values import BadValue, end_instant, first_instant
from server.cli.common import CannotStart, Commands, Told, add_data_options, either, open_all, settings_of, write_table
from server.cli.lines import cells, second
from server.granting import BY_HAND, Given, Granted, Granting

HEAD = (
    "账号\t角色\t范围\t自\t至\t授予人\t授予时间",
    "login\trole\tplace\tfrom\tuntil\tgiven by\tgiven at",
)
LOG = ("时间\t操作人\t操作\t账号\t角色\t范围\t自\t至\t原因", "at\tby\tdeed\tlogin\trole\tplace\tfrom\tuntil\twhy")
LOOKS = ("时间\t账号\t案卷\t原因", "at\tlogin\tcase\treason")


def add(commands: Commands) -> None:
    """The command's options."""
    parser = commands.add_parser("grants", help="duties of persons for a place and a time: list, give, end, log, looks")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    told = actions.add_parser("list", help="every duty with its dates, past and to come too")
    told.add_argument("login", nargs="?", default="")
    told.set_defaults(run=run_list)
    give = actions.add_parser("give", help="give a duty; the same one again with another last day changes that")
    give.add_argument("login")
    give.add_argument("role")
    give.add_argument(
        "--place", default="", help="code of a district, unit or responsibility grid; none: the whole city"
    )
    give.add_argument("--from", dest="since", default="", metavar="YYYY-MM-DD", help="first day (default: at once)")
    give.add_argument("--until", default="", metavar="YYYY-MM-DD", help="last day, which counts in full")
    give.set_defaults(run=run_give)
    end = actions.add_parser("end", help="end a duty now")
    end.add_argument("login")
    end.add_argument("role")
    end.add_argument("--place", default="")
    end.set_defaults(run=run_end)
    for action in (give, end):
        action.add_argument("--why", required=True, help="kept on record")
    log = actions.add_parser("log", help="what was given and ended, by whom and why")
    log.set_defaults(run=run_log)
    looks = actions.add_parser("looks", help="who looked at whose personal data, and why")
    looks.set_defaults(run=run_looks)
    for action in (told, give, end, log, looks):
        add_data_options(action)


def run_list(arguments: argparse.Namespace) -> int:
    """A head line, then a line for each duty."""

    def lines(told: Told) -> Iterator[str]:
        for each in Granted(told.database).all(arguments.login):
            times = (_at(at, told.zone) for at in (each.since, each.until))
            yield cells(each.account, each.role, each.unit, *times, each.by, _at(each.at, told.zone))

    return write_table(arguments, HEAD, lines)


def run_log(arguments: argparse.Namespace) -> int:
    """A head line, then a line for each deed, the latest first."""

    def lines(told: Told) -> Iterator[str]:
        for each in Granted(told.database).log():
            g = each.given
            what = (each.by, each.deed, g.account, g.role, g.unit)
            yield cells(_at(each.at, told.zone), *what, *(_at(at, told.zone) for at in (g.since, g.until)), each.why)

    return write_table(arguments, LOG, lines)


def run_looks(arguments: argparse.Namespace) -> int:
    """A head line, then a line for each look, the latest first."""

    def lines(told: Told) -> Iterator[str]:
        for each in Granted(told.database).looks(0, 0):
            yield cells(_at(each.at, told.zone), each.actor, each.case_id or each.staff, each.reason)

    return write_table(arguments, LOOKS, lines)


def run_give(arguments: argparse.Namespace) -> int:
    """Say what was given."""
    database, cities, clock = open_all(settings_of(arguments))
    try:
        zone = ZoneInfo(cities.current.zone)
        since, until = first_instant(zone)(arguments.since), end_instant(zone)(arguments.until)
        given = Given(arguments.login, arguments.role, arguments.place, since, until)
        Granting(database, cities, clock).give(given, BY_HAND, arguments.why)
    except BadValue as bad:
        given_text = bad.details["given"]
        raise CannotStart(either(f"{given_text}：应为 YYYY-MM-DD", f"{given_text}: expected YYYY-MM-DD")) from bad
    except NotAllowed as refusal:
        raise _refused(refusal) from refusal
    finally:
        database.close()
    words = f"{arguments.login} {arguments.role} {arguments.place}".strip()
    sys.stdout.write(either(f"已授予：{words}\n", f"given: {words}\n"))
    return 0


def run_end(arguments: argparse.Namespace) -> int:
    """Say how many duties ended; none is an error."""
    database, cities, clock = open_all(settings_of(arguments))
    try:
        asked = (arguments.login, arguments.role, arguments.place, BY_HAND, arguments.why)
        count = Granting(database, cities, clock).end(*asked)
    except NotAllowed as refusal:
        raise _refused(refusal) from refusal
    finally:
        database.close()
    if not count:
        raise CannotStart(
            either("没有这项在用的授权：见 grants list", "there is no such duty in force or to come: see grants list")
        )
    sys.stdout.write(either(f"已终止 {count} 项\n", f"ended: {count}\n"))
    return 0


def _refused(refusal: NotAllowed) -> CannotStart:
    field, expected = refusal.details.get("field", ""), refusal.details.get("expected", "")
    return CannotStart(either(f"{field}：应为 {expected}", f"{field}: expected {expected}"))


def _at(instant: int, zone: str) -> str:
    return second(instant, zone) if instant else ""
