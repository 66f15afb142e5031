"""Puts a simulator together: enrols, reads the city from the server, finds its people, and makes all parts."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from zoneinfo import ZoneInfo

from rules.city import City, Unit
from rules.grid import Grids
from rules.pack import decode_city
from server.simulator.agenda import Agenda
from server.simulator.cast import Cast, people_of
from server.simulator.chance import Chance
from server.simulator.city_life import CityLife, Source
from server.simulator.clocks import Clock, FollowedClock, MachineClock, RatedClock, SteppedClock, read_clock
from server.simulator.counts import Counts
from server.simulator.desks import Desks, Districts
from server.simulator.door import Door, Hello, Refused
from server.simulator.enrolling import NOT_SIGNED_IN, enrol
from server.simulator.figures import Figures
from server.simulator.fitting import fitted
from server.simulator.incoming import Desk, Gently, Incoming
from server.simulator.kept_sessions import KeptSessions
from server.simulator.morning import EarlyCases
from server.simulator.neighbours import Neighbours
from server.simulator.painter import Painter, Shot
from server.simulator.patience import Patience
from server.simulator.photos import Camera, Wanted
from server.simulator.places import Places
from server.simulator.plan import Life
from server.simulator.reports import Reports
from server.simulator.sender import Sender
from server.simulator.sessions import PersonAway, Sessions
from server.simulator.signing import Line
from server.simulator.taken import TakenRoles
from server.simulator.tools import Tools
from server.simulator.wish import CannotSimulate, Wish
from server.simulator.world import World

SCENES_KEPT = 3  # a case comes back to its place long after others
Say = Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class Simulation:
    """A simulator that is ready to begin."""

    wish: Wish
    hello: Hello
    doors: tuple[Door, ...]
    clock: Clock
    cast: Cast
    roles: TakenRoles
    agenda: Agenda
    life: CityLife
    counts: Counts
    sessions: Sessions
    world: World
    early: EarlyCases | None
    zone: str
    units: Mapping[str, Unit]
    known: Life
    patience: Patience

    def close(self) -> None:
        """Give all connections back."""
        for door in self.doors:
            door.close()


def set_up(wish: Wish, ended: Callable[[], bool], say: Say) -> Simulation:
    """All parts. Raises CannotSimulate and Ended; a server that is away is waited for."""
    door, patience = Door(wish.url), Patience(ended, say)
    hello = patience.until_done(door.hello)
    _insist_synthetic(wish, hello)
    _insist_clock(wish)
    lines = _lines(wish, door, patience, say)  # before the city: only who is known here is told of it
    city, grids = _city(door, hello, patience)
    clock = patience.until_done(lambda: _clock(wish, hello, city.zone))
    tools = Tools(Chance(wish.seed), Counts(), patience, say)
    kept = KeptSessions(wish.sessions, door.workstation)
    sessions = Sessions(door, wish.password, clock.now, time.monotonic, kept)
    cast = _cast(wish, door, sessions, tools)
    roles = TakenRoles(cast, wish.roles, say)
    figures = fitted(wish.figures.gently() if wish.gentle else wish.figures, city, say)
    world, agenda = World(door), Agenda(cast.plays)
    camera = _camera(wish, figures, city, door, tools)
    life = Life(city, figures, tools.chance, cast, Neighbours())
    source, early = _incoming(wish, life, grids, world)
    senders = [
        Sender(Line(each, world, sessions, camera, console_id, wish.speed == 0), tools, agenda.again)
        for each, console_id in lines
    ]
    desks = Desks(senders, Districts(world, grids).of, world, patience)
    city_life = CityLife(life, world, agenda, desks, source, clock, patience, cases_most=wish.cases)
    if early is not None:
        city_life.early = early.plans
    doors = tuple(each for each, _ in lines)
    parts = (wish, hello, doors, clock, cast, roles, agenda, city_life, tools.counts, sessions, world, early)
    return Simulation(*parts, city.zone, city.units, life, patience)


def _lines(wish: Wish, door: Door, patience: Patience, say: Say) -> list[tuple[Door, str]]:
    """The door and the console id of each workstation; the first one also asks for all that has changed."""
    if len(wish.enrol) > 1 and wish.speed:
        raise CannotSimulate(
            "--enrol 只有在 --full-speed 时才可给出多个", "--enrol can be given more than once with --full-speed alone"
        )
    doors = [door, *(Door(wish.url) for _ in wish.enrol[1:])]
    return [(each, enrol(wish, each, patience, say, number)) for number, each in enumerate(doors)]


def _insist_synthetic(wish: Wish, hello: Hello) -> None:
    if not hello.synthetic:
        raise CannotSimulate(
            f"{wish.url}：{hello.city_name} 是真实城市，不为它编造案卷",
            f"{wish.url}: {hello.city_name} is a real city: nothing is invented for it",
        )


def _city(door: Door, hello: Hello, patience: Patience) -> tuple[City, Grids]:
    city = decode_city(patience.until_done(lambda: door.city(hello.city_version)))
    if city.grids is None:
        raise CannotSimulate(f"{city.name} 没有网格数据", f"{city.name_en or city.name} has no grids")
    return city, city.grids


def _cast(wish: Wish, door: Door, sessions: Sessions, tools: Tools) -> Cast:
    """Everybody, as an account of the centre sees them."""
    try:
        told = _people(wish, door, sessions, tools)
    except PersonAway as error:
        raise CannotSimulate(
            f"账号 {wish.first} 无法登录：{error}。请用 --password 给出演示账号的密码",
            f"account {wish.first} cannot sign in: {error}; give the accounts' password with --password",
        ) from error
    cast = Cast(people_of(told), tools.chance, dispatchers=wish.dispatchers)
    cast.taken |= set(wish.taken)
    return cast


def _people(wish: Wish, door: Door, sessions: Sessions, tools: Tools) -> list[dict[str, str]]:
    """With a session that was kept, or where the server has ended that one, with a new one."""
    try:
        return tools.patience.until_done(lambda: door.people(sessions.bearer(wish.first)))
    except Refused as error:
        if error.status != NOT_SIGNED_IN:
            raise
    sessions.forget(wish.first)
    return tools.patience.until_done(lambda: door.people(sessions.bearer(wish.first)))


def _camera(wish: Wish, figures: Figures, city: City, door: Door, tools: Tools) -> Camera:
    painter = Painter(city.zone, SCENES_KEPT)
    pooled = wish.speed == 0 or wish.speed > figures.photos.paint_up_to

    def paint(wanted: Wanted) -> bytes:
        return painter.paint(Shot(**{each.name: getattr(wanted, each.name) for each in fields(wanted)}))

    return Camera(figures, tools.chance, paint, door.put_photo, pooled=pooled)


def _incoming(wish: Wish, life: Life, grids: Grids, world: World) -> tuple[Source, EarlyCases | None]:
    city, figures, chance = life.city, life.figures, life.chance
    places = Places(grids, chance, figures.places)
    reports, desk = Reports(city, figures, chance, places), Desk(life.cast, chance)
    if wish.gentle:
        early = EarlyCases(city, figures, places, desk, life, life.cast)
        return Gently(figures, reports, desk, world.waiting_for_dispatch), early
    per_day = wish.cases_per_day or figures.volume.cases_per_day
    return Incoming(city, figures, chance, reports, desk, per_day, wish.day), None


def _insist_clock(wish: Wish) -> None:
    if wish.test_clock is None and (wish.speed != 1 or wish.start):
        raise CannotSimulate(
            "--speed、--full-speed、--start 均须用 --test-clock 给出服务器所用的同一时钟文件",
            "--speed, --full-speed and --start need --test-clock FILE: the file that the server reads, too",
        )


def _clock(wish: Wish, hello: Hello, zone: str) -> Clock:
    """The clock that the speed needs; a test clock goes on where it was unless a start is given."""
    if wish.test_clock is None:
        return MachineClock(hello.server_time - time.time_ns() // 1_000_000)
    if wish.speed == 1 and not wish.start:
        return FollowedClock(wish.test_clock)
    begun = read_clock(wish.test_clock) or hello.server_time
    at = _instant(wish.start, zone) if wish.start else begun
    return RatedClock(wish.test_clock, at, wish.speed) if wish.speed else SteppedClock(wish.test_clock, at)


def _instant(text: str, zone: str) -> int:
    try:
        told = datetime.fromisoformat(text)
    except ValueError as error:
        raise CannotSimulate(
            f"--start {text}：应为 2026-03-02T08:00 这样的时间",
            f"--start {text}: expected a time like 2026-03-02T08:00",
        ) from error
    there = told if told.tzinfo else told.replace(tzinfo=ZoneInfo(zone))
    return int(there.timestamp() * 1000)
