"""The world of the matrix: a real application over a real database, with cases, people, photos and what is beside."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from fastapi import FastAPI
from sqlalchemy import insert

from rules import protocol, wire
from rules.case import Case
from rules.city import City
from rules.commands import Actor, Command, Grant, Role
from rules.lifecycle import Applied
from server import tables
from server.access.accounts import SYSTEM, actor, save
from server.access.sessions import Session, mac_of
from server.app import create_app
from server.casebook.book import Casebook
from server.casebook.judge import Judge
from server.cities import Cities
from server.database import Database
from server.drills import Drills, Figures
from server.feeds.heads import add_feeds, start_epoch
from server.feeds.homes import all_feeds, copies, home
from server.parts import Parts, put_together
from server.settings import Settings
from server.staff_phones import keep_numbers
from tests.matrix.cases import Told, world_cases
from tests.matrix.city import EAST, MOBILES, PASSWORD, WEST, Somebody, accounts, matrix_city
from tests.server.small_city import NOW

PACK = b"a pack with phone0west0 and phone0east0"
VERSION = sha256(PACK).hexdigest()[:16]
AUDITED, LOGGED, DRILL = "qauditreasonq", "qgrantwhyq", "qdrilleastq"


class StandingClock:
    """It is always the same instant: two answers differ by what they tell alone."""

    def now(self) -> int:
        """Wednesday 2015-04-22 09:00 in the city."""
        return NOW


@dataclass(frozen=True, slots=True)
class World:
    """What the doors are asked in, and what must not come out of them."""

    app: FastAPI
    parts: Parts
    city: City
    people: tuple[Somebody, ...]
    told: tuple[Told, ...]
    tokens: dict[str, str]  # bearer tokens by name
    desks: dict[str, str]  # of persons: a console of the whole city that they sit at

    def actor(self, who: Somebody) -> Actor:
        """With the grants that stand in the database."""
        with self.parts.database.read() as connection:
            found = actor(connection, who.name)
        assert found is not None
        return found

    def session(self, who: Somebody) -> Session:
        """The person's own."""
        return self.parts.access.session(self.tokens[who.name])

    def feeds(self, case: Case) -> frozenset[str]:
        """Where it stands."""
        return copies(case, self.city) | {home(case, self.city)}

    def pushed(self, who: Somebody, case_id: str, n: int) -> bytes:
        """A push of the person's desk with one command on a case."""
        session = self.session(who)
        role = who.grants[0].role
        made = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{who.name} {case_id} {n}"))
        command = Command(made, "note", case_id, who.name, role, NOW, body={"text": "x"}, session=session.id)
        digest = wire.command_hash(command)
        one = protocol.Pushed(n, command, digest, mac_of(session.key, digest))
        return wire.canonical(protocol.Push(f"desk of {who.name}", 1, self.parts.feeds.epoch.id, (one,)))


@contextmanager
def world(url: str, folder: Path, people: tuple[Somebody, ...]) -> Iterator[World]:
    """Over a migrated and empty database."""
    database, clock, city = Database(url), StandingClock(), matrix_city()
    cities = Cities(database, folder / "cities", lambda _: matrix_city())
    with database.write() as connection:
        cities.install(connection, PACK, city, NOW)
        add_feeds(connection, all_feeds(city))
        start_epoch(connection, NOW, "first")
        save(connection, accounts(people))
    parts = put_together(Settings(folder), database, clock, cities)
    parts.claiming.begin()
    told = world_cases()
    try:
        for each in told:
            _keep(parts, each)
        _note(parts)
        signed = {who.name: _signed(parts, who) for who in people if who.is_person}
        stations = {who.name: _enrolled(parts, who.name, who.feeds) for who in people if who.feeds}
        desks = {name: _enrolled(parts, f"desk of {name}", "*") for name in signed}
        yield World(create_app(parts), parts, city, people, told, signed | stations, desks)
    finally:
        parts.close()


def _keep(parts: Parts, told: Told) -> None:
    """As if it had come to this by itself: the casebook writes case, children, events and feeds as always."""
    judge = Judge(apply=lambda *_: Applied(told.case, told.events))
    book = Casebook(parts.database, parts.clock, parts.cities, parts.feeds, judge)
    command = Command(f"make-{told.case.id}", "report", told.case.id, SYSTEM.id, Role.SYSTEM, NOW)
    outcome = book.do(command, SYSTEM, told.personal)
    assert outcome.state == "accepted", outcome
    parts.photos.put(sha256(told.photo).hexdigest(), told.photo)


def _note(parts: Parts) -> None:
    looks, log = tables.personal_audit, tables.grant_log
    with parts.database.write() as connection:
        values = {"id": "look-1", "personal": "x", "case_id": "x", "actor": "x", "at": NOW - 1, "reason": AUDITED}
        connection.execute(insert(looks).values(**values))
        given = {"id": "log-1", "deed": "given", "account": "x", "role": "unit", "unit": WEST, "by": "x"}
        keep_numbers(connection, {each.code: number for number, each in MOBILES.items()}, NOW)
        connection.execute(insert(log).values(**given, since=0, until=0, at=NOW - 1, why=LOGGED))
    leader = Actor("leader-east", grants=(Grant(Role.LEADER, EAST),))
    Drills(parts.database).keep("drill-1", leader, Figures(NOW - 2, NOW - 1, number=DRILL), parts.cities.current, NOW)


def _signed(parts: Parts, who: Somebody) -> str:
    return parts.access.sign_in(who.name, PASSWORD, "api")[1]


def _enrolled(parts: Parts, name: str, feeds: str) -> str:
    parts.access.offer_enrolment(f"token for {name}", feeds)
    return parts.access.enrol(f"token for {name}", name, name)
