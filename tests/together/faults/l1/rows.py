"""The rows of one console of L1: taken as the store's `Arrivals` takes them, without Qt."""

from console.desk.desk import Desk
from console.desk.files import Files
from console.desk.incoming import Incoming
from console.facts import Changes, Cursor, SnapshotPage, SnapshotWanted
from console.models.audit import ToldDigests
from console.models.errors import CacheDamaged, CacheFull, CacheHeld, LocalFilesError, SnapshotMixed
from console.sync.client import Client
from console.sync.packs import fetch
from rules.pack import decode_city

PIECE = 2  # cases of a page that are taken in one go


class Rows:
    """What a console is made of as far as rows, snapshots and city packs go."""

    files: Files
    desk: Desk
    incoming: Incoming
    cursor: Cursor
    heard = 0  # answers to a poll that were taken: rows, or that there are none
    _snapshot: bool
    _told: ToldDigests
    _clients: list[Client]

    def _take_rows(self, told: Changes | SnapshotPage | SnapshotWanted) -> None:
        try:
            if isinstance(told, Changes):
                self._take_changes(told)
            elif isinstance(told, SnapshotPage):
                self._take_page(told)
            else:
                self._begin_snapshot()
        except (LocalFilesError, SnapshotMixed) as trouble:
            self._failed(trouble)

    def _take_changes(self, told: Changes) -> None:
        if self._snapshot:  # asked for before that was known
            return
        self.heard += 1
        self.desk.claims.take(told.head, told.named)
        came = self.incoming.changes(told)
        self._told.add(told.head)
        self.cursor = came.follow
        self._want_city(came.city)
        if not came.follow.epoch:  # an epoch ended
            self._begin_snapshot()

    def _take_page(self, told: SnapshotPage) -> None:
        self._want_city(told.head.city)
        *_, paged = self.incoming.page(told, PIECE)
        self.cursor = paged.follow
        if not paged.done:
            return
        self._snapshot, self._told = False, ToldDigests()
        if paged.whole:
            self.desk.settle_passed()
        else:
            self._load()

    def _failed(self, trouble: LocalFilesError | SnapshotMixed) -> None:
        if isinstance(trouble, CacheDamaged):
            self._rebuild()
        elif isinstance(trouble, CacheFull) and not isinstance(trouble, CacheHeld):
            self.files.shelf.use_memory()
            self._begin_snapshot()
        else:
            self._follow()

    def _rebuild(self) -> None:
        self.desk.rebuild_cache()
        self._begin_snapshot()

    def _begin_snapshot(self) -> None:
        self._snapshot, self._told = True, ToldDigests()
        self.incoming.cease()
        self.files.shelf.drop_loading()
        self._follow()

    def _follow(self) -> None:
        cursor = self.desk.cursor()
        wanted = self._snapshot or not cursor.epoch
        self.cursor = Cursor(after=self.incoming.resume()) if wanted else cursor

    # the city ---------------------------------------------------------------------------------------------------------
    def _want_city(self, version: str) -> None:
        here = self.desk.city
        if version and (here is None or here.version != version) and not self._use_city(version):
            pack = fetch(self._clients[2], version)
            self.files.keep_pack(pack, self.desk.clock.now())
            self._use_city(version)

    def _use_city(self, version: str) -> bool:
        body = self.files.pack(version)
        if body is not None:
            self.desk.use_city(decode_city(body))
        return body is not None

    def _load(self) -> None:
        try:
            for _ in self.desk.load():
                pass
        except CacheDamaged:
            self._rebuild()
        self.desk.settle_passed()
