"""The cache in use where it is only asked or noted down: a file that cannot be used answers as an empty one.

That it is damaged, or full, is told when the next rows come.
"""

from contextlib import suppress

from console.facts import Cursor
from console.models.cache import Cache
from console.models.errors import LocalFilesError
from console.models.file import DatabaseError
from console.models.lazily import sql
from rules.case import Event
from rules.wire import WireError


def damage() -> tuple[type[Exception], ...]:
    """What a file that cannot be used makes of a read or a write; asked for only when something went wrong."""
    return (DatabaseError, sql.exc.DatabaseError, LocalFilesError, WireError, KeyError, ValueError, OSError)


class InUse:
    """What may be asked of `cache` without care."""

    cache: Cache

    def use_city(self, version: str) -> None:
        """From now on the cases are judged by this city pack; where that cannot be written, at the next start again."""
        with suppress(*damage()):
            self.cache.use_city(version)

    def keep_pack(self, version: str, body: bytes, now: int) -> None:
        """Keep a city pack; where it cannot be written, until it is asked for."""
        try:
            self.cache.keep_pack(version, body, now)
        except damage():
            self.cache.hand(version, body)

    def pack(self, version: str) -> bytes | None:
        """A city pack, None when it is not here or cannot be read."""
        try:
            return self.cache.pack(version) if version else None
        except damage():
            return None

    def cursor(self) -> Cursor:
        """How far the cache in use has come; where that cannot be read, it has not begun."""
        try:
            return self.cache.cursor()
        except damage():
            return Cursor()

    def holds(self, case_id: str) -> bool:
        """Whether the case is here; known once `images` was read to its end, or a snapshot was loaded."""
        return self.cache.holds(case_id)

    def events(self, case_id: str, after: int = 0) -> tuple[Event, ...]:
        """The events of a case that are here; none when they cannot be read."""
        try:
            return self.cache.events(case_id, after)
        except damage():
            return ()

    def keep_events(self, happened: tuple[Event, ...]) -> None:
        """Keep events that were asked for, where they can be written: damage is told when the next rows come."""
        try:
            self.cache.keep_events(happened)
        except damage():
            return
