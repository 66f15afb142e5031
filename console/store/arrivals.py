"""What comes from the server by itself: changes, snapshots, city packs, and signs of life."""

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.facts import Changes, Cursor, Heard, Lost, Pack, SnapshotPage, SnapshotWanted, Station
from console.models.errors import CacheDamaged
from console.store.link import OTHER_PACK, OTHER_VERSION, TEST_CLOCK
from console.store.room import Room

_PATIENCE = 5000  # ms until what could not be taken is asked for again


class Arrivals(QObject):
    """From the poll's thread, and packs from the questions' thread."""

    city = Signal(object)  # City
    station = Signal(object)  # Station
    follow = Signal(object)  # Cursor
    pack_wanted = Signal(str)
    line_back = Signal()

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._room = room
        self._retry = QTimer(self, interval=_PATIENCE, singleShot=True)
        self._retry.timeout.connect(self.go_on)
        self._wanted_city = ""
        self._shown = False

    def begin(self) -> None:
        """The files are open: show what is here."""
        self._load_city(self._room.desk.cursor().city)
        self._room.reload()

    @Slot()
    def go_on(self) -> None:
        """The cache is shown in full: follow the feeds from its cursor."""
        self._shown = True
        self.follow.emit(self._room.desk.cursor())

    def greet(self) -> None:
        """Tell the network threads who this console is, and where it stands once that is shown."""
        self.station.emit(self._room.desk.files.station())
        if self._shown:
            self.go_on()

    # the line ---------------------------------------------------------------------------------------------------------
    @Slot(object)
    def take_lost(self, lost: Lost) -> None:
        """A way to the server failed."""
        if lost.way == "ask":
            return
        self._room.watch.lost(lost)
        if lost.reason == "link.other_version":
            self._room.desk.close_for(OTHER_VERSION)
        self._room.tell_link()

    @Slot()
    def take_alive(self) -> None:
        """Bytes of the server came."""
        if self._room.watch.alive():
            self._room.desk.open_after(OTHER_VERSION)
            self._room.tell_link()
            self.line_back.emit()

    @Slot(object)
    def take_heard(self, heard: Heard) -> None:
        """A server time came."""
        clock = self._room.desk.clock
        clock.correct(heard)
        self._room.watch.heard(heard, clock.skew_ms)

    @Slot(object)
    def take_station(self, station: Station) -> None:
        """This console was enrolled: keep its token, tell the others."""
        self._room.desk.files.outbox.me.keep_secret("token", station.token)
        self.station.emit(station)

    # rows -------------------------------------------------------------------------------------------------------------
    @Slot(object)
    def take_changes(self, changes: Changes) -> None:
        """A batch of rows: into the cache, then shown. After an error that nobody expected it is asked for again."""
        self._retry.start()
        with self._room.stalling():
            self._take(changes)
        self._retry.stop()

    def _take(self, changes: Changes) -> None:
        room = self._room
        try:
            ids, city, new_epoch = room.desk.take(changes)
        except CacheDamaged:
            self._rebuild()
            return
        self.take_city_told(city or changes.head.city)
        if ids:
            room.show(ids)
        room.watch.data(changes.head.server_time, changes.head)
        if ids:
            room.tell_counts(conflicts=room.desk.conflict_count() > 0)
        self.follow.emit(Cursor() if new_epoch else room.desk.cursor())

    @Slot(object)
    def take_snapshot_wanted(self, wanted: SnapshotWanted) -> None:
        """The cursor is of no use: begin a snapshot; the old picture stays until it is whole."""
        self._room.say("notice.snapshot", {"reason": wanted.reason})
        self.follow.emit(Cursor())

    @Slot(object)
    def take_snapshot(self, page: SnapshotPage) -> None:
        """A page of a snapshot; with the last one it becomes the picture."""
        self.take_city_told(page.head.city)
        try:
            done = self._room.desk.take_snapshot(page)
        except CacheDamaged:
            self._rebuild()
            return
        if done:
            self._room.watch.data(page.head.server_time)
            self._room.reload()

    def _rebuild(self) -> None:
        self._room.desk.rebuild_cache()
        self._room.say("notice.cache_rebuilt")
        self.follow.emit(Cursor())

    # the city ---------------------------------------------------------------------------------------------------------
    @Slot(str)
    def take_city_told(self, version: str) -> None:
        """The server named its city pack."""
        here = self._room.desk.city
        if version in {"", self._wanted_city} or (here is not None and here.version == version):
            return
        self._wanted_city = version
        if self._load_city(version):
            self._room.reload()
        else:
            self.pack_wanted.emit(version)

    @Slot(object)
    def take_pack(self, pack: Pack) -> None:
        """A city pack came, verified."""
        self._room.desk.files.keep_pack(pack, self._room.desk.clock.now())
        if self._load_city(pack.version):
            self._room.reload()

    def _load_city(self, version: str) -> bool:
        """Switch to a pack if it is here. One that this program cannot read is said, and the board is read-only."""
        desk = self._room.desk
        try:
            city = desk.files.city(version)
        except ValueError:
            desk.close_for(OTHER_PACK)
            self._room.say(OTHER_PACK, {"version": version}, "error")
            return False
        if city is None:
            return False
        desk.use_city(city)
        if desk.clock.is_test and not city.synthetic:
            desk.close_for(TEST_CLOCK)
            self._room.say(TEST_CLOCK, kind="error")
        self.city.emit(city)
        return True
