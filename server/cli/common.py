"""What the commands share: the data folder's settings, parts and errors that are told, not shown as a trace."""

import argparse
from pathlib import Path
from typing import TypeAlias

from rules.pack import decode_city
from server.cities import Cities
from server.clock import Clock, FileClock, SystemClock
from server.database import Database
from server.installer import Installer
from server.settings import Settings


Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


class CannotStart(Exception):
    """What the user must know and can mend."""


def add_data_options(parser: argparse.ArgumentParser) -> None:
    """Where the data are."""
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="folder of database, photos and cities")
    parser.add_argument(
        "--database", default="", metavar="URL", help="postgresql+psycopg://… instead of the SQLite file"
    )


def settings_of(arguments: argparse.Namespace) -> Settings:
    """Settings from the parsed arguments; what a command does not know keeps its default."""
    known = {
        name: getattr(arguments, name) for name in Settings.__slots__ if getattr(arguments, name, None) is not None
    }
    return Settings(**known)


def open_all(settings: Settings) -> tuple[Database, Cities, Clock]:
    """The database (made and brought up to date), its cities and the clock."""
    settings.data.mkdir(parents=True, exist_ok=True)
    clock: Clock = FileClock(settings.test_clock) if settings.test_clock else SystemClock()
    database = Database(settings.database_url)
    cities = Cities(database, settings.packs, decode_city)
    Installer(database, cities, clock).prepare()
    return database, cities, clock
