"""`people refused`: what people asked for whose rights had been revoked meanwhile, a line each, the latest first."""

import argparse
from collections.abc import Iterator, Mapping

from rules.texts import Texts
from server.cli.common import Commands, Told, add_data_options, write_table
from server.cli.lines import cells, deed, second
from server.revoked import Revoked, revoked

HEAD = (
    "下达时间\t人员\t操作\t案号\t内容\t席位\t重新办理\t命令",
    "issued\tby\toperation\tcase\twords\tworkstation\tissued anew by\tcommand",
)


def add(actions: Commands) -> None:
    """The command's options."""
    parser = actions.add_parser("refused", help="commands of people whose rights had been revoked meanwhile")
    add_data_options(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """A head line, then a line for each command."""
    return write_table(arguments, HEAD, _lines)


def _lines(told: Told) -> Iterator[str]:
    return (line_of(each, told.texts, told.zone, told.names) for each in revoked(told.database))


def line_of(told: Revoked, texts: Texts, zone: str, names: Mapping[str, str]) -> str:
    """One command."""
    at, verb = second(told.at, zone), deed(told.verb, texts)
    who, anew = (names.get(login, login) for login in (told.actor, told.anew))
    return cells(at, who, verb, told.number, " ".join(told.said.split()), told.workstation, anew, told.id)
