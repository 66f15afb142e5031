"""Where the caches lie: opens the one of this server, puts a damaged one aside, and swaps in a freshly loaded one."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from console.facts import Changes, Cursor, SnapshotPage
from console.models.cache import Applied, Cache
from console.models.errors import CacheDamaged, LocalFilesError
from console.models.file import CACHE_SCHEMA, DatabaseError
from console.models.keys import FileKey
from console.models.lazily import sql
from rules.case import Case, Event
from rules.wire import WireError

_KEEP_BAD = 2


def damage() -> tuple[type[Exception], ...]:
    """What a damaged file makes of a read or a write; asked for only when something went wrong."""
    return (DatabaseError, sql.exc.DatabaseError, LocalFilesError, WireError, KeyError, ValueError)


class Shelf:
    """The cache in use and the one being loaded. `server` names whose cases they are, "embedded" for our own child."""

    def __init__(self, folder: Path, key: FileKey, server: str) -> None:
        name = hashlib.sha256(server.encode()).hexdigest()[:8]
        self._path = folder / f"cache-{name}-v{CACHE_SCHEMA}.db"
        self._key = key.part("database")
        self._loading: Cache | None = None
        self.was_damaged = False
        self.cache = self._open()

    def _open(self) -> Cache:
        try:
            cache = Cache(self._path, self._key)
            cache.check()
        except damage():
            self.was_damaged = True
            self.put_aside()
            return Cache(self._path, self._key)
        return cache

    def put_aside(self) -> None:
        """Rename the damaged file to `….bad-<n>` for whoever wants to look; two are kept."""
        old = sorted(self._path.parent.glob(f"{self._path.stem}.bad-*"))
        for each in old[: max(0, len(old) - _KEEP_BAD + 1)]:
            each.unlink()
        last = int(old[-1].name.rpartition("-")[2]) if old else 0
        for suffix in ("-wal", "-shm"):
            self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)
        if self._path.exists():
            self._path.rename(self._path.with_name(f"{self._path.stem}.bad-{last + 1:06d}"))

    def apply(self, changes: Changes) -> Applied:
        """Rows and cursor into the cache in use; CacheDamaged when it cannot take them: `rebuild` then."""
        try:
            return self.cache.apply(changes)
        except damage() as error:
            raise CacheDamaged(self._path, why=error) from error

    def images(self) -> Iterator[tuple[Case, ...]]:
        """All cases in slices; CacheDamaged when they cannot be read: `rebuild` then."""
        try:
            yield from self.cache.images()
        except damage() as error:
            raise CacheDamaged(self._path, why=error) from error

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

    def rebuild(self) -> None:
        """Damage showed while it was in use: put the file aside and begin an empty one."""
        self.cache.close()
        self.put_aside()
        self.was_damaged = True
        self.cache = Cache(self._path, self._key)

    def load(self, page: SnapshotPage) -> Cursor | None:
        """Put a page into the new cache; with the last page it takes the place of the old one, and its cursor comes."""
        if page.first:
            self._begin()
        if self._loading is None:
            return None
        try:
            self._loading.load(page)
        except damage() as error:
            raise CacheDamaged(self._path, why=error) from error
        if not page.tail.done:
            return None
        self._swap(self._loading)
        return self.cache.cursor()

    def _begin(self) -> None:
        self.drop_loading()
        self._loading = Cache(self._path.with_suffix(".new"), self._key)

    def drop_loading(self) -> None:
        """Forget a snapshot that was not loaded to its end."""
        if self._loading is not None:
            self._loading.close()
        self._loading = None
        for suffix in ("", "-wal", "-shm"):
            self._path.with_name(self._path.stem + ".new" + suffix).unlink(missing_ok=True)

    def _swap(self, loaded: Cache) -> None:
        for version in {self.cache.cursor().city, loaded.cursor().city} - {""}:
            if body := self.cache.pack(version):
                loaded.keep_pack(version, body, 0)
        self._loading = None
        loaded.close()
        self.cache.close()
        for suffix in ("-wal", "-shm"):
            self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)
        self._path.with_suffix(".new").replace(self._path)
        self.cache = Cache(self._path, self._key)

    def close(self) -> None:
        """Close what is open."""
        self.drop_loading()
        self.cache.close()
