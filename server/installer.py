"""Puts a city in force: its pack, its feeds, its people; and the first epoch of a new database."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, func, select

from rules import wire
from rules.city import City
from server import tables
from server.access import accounts
from server.access.people import read_people
from server.cities import Cities
from server.clock import Clock
from server.database import Database
from server.feeds.heads import add_feeds, start_epoch
from server.feeds.homes import all_feeds
from server.feeds.writer import FeedWriter
from server.migrate import migrate

SOURCE_FILE = "city-source"


@dataclass(frozen=True, slots=True)
class Installed:
    """What an installation changed."""

    version: str
    is_new: bool
    people: int


class Installer:
    """Works on a database before (or beside) a running server; consoles learn of a new city by a row in each feed."""

    def __init__(self, database: Database, cities: Cities, clock: Clock) -> None:
        self._database = database
        self._cities = cities
        self._clock = clock

    def prepare(self) -> None:
        """Bring the schema up to date and begin the first epoch."""
        migrate(self._database)
        with self._database.write() as connection:
            if not connection.scalar(select(func.count()).select_from(tables.epochs)):
                start_epoch(connection, self._clock.now(), "first")

    def install(self, pack: bytes, city: City, people: Path | None = None) -> Installed:
        """Put a city in force, with the accounts of its people.csv. Raises BadPeople; then nothing has changed."""
        found = read_people(people, city) if people is not None and people.is_file() else ()
        now = self._clock.now()
        with self._database.write(long=True) as connection:
            is_new = self._cities.install(connection, pack, city, now)
            add_feeds(connection, all_feeds(city))
            if is_new:
                _announce(connection, city, now)
            count = accounts.save(connection, found)
        return Installed(city.version, is_new, count)


def _announce(connection: Connection, city: City, now: int) -> None:
    writer = FeedWriter(connection)
    for feed in all_feeds(city):
        writer.append(wire.Row(feed, 0, "city", now, note=city.version))
    writer.flush()


def fingerprint(folder: Path) -> str:
    """Changes when any file of a city's folder does: names, sizes and times."""
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    told = [f"{file.relative_to(folder)} {file.stat().st_size} {file.stat().st_mtime_ns}" for file in files]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def remembered(data: Path, source: str) -> bool:
    """Whether the city in force came from exactly this source."""
    file = data / SOURCE_FILE
    return file.is_file() and file.read_text(encoding="utf-8") == source


def remember(data: Path, source: str) -> None:
    """Note from which source the city in force came."""
    (data / SOURCE_FILE).write_text(source, encoding="utf-8")
