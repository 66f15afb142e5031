"""City packs: a city's tables at once, its geometry beside the store's thread, so that no list waits for the map."""

from PySide6.QtCore import QObject, QRunnable, QThreadPool, QTimer, Signal, Slot

from console.facts import Pack
from console.store.link import OTHER_PACK, TEST_CLOCK
from console.store.room import Room
from rules.city import City
from rules.pack import BadPack, decode_tables, with_geometry

_SOON = 500  # ms that the first lists have for themselves


class _Reading(QRunnable):
    """Reads the geometry of a pack; its libraries alone take longer than all the lists."""

    def __init__(self, packs: "CityPacks", city: City, body: bytes) -> None:
        super().__init__()
        self._packs, self._city, self._body = packs, city, body

    def run(self) -> None:
        """Hand the whole city to the store's thread."""
        self._city.organisation.prepare()
        try:
            self._packs.read.emit(with_geometry(self._city, self._body))
        except BadPack:
            self._packs.unreadable.emit(self._city.version)


class CityPacks(QObject):
    """The first city comes in two steps, `city` without its geometry and `whole`; each further one in one."""

    city = Signal(object)  # City
    whole = Signal(object)  # City: the same, with its geometry
    wanted = Signal(str)  # the version of a pack that is not here
    read = Signal(object)  # City; emitted beside the store's thread, only the slot below listens to it
    unreadable = Signal(str)  # the same

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._room = room
        self._asked = ""
        self._unread: tuple[City, bytes] | None = None
        self._beside = QThreadPool(self)
        self._soon = QTimer(self, interval=_SOON, singleShot=True)
        self._soon.timeout.connect(self.read_geometry)
        self.read.connect(self._take_whole)
        self.unreadable.connect(self._refuse)

    def begin(self) -> None:
        """The files are open: the city in which they were written."""
        self._load(self._room.desk.cursor().city)
        self.read_geometry()

    def end(self) -> None:
        """The files are about to be closed."""
        self._soon.stop()
        self._beside.waitForDone()

    @Slot(str)
    def take_told(self, version: str) -> None:
        """The server named its city pack."""
        here = self._room.desk.city
        if version in {"", self._asked} or (here is not None and here.version == version):
            return
        self._asked = version
        if self._load(version):
            self._room.show_again()
        else:
            self.wanted.emit(version)

    @Slot(object)
    def take_pack(self, pack: Pack) -> None:
        """A city pack came, verified."""
        self._room.desk.files.keep_pack(pack, self._room.desk.clock.now())
        if self._load(pack.version):
            self._room.show_again()

    def _load(self, version: str) -> bool:
        """Switch to a pack if it is here. One that this program cannot read is said, and the board is read-only."""
        desk = self._room.desk
        body = desk.files.pack(version)
        if body is None:
            return False
        try:
            city = self._opened(body)
        except BadPack:
            self._refuse(version)
            return False
        desk.use_city(city)
        if desk.clock.is_test and not city.synthetic:
            desk.close_for(TEST_CLOCK)
            self._room.say(TEST_CLOCK, kind="error")
        self.city.emit(city)
        return True

    def _opened(self, body: bytes) -> City:
        """Raises BadPack."""
        city = decode_tables(body)
        is_first = self._room.desk.city is None
        if not is_first or city.sketch is None:  # reports are placed on the map all the time
            self._unread = None
            return with_geometry(city, body)
        self._unread = city, body
        self._soon.start()
        return city

    @Slot(str)
    def _refuse(self, version: str) -> None:
        self._room.desk.close_for(OTHER_PACK)
        self._room.say(OTHER_PACK, {"version": version}, "error")

    @Slot()
    def read_geometry(self) -> None:
        """Now there is time for it."""
        self._soon.stop()
        if self._unread is not None:
            self._beside.start(_Reading(self, *self._unread))
            self._unread = None

    @Slot(object)
    def _take_whole(self, city: City) -> None:
        here = self._room.desk.city
        if here is not None and here.version == city.version:
            waited = self._room.desk.use_geometry(city)
            self.whole.emit(city)
            self._room.show(waited)
