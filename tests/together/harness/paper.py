"""A server's books and two desks whose lines are cut: what hand-over files and their replies go to and fro between."""

from dataclasses import replace
from pathlib import Path

from sqlalchemy import select

from console.facts import SignedIn
from rules.case import Case
from rules.commands import Actor, Grant, Role
from rules.wire import decode_case
from server import tables
from server.access.accounts import Account, save
from server.access.sessions import Access
from server.casebook.book import Casebook
from server.cities import Cities
from server.database import Database
from server.feeds.heads import add_feeds, start_epoch
from server.feeds.homes import all_feeds
from server.migrate import migrate
from server.parts import Parts, put_together
from server.replies import Replies
from server.settings import Settings
from tests.console.desk.room import Room
from tests.server.conftest import PASSWORD_HASH, HandClock
from tests.server.small_city import NOW, PACK, Hands, small_city

ROLES = {"wang": Role.DISPATCHER, "chen": Role.ACCEPTOR, "zhao": Role.SHIFT_LEADER}
PASSWORD = "right-horse"


class World:
    """The desks are Wang's, who signed in at both before the line was cut."""

    def __init__(self, folder: Path) -> None:
        self.database = Database(f"sqlite:///{folder / 'server.db'}")
        migrate(self.database)
        city = small_city()
        self.city = replace(city, policies=replace(city.policies, feedback_required_photos=1))
        clock, cities = HandClock(NOW), Cities(self.database, folder / "cities", lambda _: self.city)
        with self.database.write() as connection:
            cities.install(connection, PACK, self.city, NOW)
            add_feeds(connection, all_feeds(self.city))
            start_epoch(connection, NOW, "first")
            people = [Account(login, login, "", "", PASSWORD_HASH, (Grant(role),)) for login, role in ROLES.items()]
            save(connection, people)
        self.session, self.token = Access(self.database, clock).sign_in("wang", PASSWORD, "desk")
        self.parts: Parts = put_together(Settings(folder), self.database, clock, cities)
        self.casebook: Casebook = self.parts.casebook
        self.replies = Replies(self.database, cities, self.casebook, self.parts.photos, clock)
        Hands(self.casebook).filed("case-1")
        self.desk, self.other = (self._desk(folder / name) for name in ("desk", "other"))

    def _desk(self, folder: Path) -> Room:
        room, session = Room(folder), self.session
        room.desk.use_city(self.city)
        wang = Actor("wang", "王晓燕", session.actor.grants, name_en="Wang Xiaoyan")
        room.desk.seats.sign_in(SignedIn("desk", wang, session.id, session.key, self.token, session.expires_at))
        room.has(self.case())
        return room

    def case(self) -> Case:
        """The case at the server."""
        with self.database.read() as connection:
            return decode_case(bytes(connection.scalar(select(tables.cases.c.image)) or b""))

    def push(self) -> list[tuple[str, str]]:
        """What waits at the desk goes to the server: what came of each."""
        push = replace(self.desk.push(), epoch="")
        answer = self.casebook.push(push, "station", push.console_id)
        self.desk.out.answered(replace(answer, epoch=self.desk.epoch))
        return [(result.outcome.state, result.outcome.rule) for result in answer.results]

    def close(self) -> None:
        """All ends."""
        self.desk.close()
        self.other.close()
        self.parts.close()
