"""The server's parts over a small city of our own making, on the database that `database_url` names."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from rules.commands import Grant, Role
from server.access.accounts import Account, save
from server.casebook.book import Casebook
from server.casebook.judge import Judge
from server.cities import Cities
from server.database import Database
from server.feeds.heads import add_feeds, start_epoch
from server.feeds.homes import all_feeds
from server.feeds.service import Feeds
from server.migrate import migrate
from tests.server.small_city import NOW, PACK, small_city


@pytest.fixture(scope="session")
def prepare_database():
    """Every database begins with the migrations done."""

    def prepare(url: str) -> None:
        database = Database(url)
        migrate(database)
        database.close()

    return prepare


class HandClock:
    """A clock that stands where it is put."""

    def __init__(self, at: int) -> None:
        self.at = at

    def now(self) -> int:
        """The present instant."""
        return self.at


@pytest.fixture
def clock() -> HandClock:
    """Wednesday 2015-04-22 09:00 in the city."""
    return HandClock(NOW)


# Weaker than real ones, and so quicker: the verifier itself says how strong it is.
PASSWORD_HASH = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash("right-horse")

PEOPLE = (
    Account("wang", "王晓燕", "Wang", "", PASSWORD_HASH, (Grant(Role.DISPATCHER),)),
    Account("li", "李敏", "Li", "", PASSWORD_HASH, (Grant(Role.DISPATCHER),)),
    Account("chen", "陈志远", "Chen", "", PASSWORD_HASH, (Grant(Role.ACCEPTOR),)),
    Account("zhao", "赵建军", "Zhao", "", PASSWORD_HASH, (Grant(Role.SHIFT_LEADER),)),
    Account("u-west", "西区", "West", "west", PASSWORD_HASH, (Grant(Role.UNIT, "west"),)),
    Account("u-east", "东区", "East", "east", PASSWORD_HASH, (Grant(Role.UNIT, "east"),)),
    Account("c1", "采集员", "Collector", "", PASSWORD_HASH, (Grant(Role.COLLECTOR, "d1"),)),
    Account("gone", "离职", "Gone", "", PASSWORD_HASH, (Grant(Role.DISPATCHER, "", 0, NOW - 1),)),
)


@pytest.fixture
def database(database_url: str, clock: HandClock, cities_folder: Path) -> Iterator[Database]:
    """A database with the small city, its feeds, an epoch and some people."""
    database = Database(database_url)
    city = small_city()
    with database.write() as connection:
        Cities(database, cities_folder, lambda _: city).install(connection, PACK, city, clock.now())
        add_feeds(connection, all_feeds(city))
        start_epoch(connection, clock.now(), "first")
        save(connection, PEOPLE)
    yield database
    database.close()


@pytest.fixture
def cities_folder(tmp_path: Path) -> Path:
    """Where packs are kept."""
    return tmp_path / "cities"


@pytest.fixture
def cities(database: Database, cities_folder: Path) -> Cities:
    """The small city, in force."""
    return Cities(database, cities_folder, lambda _: small_city())


@pytest.fixture
def feeds(database: Database) -> Feeds:
    """The feeds of the database."""
    return Feeds(database)


@pytest.fixture
def casebook(database: Database, clock: HandClock, cities: Cities, feeds: Feeds) -> Casebook:
    """The casebook with the real rules."""
    return Casebook(database, clock, cities, feeds, Judge())
