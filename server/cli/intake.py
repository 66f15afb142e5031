"""`intake`: the citizens' page and Open311 as a program of its own, beyond a network gate."""

import argparse
import asyncio
import sys
from collections.abc import Callable
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from server.cities import Cities, UnknownCity
from server.cli.common import (
    CannotStart,
    Commands,
    add_data_options,
    either,
    make_folder,
    open_all,
    settings_of,
)
from server.cli.serve import Server, listen
from server.gate.seal import BadKey, GateKey, read_key
from server.only import only_server
from server.outside.program import Crossing, outside_of, until_city
from server.parts import Parts, put_together


def add(commands: Commands) -> None:
    """The command's options."""
    parser = commands.add_parser("intake", help="take in citizens' reports beyond a network gate")
    add_options(parser)
    parser.set_defaults(run=run)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Those of every program beyond a gate."""
    add_data_options(parser)
    parser.add_argument("--gate", type=Path, required=True, metavar="FOLDER", help="the folder that the gate carries")
    parser.add_argument("--key", type=Path, required=True, metavar="FILE", help="the gate's key, made at the centre")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0: the system chooses")
    parser.add_argument("--port-file", type=Path, metavar="FILE", help="write the port here once ready")
    parser.add_argument("--test-clock", type=Path, metavar="FILE", help="for synthetic cities only")


def run(arguments: argparse.Namespace) -> int:
    """Serve until told to end; before the first city has come from the centre, wait for it."""
    from server.outside.app import create_outside  # half a second that the other commands need not spend

    def made(parts: Parts, key: GateKey) -> tuple[Crossing, Callable[[], FastAPI]]:
        outside = outside_of(parts, make_folder(arguments.gate), key)
        return outside.crossing, lambda: create_outside(outside)

    return serve_beyond(arguments, made)


def serve_beyond(
    arguments: argparse.Namespace, made: Callable[[Parts, GateKey], tuple[Crossing, Callable[[], FastAPI]]]
) -> int:
    """A program beyond a gate: `made` gives its crossing, and the application once there is a city."""
    settings, key = settings_of(arguments), key_in(arguments.key)
    listener = listen(settings)
    with only_server(make_folder(settings.data)):
        database, cities, clock = open_all(settings)
        parts = put_together(settings, database, clock, cities)
        crossing, app = made(parts, key)
        _wait(cities, crossing, arguments.gate)
        if settings.test_clock and not cities.current.synthetic:
            words = ("--test-clock 只用于标明合成的城市", "--test-clock is for cities that are marked synthetic")
            raise CannotStart(either(*words))
        config = uvicorn.Config(app(), log_level="warning", access_log=False, lifespan="on")
        asyncio.run(Server(config, settings, parts.feeds.hub).serve(sockets=[listener]))
    return 0


def _wait(cities: Cities, crossing: Crossing, folder: Path) -> None:
    try:
        cities.current  # noqa: B018  is there one?
    except UnknownCity:
        chinese, english = "等待中心经网闸送来城市数据：", "waiting for the city from the centre through the gate: "
        sys.stderr.write(f"{either(chinese, english)}{folder}\n")
        sys.stderr.flush()
        asyncio.run(until_city(cities, crossing))


def key_in(file: Path) -> GateKey:
    """The key in a file. Raises CannotStart."""
    try:
        return read_key(file.read_text(encoding="utf-8"))
    except OSError as error:
        words = (f"无法读取密钥文件 {file}：{error.strerror}", f"the key file {file} cannot be read: {error.strerror}")
        raise CannotStart(either(*words)) from error
    except (BadKey, UnicodeDecodeError) as error:
        words = (
            f"{file} 中没有网闸密钥：请在中心运行 gate add 生成并带来",
            f"{file} holds no key of a gate: make one at the centre with gate add, and bring it here",
        )
        raise CannotStart(either(*words)) from error
