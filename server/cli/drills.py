"""`drills`: the outage drills that the desks told of, one line each, the latest first."""

import argparse
from collections.abc import Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from rules.texts import Texts
from server.cli.common import Commands, Told, add_data_options, write_table
from server.drills import Drill, Drills

MINUTE = 60_000
HEAD = (
    "开始\t组织人\t分钟\t结束原因\t操作\t紧急件\t已电话\t未答复",
    "began\theld by\tminutes\tended because\toperations\turgent\tphoned\tunanswered",
)


def add(commands: Commands) -> None:
    """The command's options."""
    parser = commands.add_parser("drills", help="the outage drills that were held")
    add_data_options(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """A head line, then a line for each drill."""
    return write_table(arguments, HEAD, _lines)


def _lines(told: Told) -> Iterator[str]:
    return (line_of(each, told.texts, told.zone, told.names) for each in Drills(told.database).all())


def line_of(drill: Drill, texts: Texts, zone: str, names: Mapping[str, str]) -> str:
    """One drill; one that has not ended, or whose desk was not heard since, says so."""
    told = drill.figures
    at = datetime.fromtimestamp(told.began // 1000, ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")
    lasted = f"{(told.ended - told.began) / MINUTE:.0f}" if told.ended else "–"
    why = texts.text(f"drill.ended.{told.why}", number=told.number) if told.why else texts.text("drill.not_ended")
    counts = (sum(told.commands.values()), len(told.urgent), drill.told, told.left)
    return "\t".join((at, names.get(drill.actor, drill.actor), lasted, why, *map(str, counts)))
