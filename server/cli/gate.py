"""`gate`: the intakes beyond a network gate: add, list, what went wrong, end."""

import argparse
import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from server.cli.common import CannotStart, Commands, Told, add_data_options, either, open_all, settings_of, write_table
from server.cli.lines import cells, second
from server.clock import Clock, SystemClock
from server.database import Database
from server.gate.gates import Gate, Gates, NameTaken
from server.gate.looks import look
from server.gate.seal import GateKey, key_text
from server.gate.troubles import Troubles
from server.outside.program import CENTRE

HEAD = (
    "名称\t单位\t文件夹\t登记时间\t最近来件\t待确认\t最早待确认\t案卷\t问题\t停用时间",
    "name\tunits\tfolder\tadded\tlast heard\twaiting\toldest\tcases\ttroubles\tended",
)
TROUBLE_HEAD = ("网闸\t时间\t文件\t问题", "gate\ttime\tfile\twhat was wrong")


def add(commands: Commands) -> None:
    """The command's options."""
    parser = commands.add_parser("gate", help="intakes beyond a network gate: add, list, troubles, end")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    new = actions.add_parser("add", help="an intake beyond a gate; its key is written to a file")
    new.add_argument("name", help="how it is called here")
    new.add_argument("folder", type=Path, help="the folder that the gate carries")
    new.add_argument("--key", type=Path, required=True, metavar="FILE", help="write the key here, to be brought over")
    new.add_argument("--units", nargs="+", default=[], metavar="UNIT", help="terminals of these units and those below")
    new.set_defaults(run=run_add)
    told = actions.add_parser("list", help="the gates with what waits and when something came last")
    told.set_defaults(run=run_list)
    amiss = actions.add_parser("troubles", help="what was not taken, and why; also at the intake itself")
    amiss.set_defaults(run=run_troubles)
    end = actions.add_parser("end", help="take nothing more from there, and tell nothing more")
    end.add_argument("name", help="its name in the list")
    end.set_defaults(run=run_end)
    for action in (new, told, amiss, end):
        add_data_options(action)


def run_add(arguments: argparse.Namespace) -> int:
    """The key goes to its file alone, which nobody else may read."""
    database, cities, clock = open_all(settings_of(arguments))
    try:
        for unit in arguments.units:
            if unit not in cities.current.units:
                raise CannotStart(either(f"城市中没有单位 {unit}", f"the city has no unit {unit}"))
        with _new_file(arguments.key) as handle:
            gate = Gates(database, clock).add(_name(arguments.name), arguments.folder, tuple(arguments.units))
            _write(handle, gate.key)
    except NameTaken as error:
        arguments.key.unlink(missing_ok=True)
        words = (f"已有名为“{error}”的网闸：见 gate list", f"a gate named “{error}” is in use: see gate list")
        raise CannotStart(either(*words)) from error
    finally:
        database.close()
    sys.stdout.write(
        either(f"已登记 {gate.name}；密钥：{arguments.key}", f"added {gate.name}; key: {arguments.key}") + "\n"
    )
    return 0


def run_list(arguments: argparse.Namespace) -> int:
    """A head line, then a line for each."""
    return write_table(arguments, HEAD, _lines)


def run_troubles(arguments: argparse.Namespace) -> int:
    """A head line, then a line for each, the newest first of each gate."""
    return write_table(arguments, TROUBLE_HEAD, _trouble_lines)


def run_end(arguments: argparse.Namespace) -> int:
    """Say which one it was."""
    database, clock = _opened(arguments)
    try:
        gate = Gates(database, clock).end(arguments.name)
    except LookupError as error:
        words = (f"没有名为“{arguments.name}”的在用网闸", f"no gate named “{arguments.name}” is in use")
        raise CannotStart(either(*words)) from error
    finally:
        database.close()
    sys.stdout.write(either(f"已停用 {gate.name}", f"ended: {gate.name}") + "\n")
    return 0


def _lines(told: Told) -> Iterator[str]:
    for gate in Gates(told.database, SystemClock()).all():
        yield line_of(gate, told)


def line_of(gate: Gate, told: Told) -> str:
    """One gate."""
    seen = look(told.database, gate.id)
    instants = (second(at, told.zone) if at else "" for at in (gate.since, seen.heard_at))
    oldest, ended = (second(at, told.zone) if at else "" for at in (seen.oldest, gate.ended))
    counts = (str(seen.waiting), oldest, str(seen.cases), str(seen.troubles))
    return cells(gate.name, " ".join(gate.units), str(gate.folder), *instants, *counts, ended)


def _trouble_lines(told: Told) -> Iterator[str]:
    clock = SystemClock()
    names = {gate.id: gate.name for gate in Gates(told.database, clock).all()} | {CENTRE: CENTRE}
    for id_, name in names.items():
        for each in Troubles(told.database, clock, id_).all():
            yield cells(name, second(each.at, told.zone), each.name, each.text(told.texts))


def _opened(arguments: argparse.Namespace) -> tuple[Database, Clock]:
    database, _, clock = open_all(settings_of(arguments))
    return database, clock


def _name(said: str) -> str:
    if not said.strip() or not said.isprintable() or len(said) > 100:
        raise CannotStart(either("请给网闸起一个不超过 100 字的名称", "give the gate a name of at most 100 characters"))
    return said.strip()


@contextlib.contextmanager
def _new_file(file: Path) -> Iterator[int]:
    """Made for the user alone; an older key is never overwritten. Raises CannotStart."""
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        words = (f"无法新建密钥文件 {file}：{error.strerror}", f"the key file {file} cannot be made: {error.strerror}")
        raise CannotStart(either(*words)) from error
    try:
        yield handle
    finally:
        os.close(handle)


def _write(handle: int, key: GateKey) -> None:
    os.write(handle, (key_text(key) + "\n").encode())
