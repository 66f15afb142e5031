"""A small city under a storm: a server, four consoles behind fault proxies, the checker in a process of its own."""

import json
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from argon2 import PasswordHasher
from sqlalchemy import update

from rules.pack import decode_city
from server import tables
from server.cities import Cities
from server.clock import SystemClock
from server.database import Database
from tests.fixtures.programs import ROOT
from tests.together.faults.l2.proxy import Bite, FaultProxy
from tests.together.faults.l3.programs import DeskProgram, ServerProgram
from tests.together.faults.l3.watch import Watch, command
from tests.together.faults.tally import Tally
from tests.together.faults.world import put_into

DESKS = {"desk-0": "wang", "desk-1": "li", "desk-2": "liu", "desk-3": "zhao"}
PASSWORD = "right-horse"
START_S = 180
BOUND_S = 180  # of real time, on a machine that may have much else to do; virtual time has the tight bound


def make_world(database: str, data: Path) -> None:
    """The small world into an empty database; everybody has the same quick password."""
    data.mkdir(parents=True, exist_ok=True)
    opened = Database(database)
    put_into(opened, data, SystemClock(), 12)
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with opened.note() as connection:
        connection.execute(update(tables.accounts).values(password=quick))
    Cities(opened, data / "cities", decode_city).refresh()
    opened.close()


