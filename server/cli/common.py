"""What the commands share: the data folder's settings, parts and errors that are told, not shown as a trace."""

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sqlalchemy.exc import ArgumentError

from rules.pack import decode_city
from rules.texts import Texts
from server.cities import Cities
from server.clock import Clock, FileClock, SystemClock
from server.database import OPENING, CannotKeep, CannotOpen, Database, DatabaseAway
from server.dialect import cannot_keep
from server.installer import Installer
from server.queries import Queries
from server.settings import Settings
from server.speech import Speech


class Commands(Protocol):
    """What argparse gives to add commands to."""

    def add_parser(self, name: str, *, help: str) -> argparse.ArgumentParser:  # noqa: A002  argparse's own word
        """Add one."""
        ...


def user_language() -> str:
    """The language of the user's environment: "en" where it says so, else "zh_CN"."""
    chosen = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "en" if chosen.startswith("en") else "zh_CN"


def either(chinese: str, english: str) -> str:
    """What is told in the language of the user's environment."""
    return english if user_language() == "en" else chinese


class CannotStart(Exception):
    """What the user must know and can mend."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a table of the command line is made of: the database, and words, time zone and people's names for it."""

    database: Database
    texts: Texts
    zone: str
    names: Mapping[str, str]


def add_data_options(parser: argparse.ArgumentParser) -> None:
    """Where the server keeps everything: `--data` and `--files` are the same."""
    parser.add_argument(
        "--data", "--files", dest="data", type=Path, default=own_folder(), metavar="DIR", help=_FOLDER_HELP
    )
    parser.add_argument("--database", default="", metavar="URL", help=_DATABASE_HELP)


def add_files_options(parser: argparse.ArgumentParser) -> None:
    """The same for commands whose `--data` names a folder with somebody's raw data."""
    parser.add_argument("--files", dest="data", type=Path, default=own_folder(), metavar="DIR", help=_FOLDER_HELP)
    parser.add_argument("--database", default="", metavar="URL", help=_DATABASE_HELP)


_FOLDER_HELP = "folder of database, photos and cities (default: %(default)s)"
_DATABASE_HELP = "postgresql+psycopg://… instead of the SQLite file"


def own_folder() -> Path:
    """The server's folder of this user."""
    home = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(home) / "griddesk" / "server"


def settings_of(arguments: argparse.Namespace) -> Settings:
    """Settings from the parsed arguments; what a command does not know keeps its default."""
    known = {
        name: getattr(arguments, name) for name in Settings.__slots__ if getattr(arguments, name, None) is not None
    }
    return Settings(**known)


def write_table(arguments: argparse.Namespace, head: tuple[str, str], lines: Callable[[Told], Iterable[str]]) -> int:
    """A head line in the user's language, then what `lines` makes of the open database; the exit code."""
    database, cities, clock = open_all(settings_of(arguments))
    try:
        texts = Speech(lambda: cities.current).texts(user_language())
        told = Told(database, texts, cities.current.zone, Queries(database, cities, clock).names(texts))
        found = [either(*head), *lines(told)]
    finally:
        database.close()
    sys.stdout.write("".join(f"{line}\n" for line in found))
    return 0


def make_folder(folder: Path) -> Path:
    """The folder, there and fit to be written to. Raises CannotStart."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotStart(
            either(
                f"{folder}：{error.strerror}。应为可写入的文件夹",
                f"{folder}: {error.strerror}; expected a folder that can be written to",
            )
        ) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise CannotStart(
            either(f"{folder}：应为可写入的文件夹", f"{folder}: expected a folder that can be written to")
        )
    return folder


def open_all(settings: Settings) -> tuple[Database, Cities, Clock]:
    """The database (made and brought up to date), its cities and the clock. Raises CannotOpen and CannotKeep."""
    make_folder(settings.data)
    clock: Clock = FileClock(settings.test_clock) if settings.test_clock else SystemClock()
    try:
        database = Database(settings.database_url)
        cities = Cities(database, settings.packs, decode_city)
        Installer(database, cities, clock).prepare()
    except (DatabaseAway, *OPENING) as raised:
        error = raised.__cause__ if isinstance(raised, DatabaseAway) else raised
        if error is None or not isinstance(error, OPENING):
            raise
        if cannot_keep(error):
            raise CannotKeep(getattr(error, "orig", error)) from error
        if isinstance(error, ArgumentError) or type(error) in OPENING:
            raise CannotOpen(settings.database_url, error) from error
        raise  # what only derives from these is a fault of ours
    return database, cities, clock
