"""A little city, figures for it, and a whole simulator over a server in memory."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from rules.city import City
from server.simulator.agenda import Agenda
from server.simulator.cast import Cast, people_of
from server.simulator.chance import Chance
from server.simulator.city_life import CityLife
from server.simulator.counts import Counts
from server.simulator.desks import Desks, Districts
from server.simulator.figures import Figures, Matter
from server.simulator.figures_file import read_figures
from server.simulator.incoming import Desk, Incoming
from server.simulator.kept_sessions import KeptSessions
from server.simulator.neighbours import Neighbours
from server.simulator.patience import Patience
from server.simulator.photos import Camera
from server.simulator.places import Places
from server.simulator.plan import Life
from server.simulator.reports import Reports
from server.simulator.sender import Sender
from server.simulator.sessions import Sessions
from server.simulator.signing import Line
from server.simulator.tools import Tools
from server.simulator.world import World
from tests.server.simulator.little_city import little_city
from tests.server.simulator.little_server import LittleServer

FIGURES = Path(__file__).parents[3] / "server" / "city" / "demo" / "data" / "folder" / "figures.toml"
MONDAY_8 = 1_772_409_600_000  # Mon 2026-03-02 08:00 in Shanghai
MATTERS = (
    Matter("event-01-10", 3, "refuse", ("路口有暴露垃圾",), {"1": 4, "2": 1}),
    Matter("component-01-02", 1, "manhole", ("污水井盖松动",), {"1": 3, "9": 1}),
)


class HandClock:
    """A clock that stands where it is put."""

    def __init__(self, at: int) -> None:
        self.at, self.speed = at, 0.0

    def now(self) -> int:
        """The present instant."""
        return self.at


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    """The little city."""
    return little_city(tmp_path_factory.mktemp("little"))[1]


@pytest.fixture
def figures() -> Figures:
    """The demo city's figures with what the little city has to report."""
    return replace(read_figures(FIGURES), matters=MATTERS)


@dataclass
class Played:
    """A simulator over a server in memory."""

    server: LittleServer
    clock: HandClock
    life: CityLife
    agenda: Agenda
    cast: Cast
    counts: Counts
    said: list[str]

    def run(self, until: int = 0, step: int = 60_000) -> None:
        """Step by step until it is over, or until an instant."""
        while self.clock.at < until if until else not self.life.is_over():
            wanted = max(self.life.next_at() - self.clock.at, 1)
            self.clock.at += -(-wanted // step) * step
            self.life.step()


Play = Callable[..., Played]


@pytest.fixture
def play(city: City, figures: Figures) -> Play:
    """Make a simulator: `cases`, `seed`, `dispatchers`, other figures, or one that goes on with a known server."""

    def make(
        cases: int = 200,
        seed: int = 1,
        *,
        dispatchers: bool = True,
        changed: Figures = figures,
        server: LittleServer | None = None,
    ) -> Played:
        clock = HandClock(MONDAY_8) if server is None else server.clock
        assert isinstance(clock, HandClock)
        server = server or LittleServer(city, clock)
        said: list[str] = []
        patience = Patience(lambda: False, lambda _, english: said.append(english), lambda _: None)
        tools = Tools(Chance(seed), Counts(), patience, lambda _, english: said.append(english))
        cast = Cast(people_of(server.people("")), tools.chance, dispatchers=dispatchers)
        life = Life(city, changed, tools.chance, cast, Neighbours())
        world, agenda = World(server), Agenda(cast.plays)
        kept = KeptSessions(None, "")
        sessions = Sessions(server, "", clock.now, lambda: clock.at / 1000, kept)
        camera = Camera(changed, tools.chance, lambda wanted: repr(wanted).encode(), server.put_photo, pooled=True)
        sender = Sender(Line(server, world, sessions, camera, "simulator", True), tools, agenda.again)
        assert city.grids is not None
        desks = Desks([sender], Districts(world, city.grids).of, world, patience)
        reports = Reports(city, changed, tools.chance, Places(city.grids, tools.chance, changed.places))
        source = Incoming(city, changed, tools.chance, reports, Desk(cast, tools.chance), 2000, "plain")
        city_life = CityLife(life, world, agenda, desks, source, clock, patience, cases_most=cases)
        city_life.begin()
        return Played(server, clock, city_life, agenda, cast, tools.counts, said)

    return make
