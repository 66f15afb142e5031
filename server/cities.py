"""City packs on the server: content-addressed files, one of them in force, all kept that a case refers to."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, insert, select, update

from rules.city import City
from server import tables
from server.database import Database

LONGEST = 64  # characters of a version that somebody asks for: no file system takes any name


class UnknownCity(Exception):
    """No pack of that version is here."""


class Cities:
    """`decode` turns the bytes of a pack into a city; packs lie in `folder` under their versions."""

    def __init__(self, database: Database, folder: Path, decode: Callable[[bytes], City]) -> None:
        self._database = database
        self._folder = folder
        self._decode = decode
        self._current: City | None = None
        self._version = ""

    @property
    def current(self) -> City:
        """The city in force. Raises UnknownCity before the first one is installed."""
        if self._current is None:
            self.refresh()
        if self._current is None:
            raise UnknownCity("none is installed")
        return self._current

    def refresh(self) -> None:
        """See whether another process put another version in force. Raises UnknownCity when there is none at all."""
        with self._database.read() as connection:
            version = current_version(connection)
        if version != self._version:
            self._current = self._decode(self.pack(version))
            self._version = version

    def is_current(self, connection: Connection) -> bool:
        """Whether `current` is what is in force at this instant of a transaction."""
        return self._current is not None and current_version(connection) == self._version

    def pack(self, version: str) -> bytes:
        """The bytes of one version. Raises UnknownCity."""
        file = self._file(version)
        could_be = version.isascii() and version.isalnum() and len(version) <= LONGEST
        if not (could_be and file.is_file()):
            raise UnknownCity(version[:LONGEST])
        return file.read_bytes()

    def install(self, connection: Connection, pack: bytes, city: City, now: int) -> bool:
        """Keep the pack and put it in force; False when it is in force already."""
        version = hashlib.sha256(pack).hexdigest()[:16]
        table = tables.city_packs
        if connection.scalar(select(table.c.current).where(table.c.version == version)):
            self._current, self._version = city, version
            return False
        self._folder.mkdir(parents=True, exist_ok=True)
        temporary = self._folder / f"{version}.part"
        temporary.write_bytes(pack)
        temporary.replace(self._file(version))
        connection.execute(update(table).values(current=False))
        if connection.scalar(select(table.c.version).where(table.c.version == version)) is None:
            values = {"version": version, "size": len(pack), "valid_from": city.valid_from, "installed_at": now}
            connection.execute(insert(table).values(**values, current=True, synthetic=city.synthetic))
        else:
            connection.execute(update(table).where(table.c.version == version).values(current=True))
        self._current, self._version = city, version
        return True

    def _file(self, version: str) -> Path:
        return self._folder / f"{version}.city"


def current_version(connection: Connection) -> str:
    """The version in force. Raises UnknownCity."""
    table = tables.city_packs
    version = connection.scalar(select(table.c.version).where(table.c.current.is_(True)))
    if version is None:
        raise UnknownCity("none is installed")
    return str(version)
