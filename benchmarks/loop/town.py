"""Servers and consoles for the measures: the demo city with cases that wait, and consoles on its line."""

import json
import random
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import requests

from benchmarks.frame.bench import Bench, now, wait_until
from benchmarks.frame.trace import Trace
from rules.pack import decode_city
from tests.fixtures.programs import Program
from tests.together.harness.person import PASSWORD, Person

__all__ = ["MAIN", "PASSWORD", "SEED", "Console", "Server", "demo", "file_cases", "places", "serve"]

SEED = 20150422
WORDS, CONDITION = "井盖松动", "component-01-02-1"
MAIN = r"^(网格派遣台|Griddesk) · "
SIGN_IN = r"登录|[Ss]ign in"


@dataclass(slots=True)
class Server:
    """A running server of one data folder."""

    program: Program
    url: str
    data: Path

    def person(self, login: str, password: str = PASSWORD) -> Person:
        """Somebody signed in over the interface."""
        return Person(self.url, login, password)


def serve(bench: Bench, data: Path, *options: str, module: str = "server") -> Server:
    """Serve a data folder; ready when this returns."""
    program = bench.start("-m", module, "serve", "--data", data, *options)
    port = json.loads(program.wait_for(r'\{"port": \d+\}')[0])["port"]
    return Server(program, f"http://127.0.0.1:{port}", data)


def demo(bench: Bench) -> Path:
    """A data folder with the demo city in force and no cases; the city is made once in a run."""
    if "demo" not in bench.kept:
        data = bench.new_folder("demo")
        serve(bench, data, "--city", "demo").program.stop()
        bench.kept["demo"] = data
    copy = bench.new_folder("town")
    shutil.copytree(bench.kept["demo"], copy, dirs_exist_ok=True)
    return copy


class Console:
    """A console with files of its own; it may be started more than once."""

    def __init__(self, bench: Bench, name: str) -> None:
        self._bench = bench
        self.folder = bench.new_folder(name)
        self._starts = 0

    def start(self, *options: str) -> tuple[float, Trace, Program]:
        """Start it on the screen: when, what it writes of itself, the process."""
        self._starts += 1
        file = self.folder / f"trace{self._starts}"
        own: list[str | Path] = [
            "--files",
            self.folder / "files",
            "--key-file",
            self.folder / "key",
            "--diagnosis",
            file,
        ]
        own += ["--sounds-log", self.folder / "sounds", "--no-guide"]
        began = now()
        program = self._bench.start("main.py", *own, *options, env=self._bench.screen().env)
        return began, Trace(file), program

    def sign_in(self, login: str, password: str = PASSWORD) -> None:
        """Type into the sign-in that opens by itself."""
        screen = self._bench.screen()
        screen.activate(screen.find_window(SIGN_IN))
        screen.key("ctrl+a")
        screen.type(login)
        screen.key("Tab", "ctrl+a")
        screen.type(password)
        screen.key("Return")
        wait_until(lambda: not screen.windows(SIGN_IN), f"the sign-in of {login}")
        screen.activate(screen.find_window(MAIN))


def places(server: Server, count: int) -> list[tuple[int, int]]:
    """Points inside grids all over the city, the same each time, in 1e-7 degree."""
    person = server.person("chen")
    with requests.Session() as http:
        http.trust_env = False
        version = http.get(f"{server.url}/v1/hello", timeout=30).json()["city"]["version"]
    grids = decode_city(person.get(f"/v1/city/{version}")).grids
    assert grids is not None
    chosen = random.Random(SEED).sample(range(len(grids.points)), count)
    return [(int(lon), int(lat)) for lon, lat in grids.points[chosen]]


def file_cases(server: Server, points: Sequence[tuple[int, int]]) -> list[str]:
    """A loose cover at each point, reported, accepted and filed: it waits for its dispatch."""
    clerk, leader = server.person("chen"), server.person("zhao")
    return [_file_case(clerk, leader, point, number) for number, point in enumerate(points)]


def _file_case(clerk: Person, leader: Person, point: tuple[int, int], number: int) -> str:
    lon, lat = point
    case_id = clerk.report(f"{WORDS} {number}", address=WORDS, lon=lon, lat=lat, source="media")
    clerk.do("accept", case_id, category=CONDITION.rpartition("-")[0])
    leader.do("file", case_id, condition=CONDITION)
    return case_id
