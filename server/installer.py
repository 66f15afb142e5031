"""Puts a city in force: its pack, its feeds, its people; and the first epoch of a new database."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Connection, func, select

from rules import wire
from rules.amending import amended
from rules.city import City, Duty
from rules.pack import encode_city, version_of
from rules.texts import Texts
from server import tables
from server.access import accounts
from server.access.people import read_people
from server.amendments import count_amendments, read_amendments
from server.cities import Cities
from server.city.duties import contradicting, with_corridors
from server.clock import Clock
from server.database import Database
from server.feeds.heads import add_feeds, start_epoch
from server.feeds.homes import all_feeds
from server.feeds.service import FeedLine
from server.feeds.writer import FeedWriter
from server.migrate import migrate
from server.staff_phones import keep_numbers

SOURCE_FILE = "city-source"


@dataclass(frozen=True, slots=True)
class Installed:
    """What an installation changed."""

    version: str
    is_new: bool
    people: int


class BadAmendment(Exception):
    """A row of the folder contradicts one that was laid down at the centre; both are kept here."""

    def __init__(self, one: Duty, other: Duty) -> None:
        super().__init__(f"{one.no} ({one.unit}) ≠ {other.no} ({other.unit})")
        self.one, self.other = one, other


def amendment_words(bad: BadAmendment, texts: Texts) -> str:
    """The refusal with both rows."""
    one, other = bad.one, bad.other
    told = {"no": other.no, "unit": other.unit, "other": one.no, "other_unit": one.unit}
    return texts.text("city.finding.contradicts_row", **told)


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

    def install(
        self, pack: bytes, city: City, people: Path | None = None, numbers: Mapping[str, str] | None = None
    ) -> Installed:
        """Put a city in force, with the accounts of its people.csv. Raises BadPeople; then nothing has changed.

        `numbers`: private numbers of its staff by code; None leaves those that are kept.
        """
        found = read_people(people, city) if people is not None and people.is_file() else ()
        now = self._clock.now()
        with self._database.write(long=True) as connection:
            pack, city = with_amendments(connection, pack, city)
            is_new = put_in_force(connection, self._cities, pack, city, now)[0]
            count = accounts.save(connection, found)
            if numbers is not None:
                keep_numbers(connection, numbers, now)
        return Installed(city.version, is_new, count)


def with_amendments(connection: Connection, pack: bytes, city: City) -> tuple[bytes, City]:
    """The city of a folder with what was laid down at the centre. Raises BadAmendment when the two contradict."""
    count = count_amendments(connection)
    if not count:
        return pack, city
    whole = with_corridors(amended(city, read_amendments(connection), count))
    if pair := next(contradicting(whole), None):
        raise BadAmendment(*pair)
    pack = encode_city(whole)
    return pack, replace(whole, version=version_of(pack))


def put_in_force(
    connection: Connection, cities: Cities, pack: bytes, city: City, now: int
) -> tuple[bool, list[FeedLine]]:
    """Install a pack and tell each feed of it; whether it is a new one, and the rows for the polls."""
    is_new = cities.install(connection, pack, city, now)
    add_feeds(connection, all_feeds(city))
    return is_new, _announce(connection, city, now) if is_new else []


def _announce(connection: Connection, city: City, now: int) -> list[FeedLine]:
    writer = FeedWriter(connection)
    for feed in all_feeds(city):
        writer.append(wire.Row(feed, 0, "city", now, note=city.version))
    writer.flush()
    return writer.lines


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
