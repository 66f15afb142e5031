"""`terminals`: the terminals of units as a program of its own, beyond a network gate."""

import argparse
from collections.abc import Callable

from fastapi import FastAPI

from server.cli.common import Commands, make_folder
from server.cli.intake import add_options, serve_beyond
from server.gate.seal import GateKey
from server.outside.program import Crossing, terminals_of
from server.parts import Parts


def add(commands: Commands) -> None:
    """The command's options."""
    parser = commands.add_parser("terminals", help="serve units' terminals beyond a network gate")
    add_options(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Serve until told to end; before the first city has come from the centre, wait for it."""
    from server.outside.terminals import create_terminals  # half a second that the other commands need not spend

    def made(parts: Parts, key: GateKey) -> tuple[Crossing, Callable[[], FastAPI]]:
        theirs, crossing = terminals_of(parts, make_folder(arguments.gate), key)
        return crossing, lambda: create_terminals(theirs, crossing)

    return serve_beyond(arguments, made)
