"""`serve`: run the server; also as the child of a console, with whose end it ends."""

import argparse
import asyncio
import contextlib
import errno
import gc
import hashlib
import json
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import uvicorn

from server.cities import Cities, UnknownCity
from server.cli.city import compiled_or_told
from server.cli.common import (
    CannotStart,
    Commands,
    add_data_options,
    either,
    make_folder,
    open_all,
    settings_of,
    user_language,
)
from server.clock import Clock
from server.database import Database
from server.feeds.hub import Hub
from server.installer import BadAmendment, Installer, amendment_words, fingerprint, remember, remembered
from server.machines.carrier import BackToSource
from server.machines.sources import Sources
from server.only import only_server
from server.parent import Parent
from server.parts import Parts, put_together
from server.priority import give_way
from server.settings import DEMO, Settings
from server.speech import catalogue_texts

_IN_USE = (
    "{1} 上的端口 {0} 已被另一个程序占用：请结束它，或用 --port 指定其他端口（0：由系统选择）",
    "port {0} on {1} is in use by another program: end it, or give another with --port (0: the system chooses)",
)
_NO_PORT = ("{1} 上的端口 {0} 无法打开：{2}", "port {0} on {1} cannot be opened: {2}")
# New values until garbage is looked for: a batch of commands makes thousands, and next to no cycles.
GARBAGE = 20_000, 20, 50


def add(commands: Commands) -> None:
    """The command's options."""
    parser = commands.add_parser("serve", help="run the server")
    add_data_options(parser)
    parser.add_argument("--city", default="", metavar="FOLDER|demo", help="put this city in force first")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0: the system chooses")
    parser.add_argument("--port-file", type=Path, metavar="FILE", help="write the port here once ready")
    parser.add_argument(
        "--enrol", action="append", metavar="TOKEN", help="one-time token with which one console may enrol; repeatable"
    )
    parser.add_argument(
        "--parent", type=int, default=0, metavar="PID", help="end with this process, and give way to it"
    )
    parser.add_argument("--test-clock", type=Path, metavar="FILE", help="for synthetic cities only")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Serve until told to end."""
    from server.app import create_app  # half a second that the other commands need not spend

    settings = settings_of(arguments)
    if settings.parent:
        give_way()  # to its windows
    listener = listen(settings)
    with only_server(make_folder(settings.data)):
        parts = open_parts(settings)
        app = create_app(parts)
        gc.freeze()  # city, rules and libraries stay as they are: no garbage is looked for among them, again and again
        gc.set_threshold(*GARBAGE)
        config = uvicorn.Config(app, log_level="warning", access_log=False, lifespan="on")
        server = Server(config, settings, parts.feeds.hub)
        asyncio.run(_serve(server, listener, settings))
    return 0


def listen(settings: Settings) -> socket.socket:
    """The socket; bound before anything slow is done. Raises CannotStart when the port is taken."""
    try:
        return speaking_tcp(socket.create_server((settings.host, settings.port)))
    except OSError as error:
        where, why = (settings.port, settings.host), error.strerror
        if error.errno == errno.EADDRINUSE:
            raise CannotStart(either(*(words.format(*where) for words in _IN_USE))) from error
        raise CannotStart(either(*(words.format(*where, why) for words in _NO_PORT))) from error


def speaking_tcp(listener: socket.socket) -> socket.socket:
    """The same socket, made anew from its number: so it knows its protocol, and those that it accepts do.

    Only then asyncio lets small answers go at once; else each one waits 40 ms for the acknowledgement of its head.
    """
    return socket.socket(fileno=listener.detach())


def open_parts(settings: Settings) -> Parts:
    """Everything ready to serve: schema, city, people, enrolment. Raises CannotStart."""
    database, cities, clock = open_all(settings)
    if settings.city:
        _install(settings, database, cities, clock)
    try:
        synthetic = cities.current.synthetic
    except UnknownCity as error:
        raise CannotStart(
            either(
                "没有城市：请给出 --city 文件夹 或 --city demo",
                "no city is installed: give --city FOLDER or --city demo",
            )
        ) from error
    if settings.test_clock and not synthetic:
        raise CannotStart(
            either("--test-clock 只用于标明合成的城市", "--test-clock is for cities that are marked synthetic")
        )
    carriers = (BackToSource(Sources(database, clock), clock),)
    parts = put_together(settings, database, clock, cities, carriers)
    for token in settings.enrol:
        parts.access.offer_enrolment(token)
    return parts


def _install(settings: Settings, database: Database, cities: Cities, clock: Clock) -> None:
    folder = settings.data / "demo-city" if settings.city == DEMO else Path(settings.city)
    source = demo_source() if settings.city == DEMO else f"{folder.resolve()} {fingerprint(folder)}"
    if remembered(settings.data, source):
        with contextlib.suppress(UnknownCity):
            cities.current  # noqa: B018  is it really there?
            return
    if settings.city == DEMO:
        from server.city.demo import write_demo_city

        write_demo_city(folder)
    compiled = compiled_or_told(folder, None, user_language(), sys.stderr)
    try:
        Installer(database, cities, clock).install(
            compiled.pack, compiled.city, folder / "people.csv", compiled.numbers
        )
    except BadAmendment as bad:
        raise CannotStart(amendment_words(bad, catalogue_texts(user_language()))) from bad
    remember(settings.data, source)


def demo_source() -> str:
    """Changes when the program that writes or compiles the demo city does, or what it writes down as it is."""
    found = Path(__file__).parents[1].joinpath("city").rglob("*")
    files = sorted(file for file in found if file.is_file() and file.suffix != ".pyc")
    return "demo " + hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


async def _serve(server: "Server", listener: socket.socket, settings: Settings) -> None:
    async with _with_parent(server, settings.parent):
        await server.serve(sockets=[listener])


class Server(uvicorn.Server):
    """Says where it answers, once it does."""

    def __init__(self, config: uvicorn.Config, settings: Settings, hub: Hub) -> None:
        super().__init__(config)
        self._settings = settings
        self._hub = hub

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer; then the port goes to standard output and into the port file."""
        await super().startup(sockets)
        if self.started and sockets:
            _say(sockets[0].getsockname()[1], self._settings.port_file)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the polls that wait, then all the rest: else each would keep the server for 25 s."""
        self._hub.close()
        await super().shutdown(sockets)


def _say(port: int, port_file: Path | None) -> None:
    sys.stdout.write(json.dumps({"port": port}) + "\n")
    sys.stdout.flush()
    if port_file is not None:
        temporary = port_file.with_suffix(".part")
        temporary.write_text(str(port), encoding="ascii")
        temporary.replace(port_file)


@contextlib.asynccontextmanager
async def _with_parent(server: uvicorn.Server, parent: int) -> AsyncIterator[None]:
    watching = asyncio.create_task(_watch(server, Parent(parent))) if parent else None
    yield
    if watching is not None:
        watching.cancel()


async def _watch(server: uvicorn.Server, parent: Parent) -> None:
    while parent.lives():  # noqa: ASYNC110  no event tells of the end of a process that is not our child
        await asyncio.sleep(0.5)
    server.should_exit = True
