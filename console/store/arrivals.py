"""What comes from the server by itself: changes, snapshots; and what is done when they cannot be kept."""

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.desk.incoming import Came, Paged
from console.facts import Changes, Cursor, SnapshotPage, SnapshotWanted
from console.models.errors import CacheDamaged, CacheFull, CacheHeld, LocalFilesError, SnapshotMixed
from console.store.catching_up import CatchingUp
from console.store.checking import Checking
from console.store.city_packs import CityPacks
from console.store.room import Room
from console.store.scouting import Scouting

_PATIENCE = 5000  # ms until what could not be taken is asked for again
_DISK = 300_000  # ms between two looks whether the disk has room again
_DAY = 86_400_000


class Arrivals(QObject):
    """From the poll's thread."""

    follow = Signal(object)  # Cursor

    def __init__(self, room: Room, cities: CityPacks) -> None:
        super().__init__(room)
        self._room, self._cities = room, cities
        self._catching_up, self.checking, self.scouting = CatchingUp(room), Checking(room), Scouting(room)
        self._catching_up.came.connect(self._came)
        self._catching_up.paged.connect(self._paged)
        self._catching_up.failed.connect(self._failed)
        self.checking.damaged.connect(self._rebuild)
        self.checking.differs.connect(self._heal)
        self._retry = QTimer(self, interval=_PATIENCE, singleShot=True)
        self._retry.timeout.connect(self._again)
        self._disk = QTimer(self, interval=_DISK)
        self._disk.timeout.connect(self._look_at_disk)
        self._shown = self._snapshot = False
        self._said = ""  # the trouble that was said last
        self._healed: list[int] = []  # when content differed from what the server told

    def begin(self) -> None:
        """The files are open: show what is here."""
        self._room.reload()
        self._room.desk.files.shelf.before_replacing = self.checking.rest
        self.checking.begin()
        self._disk.start()

    def end(self) -> None:
        """The files are about to be closed."""
        for timer in (self._retry, self._disk):
            timer.stop()
        self._catching_up.drop()
        self.checking.end()

    @Slot()
    def go_on(self) -> None:
        """The cache is shown, or what matters of it: follow the feeds from its cursor."""
        self._shown = True
        self._follow()

    def greet(self) -> None:
        """Tell the poll where this console stands, once that is shown. Without a city one will come soon."""
        if self._shown:
            self.go_on()

    def _follow(self) -> None:
        """From the cursor on; or with the snapshot that is wanted, where its last page ended."""
        desk = self._room.desk
        cursor = desk.cursor()
        wanted = self._snapshot or not cursor.epoch
        self.follow.emit(Cursor(after=self._catching_up.resume()) if wanted else self.scouting.place(cursor))

    @Slot()
    def _again(self) -> None:
        if self._catching_up.busy:
            self._retry.start()
        else:
            self._follow()

    # rows -------------------------------------------------------------------------------------------------------------
    @Slot(object)
    def take_changes(self, changes: Changes) -> None:
        """A batch of rows: into the cache, then shown. After an error that nobody expected it is asked for again."""
        self._room.watch.told(changes.head)
        if self._snapshot:  # asked for before that was known
            return
        if self.scouting.looks(changes):
            self._follow()
            return
        if self.scouting.is_ahead(changes.head):  # the cursor is followed again by now, or is soon
            self._retry.start()
            return
        self._retry.start()
        self._catching_up.take(changes)

    @Slot(object, object)
    def _came(self, came: Came, changes: Changes) -> None:
        room = self._room
        self._retry.stop()
        self._said = ""
        self.checking.told(changes.head)
        self._cities.take_told(came.city)
        self._cities.read_geometry()
        if came.again:
            room.pushed_again(came.again)
        room.watch.data(changes.head.server_time, changes.head)
        if came.ids:
            room.tell_counts(conflicts=room.desk.conflict_count() > 0)
        if not came.follow.epoch:  # an epoch ended
            self._begin_snapshot()
        self._follow()

    # a snapshot -------------------------------------------------------------------------------------------------------
    @Slot(object)
    def take_snapshot_wanted(self, wanted: SnapshotWanted) -> None:
        """The cursor is of no use: begin a snapshot; the old picture stays until it is whole."""
        self._say_snapshot(wanted.reason)
        self._begin_snapshot()
        self._follow()

    def _say_snapshot(self, reason: str) -> None:
        self._snapshot = True
        self._room.say("notice.snapshot", {"reason": reason})

    def _begin_snapshot(self) -> None:
        """A new one: what was loaded of an earlier one is of no use."""
        self._snapshot = True
        self.scouting.give_up()
        self._catching_up.cease()
        self._room.desk.files.shelf.drop_loading()
        self.checking.forget()

    @Slot(object)
    def take_snapshot(self, page: SnapshotPage) -> None:
        """A page of a snapshot; with the last one it becomes the picture."""
        self._room.watch.told(page.head)
        self._retry.start()
        self._cities.take_told(page.head.city)
        self._catching_up.take_page(page)

    @Slot(object, object)
    def _paged(self, paged: Paged, page: SnapshotPage) -> None:
        self._retry.stop()
        self._said = ""
        if not paged.done:
            self.follow.emit(paged.follow)
            return
        if paged.again:
            self._room.pushed_again(paged.again)
        self._snapshot = False
        self._cities.read_geometry()
        self.checking.forget()
        self._room.watch.data(page.head.server_time)
        if paged.whole:
            self._room.shown_whole()
        else:
            self._room.reload()

    # what cannot be kept ----------------------------------------------------------------------------------------------
    @Slot(object)
    def _failed(self, trouble: LocalFilesError | SnapshotMixed) -> None:
        """What came is asked for again: at once where that can help, else after a while."""
        self._retry.stop()
        if isinstance(trouble, CacheDamaged):
            self._rebuild()
        elif isinstance(trouble, CacheFull) and not isinstance(trouble, CacheHeld):
            self._use_memory()
        else:
            self._say_once(trouble)
            self._retry.start()

    def _say_once(self, trouble: LocalFilesError | SnapshotMixed) -> None:
        """Until it is asked for again the picture is an old one, and says so."""
        self._room.watch.stall()
        self._room.tell_link()
        if trouble.rule != self._said:
            self._said = trouble.rule
            self._room.say(trouble.rule, trouble.details)

    @Slot()
    def _rebuild(self) -> None:
        self._room.desk.rebuild_cache()
        if self._room.desk.files.shelf.in_memory:  # there was no place for a new one either
            self._room.say("notice.cache_in_memory", kind="error")
        else:
            self._room.say("notice.cache_rebuilt")
        self._begin_snapshot()
        self._follow()

    def _use_memory(self) -> None:
        self._room.desk.files.shelf.use_memory()
        self._room.say("notice.cache_in_memory", kind="error")
        self._begin_snapshot()
        self._follow()

    @Slot()
    def _look_at_disk(self) -> None:
        """A cache that had to go into memory comes back by a snapshot."""
        shelf = self._room.desk.files.shelf
        if shelf.in_memory and not self._snapshot and shelf.disk_is_back():
            self._say_snapshot("link.disk_back")
            self._begin_snapshot()
            self._follow()

    @Slot(object, object)
    def _heal(self, feeds: frozenset[str], cases: frozenset[str]) -> None:
        """The content is not what the server told: a snapshot; what does not help twice a day is a person's matter."""
        now = self._room.desk.clock.now()
        self._healed = [*(at for at in self._healed if at > now - _DAY), now]
        if len(self._healed) == 2:
            self._room.say("notice.digest", {"feeds": " ".join(sorted(feeds)), "cases": str(len(cases))}, "error")
        if len(self._healed) <= 2 and not self._snapshot:
            self._say_snapshot("link.digest")
            self._begin_snapshot()
            self._follow()
