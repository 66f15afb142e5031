"""The central server of the demo city as a real process, on the database that it is given."""

import json
from pathlib import Path
from typing import Any

import requests
from sqlalchemy import create_engine, text

from rules.city import City as Rules
from rules.pack import decode_city
from tests.fixtures import children
from tests.fixtures.programs import Program, Programs
from tests.together.harness.clock import TownClock, TrueClock
from tests.together.harness.person import Person


class City:
    """A server that can be stopped, killed and started again on the same port, on its own data."""

    def __init__(self, programs: Programs, data: Path, database: str, clock: TownClock | TrueClock) -> None:
        self._programs, self._data, self._database = programs, data, database
        self.clock = clock
        self.port = 0
        self.program: Program | None = None
        self._people: dict[str, Person] = {}
        self._packs: dict[str, Rules] = {}

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def start(self, *enrol: str, city: str = "") -> None:
        """Serve; `enrol` are one-time tokens for consoles, `city` a folder that is put in force first."""
        tokens = [part for token in enrol for part in ("--enrol", token)]
        folder = ["--city", city] if city else []
        options = ["--data", self._data, "--database", self._database, "--port", str(self.port)]
        self.program = self._programs.start("-m", "server", "serve", *options, *self.clock.options, *tokens, *folder)
        self.port = json.loads(self.program.wait_for(r'\{"port": \d+\}')[0])["port"]

    def stop(self) -> None:
        """End in order."""
        self._leave()
        if self.program:
            self.program.stop()

    def kill(self) -> None:
        """A power cut."""
        self._leave()
        if self.program:
            self.program.kill()

    def person(self, login: str) -> Person:
        """Somebody signed in over the interface; once for each start."""
        if login not in self._people:
            self._people[login] = Person(self.url, login)
        return self._people[login]

    def sign_everybody_out(self) -> None:
        """Who works over the interface signs in again when next asked for: sessions last twelve hours."""
        self._leave()

    def wait_for(self, login: str, list_name: str, cases: set[str]) -> None:
        """Wait until exactly these cases stand on a list of this person's."""
        person = self.person(login)

        def there() -> bool:
            return {case["id"] for case in person.on_list(list_name)} == cases

        children.wait_until(there, f"{list_name} of {login}")

    def wait_for_stage(self, case_id: str, stage: str) -> None:
        """Wait until the server has a case in this stage."""
        children.wait_until(lambda: self.person("wang").case(case_id)["stage"] == stage, f"{stage} of {case_id}")

    def hello(self) -> dict[str, Any]:
        """Who answers."""
        with requests.Session() as http:
            http.trust_env = False
            said: dict[str, Any] = http.get(f"{self.url}/v1/hello", timeout=30).json()
            return said

    def rules(self) -> Rules:
        """The pack of the city in force, as consoles get it."""
        version = self.hello()["city"]["version"]
        if version not in self._packs:
            self._packs[version] = decode_city(self.person("chen").get(f"/v1/city/{version}"))
        return self._packs[version]

    def collector(self, case_id: str) -> Person:
        """The collector of the responsibility grid in which a case lies, over the interface."""
        return self.person(self.collector_of(case_id))

    def collector_of(self, case_id: str) -> str:
        """The login of that collector."""
        duty_grid = self.person("chen").case(case_id)["duty_grid"]
        asked = self.person("chen").ask("people", role="collector")["people"]
        return str(next(one["id"] for one in asked if one["unit"] == duty_grid))

    def command(self, *arguments: str | Path) -> str:
        """Run another command of the server's program on the same data; what it wrote. Raises when it fails."""
        program = self.begin(*arguments)
        if program.wait(120):
            raise RuntimeError(program.output())
        return program.output()

    def begin(self, *arguments: str | Path) -> Program:
        """Start another command of the server's program on the same data."""
        options = ["--files", self._data, "--database", self._database]
        return self._programs.start("-m", "server", *arguments, *options)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What stands in its database, past the program."""
        engine = create_engine(self._database)
        try:
            with engine.connect() as connection:
                return [tuple(row) for row in connection.execute(text(query))]
        finally:
            engine.dispose()

    def change(self, statement: str) -> None:
        """Change its database, past the program."""
        engine = create_engine(self._database)
        try:
            with engine.begin() as connection:
                connection.execute(text(statement))
        finally:
            engine.dispose()

    def _leave(self) -> None:
        for person in self._people.values():
            person.close()
        self._people.clear()


def install(programs: Programs, data: Path, database: str, folder: Path) -> None:
    """Put the demo city into an empty database, once for each kind of database; `folder` keeps the written city."""
    city = ["--city", folder if folder.exists() else "demo"]
    program = programs.start("-m", "server", "serve", "--data", data, "--database", database, *city)
    program.wait_for(r'\{"port": \d+\}', 120)
    program.stop()
    if not folder.exists():
        (data / "demo-city").rename(folder)
