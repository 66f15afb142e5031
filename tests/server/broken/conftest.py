"""A real server on a small city, and a desk that pushes signed commands to it, before and after something broke."""

import json
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
import requests
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.pool import NullPool

from rules.commands import Command, Role
from rules.protocol import Push, Pushed
from rules.wire import canonical, command_hash
from server.access.sessions import mac_of
from tests.fixtures.programs import Program, Programs
from tests.server.city.small_folder import write_small_city
from tests.server.client import Client

PEOPLE = "login,name,roles,unit,password\nchen,陈志远,acceptor,,right-horse\n"
Serve = Callable[[], tuple[Program, Client]]
JSON = {"Content-Type": "application/json", "Accept-Language": "en"}


class Desk:
    """A signed-in acceptor at an enrolled workstation; it numbers its commands by itself."""

    def __init__(self, client: Client) -> None:
        self.client = client
        station = {"enrol": "once", "name": "desk", "console_id": "console-1"}
        self.station = {"Authorization": "Bearer " + client.post("/v1/workstations", json=station).json()["token"]}
        signed = client.post("/v1/session", json={"login": "chen", "password": "right-horse", "seat": "desk"}).json()
        self.key, self.session = bytes.fromhex(signed["key"]), signed["session"]
        self.now = client.get("/v1/hello").json()["server_time"]
        self._n = count(1)

    def reports(self, number: int) -> Push:
        """A push of so many new reports."""
        return Push("console-1", 1, "", tuple(self._report(next(self._n)) for _ in range(number)))

    def _report(self, n: int) -> Pushed:
        body: dict[str, object] = {"words": f"matter {n}"}
        said = (f"c-{n}", "report", f"case-{n}", "chen", Role.ACCEPTOR, self.now)
        command = Command(*said, body=body, session=self.session)
        hash_ = command_hash(command)
        return Pushed(n, command, hash_, mac_of(self.key, hash_))

    def push(self, push: Push) -> requests.Response:
        """Send it; the same may be sent again."""
        return self.client.post("/v1/push", data=canonical(push), headers=self.station | JSON)


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """The folder of a small city with an acceptor."""
    folder = write_small_city(tmp_path / "city")
    (folder / "people.csv").write_text(PEOPLE, encoding="utf-8")
    return folder


@pytest.fixture
def serve(programs: Programs, tmp_path: Path, city: Path, database_url: str) -> Serve:
    """Starts the server on this test's database and waits for its port."""

    def start() -> tuple[Program, Client]:
        where = ("--city", city, "--data", tmp_path / "data", "--database", database_url, "--enrol", "once")
        program = programs.start("-m", "server", "serve", *where)
        port = json.loads(program.wait_for(r'\{"port": \d+\}').group())["port"]
        return program, Client(f"http://127.0.0.1:{port}")

    return start


class Beside:
    """Looks into the database beside the server."""

    def __init__(self, url: str) -> None:
        self._engine = create_engine(url, poolclass=NullPool)

    def connect(self) -> Connection:
        """A connection of one's own."""
        return self._engine.connect()

    def count(self, table: str) -> int:
        """How many rows a table has."""
        with self.connect() as connection:
            return int(connection.scalar(text(f"SELECT count(*) FROM {table}")) or 0)  # noqa: S608  our own names

    def do(self, *statements: str) -> None:
        """Statements in one transaction."""
        with self.connect() as connection, connection.begin():
            for statement in statements:
                connection.execute(text(statement))


@pytest.fixture
def beside(database_url: str) -> Beside:
    """The database, beside whoever else is at work on it."""
    return Beside(database_url)