class Fleet:
    """Everything of one unit, in a folder of its own. `database`: an empty one, or "" = a SQLite file in the folder.

    `loses`: a stale copy may take the place of the database, so what a desk was answered need not be there at once.
    """

    def __init__(
        self, folder: Path, database: str, seed: int, tally: Tally, desks: int = len(DESKS), *, loses: bool = False
    ) -> None:
        self.folder, self.seed, self.tally = folder, seed, tally
        self.data = folder / "server"
        self.database = database or f"sqlite:///{self.data / 'griddesk.db'}"
        make_world(self.database, self.data)
        tokens = tuple(f"once-{name}" for name in DESKS)
        self.server = ServerProgram("server", folder, self.data, self.database, tokens)
        self.proxies: list[FaultProxy] = []
        self.desks: list[DeskProgram] = []
        self.checked_at = ""  # the database that survives, where it is another one than the desks began with
        self._logins = dict(tuple(DESKS.items())[:desks])
        self._more = ("--no-answers",) if loses else ()
        self.watch: Watch | None = None

    def begin(self) -> None:
        """Start all, until everybody is signed in."""
        self.server.start()
        self._wait(self.server.is_ready, "the server to answer")
        for name, login in self._logins.items():
            proxy = FaultProxy(self.server.port)
            proxy.said = self._bitten
            self.proxies.append(proxy)
            self.desks.append(DeskProgram(name, self.folder, (proxy.url,), login, PASSWORD))
            self.desks[-1].start(self.seed)
        self._wait(self.all_signed_in, "all to sign in")
        self.watch = Watch(lambda: (*self._asked("watched.jsonl"), *self._more), self._server)
        self.watch.start()

    def _bitten(self, bite: Bite) -> None:
        self.tally.bit(bite.fault, bite.proof)

    def recorded(self) -> int:
        """How many commands were called queued so far."""
        return sum(len(desk.queued) for desk in self.desks)

    def queued(self) -> set[str]:
        """The commands that were called queued so far."""
        return {command for desk in self.desks for command in tuple(desk.queued)}

    # looking ----------------------------------------------------------------------------------------------------------
    def ask_states(self) -> None:
        """Let each desk say how it stands."""
        for desk in self.desks:
            if desk.is_up:
                desk.tell(do="state")

    def all_signed_in(self) -> bool:
        """Whether somebody sits at each desk. RuntimeError when one has ended."""
        self.ask_states()
        if not all(desk.is_up for desk in self.desks):
            raise RuntimeError(f"a desk ended at its start: {self.told()}")
        return all(desk.state.get("signed") for desk in self.desks)

    def is_drained(self) -> bool:
        """Whether nothing waits anywhere. What is old is confirmed, as its operator would."""
        self.ask_states()
        for desk in self.desks:
            if desk.state.get("old"):
                desk.tell(do="confirm")
        return all(map(_is_idle, self.desks))

    # starting again ---------------------------------------------------------------------------------------------------
    def serve_again(self, point: str = "-", number: int = 1) -> None:
        """Start the server anew, after its end."""
        self.server.start(point, number)
        self._wait(self.server.is_ready, "the server to answer")
        for proxy in self.proxies:
            proxy.target = self.server.port

    def _wait(self, holds: Callable[[], object], what: str, seconds: float = START_S) -> None:
        until = time.monotonic() + seconds
        while not holds():
            if time.monotonic() > until:
                raise TimeoutError(f"waited {seconds:g} s for {what}: {self.told()}")
            time.sleep(0.1)

    def told(self) -> str:
        """How everybody stands, for who reads why something went wrong."""
        each = {desk.name: [*desk.failed, dict(desk.state), desk.is_up, desk.last_words()] for desk in self.desks}
        return json.dumps(each | {"server": [self.server.is_up, self.server.last_words()]}, ensure_ascii=False)

    def move_to(self, database: str) -> None:
        """The server starts again on another database."""
        self.database = database
        self.server.move_to(database)
        self.serve_again()

    # the end ----------------------------------------------------------------------------------------------------------
    def heal(self) -> None:
        """Mend the lines, start whoever is dead; nobody dies any more. A cache in memory ends with its program."""
        for proxy in self.proxies:
            proxy.heal()
        if not self.server.is_up:
            self.serve_again()
        for desk in self.desks:
            if desk.is_up and desk.in_memory:
                desk.stop()
            if not desk.is_up:
                desk.start(self.seed)

    def settled(self) -> list[str]:
        """Let it drain within the bound, end the desks, and ask the checker; what is only late may go on until then."""
        until = time.monotonic() + BOUND_S
        watched: list[str] = []
        while True:
            while not self.is_drained() and time.monotonic() < until:
                self.heal()
                time.sleep(0.3)
            late = [] if self.is_drained() else [f"I9 fleet: {self.told()}"]
            watched += self._watched()
            for desk in self.desks:
                desk.stop()
            found = self.check(quiet=True)
            only_late = all(line.startswith("I9 ") for line in found)
            if not found or not only_late or time.monotonic() > until:
                return found + late + watched
            self.heal()

    @property
    def looks(self) -> int:
        """How often the checker has looked at the books while everybody worked."""
        return self.watch.looks if self.watch else 0

    def _watched(self) -> list[str]:
        """What the checker has found while everybody worked; it looks no more."""
        return self.watch.end() if self.watch is not None else []

    def check(self, *, quiet: bool) -> list[str]:
        """What the checker finds, which imports nothing of ours."""
        asked = command(*self._asked("witness.jsonl"), *(["--quiet"] if quiet else []))
        ran = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
        if ran.returncode not in {0, 1}:
            raise RuntimeError(ran.stderr)
        said = [json.loads(line) for line in ran.stdout.splitlines()]
        return [f"{each['invariant']} {each['where']}: {each['what']}" for each in said]

    def _server(self) -> str:
        return (self.checked_at or self.database).replace("+psycopg", "").removeprefix("sqlite:///")

    def _asked(self, witness: str) -> list[str]:
        """What the checker is asked to look at, with what the desks said in a file of this name."""
        told = [{"id": each, "console": desk.name} for desk in self.desks for each in tuple(desk.queued)]
        told += [{"secret": each} for desk in self.desks for each in tuple(desk.secrets)]
        file = self.folder / witness
        file.write_text("".join(json.dumps(each) + "\n" for each in told), encoding="utf-8")
        consoles = [part for desk in self.desks for part in ("--console", f"{desk.name}={desk.folder}")]
        return ["--server", self._server(), "--witness", str(file), *consoles]

    def close(self) -> None:
        """End all, whatever happened."""
        if self.watch is not None:
            self.watch.close()
        for child in (*self.desks, self.server):
            child.stop()
        for proxy in self.proxies:
            proxy.close()


def _is_idle(desk: DeskProgram) -> bool:
    state = desk.state
    waits = state.get("outbox", 1) or state.get("left") or state.get("behind")
    return desk.is_up and state.get("line") == "online" and not waits
