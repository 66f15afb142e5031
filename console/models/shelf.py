"""Where the caches lie: opens the one of this server, puts a damaged one aside, and swaps in a freshly loaded one.

A disk that takes nothing more is no damage: the cache goes on in memory then, and leaves the room to the outbox.
"""

import hashlib
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from console.facts import Changes, SnapshotPage
from console.models.aside import bad_copies, former, give_up, put_aside, remove_beside
from console.models.cache import Applied, Cache
from console.models.errors import CacheDamaged, CacheFull, CacheHeld, LocalFilesError, SnapshotMixed
from console.models.file import CACHE_SCHEMA
from console.models.in_use import InUse, damage
from console.models.keys import FileKey
from console.models.loading import Loaded, Loading
from console.models.trouble import Trouble, kind
from rules.case import Case
from rules.wire import WireError

MEMORY = Path(":memory:")
ENOUGH = 256_000_000  # bytes free before a cache goes back to the disk


class Shelf(InUse):
    """The cache in use and the one being loaded. `server` names whose cases they are, "embedded" for our own child."""

    def __init__(self, folder: Path, key: FileKey, server: str) -> None:
        name = hashlib.sha256(server.encode()).hexdigest()[:8]
        self._path = folder / f"cache-{name}-v{CACHE_SCHEMA}.db"
        self._new = self._path.with_suffix(".new")
        self._key = key.part("database")
        self._loading: Loading | None = None
        self._strict = True
        self.was_damaged = self.in_memory = False
        self.before_replacing: Callable[[], None] = lambda: None
        """Called before another file takes the name of the one in use: whoever reads it must have closed it by then,
        for the last one to close a database deletes the log that lies beside its name."""
        self.cache = self._open()
        if self.cache.cursor().epoch:
            self._drop_former()

    def _open(self) -> Cache:
        try:
            cache = Cache(self._path, self._key)
        except damage() as error:
            return self._instead(error)
        try:
            cache.check()
        except damage() as error:
            cache.close()
            return self._instead(error)
        return cache

    def _instead(self, error: Exception) -> Cache:
        self.was_damaged = isinstance(self._what(error), CacheDamaged)
        return self._fresh() if self.was_damaged else self._without_disk()

    def _fresh(self) -> Cache:
        """An empty cache in the place of a damaged one; in memory, where there is no place."""
        try:
            put_aside(self._path)
            return Cache(self._path, self._key)
        except damage():
            return self._without_disk()

    def _without_disk(self) -> Cache:
        self.in_memory = True
        return Cache(MEMORY, self._key)

    @property
    def on_disk(self) -> tuple[Path, bytes] | None:
        """The file in use and its key, None when the cache is in memory."""
        return None if self.cache.path == MEMORY else (self._path, self._key)

    # the cache in use -------------------------------------------------------------------------------------------------
    def apply(self, changes: Changes) -> Applied:
        """Rows and cursor into the cache in use.

        CacheDamaged: `rebuild` then. CacheFull: later, or `use_memory`. WireError: rows that cannot be read.
        """
        try:
            return self.cache.apply(changes)
        except WireError:
            raise
        except damage() as error:
            raise self._what(error) from error

    def _what(self, error: Exception) -> LocalFilesError:
        found = kind(error)
        if found is Trouble.LOCKED:
            return CacheHeld(self._path, why=error)
        full = found in {Trouble.FULL, Trouble.READONLY}
        return CacheFull(self._path, why=error) if full else CacheDamaged(self._path, why=error)

    def images(self) -> Iterator[tuple[Case, ...]]:
        """All cases in slices; CacheDamaged when they cannot be read: `rebuild` then. CacheHeld: later."""
        try:
            yield from self.cache.images()
        except damage() as error:
            raise self._what(error) from error

    def rebuild(self) -> None:
        """Damage showed while it was in use: put the file aside and begin an empty one."""
        self.before_replacing()
        self.cache.close()
        self.was_damaged = True
        self.cache = self._fresh()

    # without a disk ---------------------------------------------------------------------------------------------------
    def use_memory(self) -> None:
        """Nothing more can be written: go on in memory, empty. The file stays as it is, what may go makes room."""
        self.drop_loading()
        version = self.cursor().city
        body = self.pack(version)
        self.cache.close()
        for each in bad_copies(self._path):
            give_up(each)
        self._drop_former()
        self.cache = self._without_disk()
        if body:
            self.cache.keep_pack(version, body, 0)
            self.cache.use_city(version)

    def disk_is_back(self) -> bool:
        """Whether there is room again: the next snapshot goes to the disk then, and is used from there."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            probe = self._path.with_suffix(".probe")
            probe.write_bytes(b"\0" * 65_536)
            probe.unlink()
            back = shutil.disk_usage(self._path.parent).free >= ENOUGH
        except OSError:
            return False
        self.in_memory = self.in_memory and not back
        return back

    # a new snapshot ---------------------------------------------------------------------------------------------------
    @property
    def shows_pages(self) -> bool:
        """Whether the cases of a snapshot are shown as they come: there is no other picture."""
        return not self.cursor().epoch

    def resume(self) -> str:
        """Where a snapshot goes on that was not loaded to its end, "" = there is none."""
        if self._loading is None and not self.in_memory and self._new.exists():
            try:
                self._loading = self._loading_of(Cache(self._new, self._key))
            except damage():
                self.drop_loading()
        return self._loading.after if self._loading else ""

    def load(self, page: SnapshotPage) -> Loaded:
        """Put a page into the new cache; with the last page it takes the place of the old one, and its cursor comes.

        SnapshotMixed: begin again. CacheFull: `use_memory` first.
        """
        try:
            if page.first:
                self.drop_loading()
            if self._loading is None:
                self._loading = self._begin(page)
            self._loading.put(page)
        except SnapshotMixed:
            self._strict = False  # once: a server that miscounts is still a server
            self.drop_loading()
            raise
        except damage() as error:
            raise self._not_loaded(error) from error
        return self._finish(self._loading) if page.tail.done else Loaded()

    def _begin(self, page: SnapshotPage) -> Loading:
        if not page.first:
            raise SnapshotMixed
        cache = Cache(MEMORY if self.in_memory else self._new, self._key)
        if cache.count():  # what was there could not be deleted
            cache.close()
            raise CacheHeld(self._new)
        return self._loading_of(cache)

    def _loading_of(self, cache: Cache) -> Loading:
        return Loading(cache, shows=self.shows_pages, strict=self._strict)

    def _not_loaded(self, error: Exception) -> Exception:
        """The cache in use is not hurt by what befell the new one."""
        self.drop_loading()
        if kind(error) is Trouble.DAMAGE:
            return SnapshotMixed()
        return CacheHeld(self._new, why=error) if kind(error) is Trouble.LOCKED else CacheFull(self._new, why=error)

    def _finish(self, loading: Loading) -> Loaded:
        self._strict = True
        try:
            self._swap(loading.cache)
        except damage() as error:
            raise CacheFull(self._path, why=error) from error
        return Loaded(self.cache.cursor(), loading.shown_whole)

    def _swap(self, loaded: Cache) -> None:
        for version in {self.cursor().city, loaded.cursor().city} - {""}:
            if body := self.pack(version):
                loaded.keep_pack(version, body, 0)
        self._loading = None
        self.before_replacing()
        self.cache.close()
        if loaded.path == MEMORY:
            self.cache = loaded
            return
        loaded.close()
        remove_beside(self._path)
        self._new.replace(self._path)
        self.cache = Cache(self._path, self._key)
        self.cache.take_over(loaded)
        self._drop_former()

    def _drop_former(self) -> None:
        """This one has been loaded to its end, or the disk is full: no earlier version will be opened again."""
        for each in former(self._path):
            give_up(each)

    def drop_loading(self) -> None:
        """Forget a snapshot that was not loaded to its end."""
        if self._loading is not None:
            self._loading.cache.close()
        self._loading = None
        give_up(self._new)

    def close(self) -> None:
        """Close what is open; a snapshot that was not loaded to its end goes on at the next start."""
        if self._loading is not None:
            self._loading.cache.close()
        self.cache.close()
