"""`cases quarantined`: commands that met an error of the server or came under the id of another one, a line each."""

import argparse
from collections.abc import Iterator, Mapping

from rules.texts import Texts
from server.cli.common import Commands, Told, add_data_options, write_table
from server.cli.lines import cells, deed, second
from server.quarantine import Quarantine, SetAside

HEAD = (
    "最后一次\t次数\t状态\t案号\t操作\t人员\t席位\t命令\t错误",
    "last try\ttries\tstate\tcase\toperation\tby\tworkstation\tcommand\terror",
)


def add(actions: Commands) -> None:
    """The command's options."""
    parser = actions.add_parser("quarantined", help="commands set aside after an error, or with the id of another one")
    add_data_options(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """A head line, then a line for each command."""
    return write_table(arguments, HEAD, _lines)


def _lines(told: Told) -> Iterator[str]:
    return (line_of(each, told.texts, told.zone, told.names) for each in Quarantine(told.database).all())


def line_of(told: SetAside, texts: Texts, zone: str, names: Mapping[str, str]) -> str:
    """One command; of one that is to be sent again only the error is known. What has words of its own is said so."""
    at, verb = second(told.at, zone), deed(told.verb, texts)
    state = texts.text(f"quarantine.{told.how}")
    who = names.get(told.actor, told.actor)
    error = " ".join(texts.say(told.error, {}).split())  # one line
    return cells(at, str(told.tries), state, told.number, verb, who, told.workstation, told.id, error)
