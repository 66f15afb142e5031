"""Gathers the emergency pack: every five minutes and when the line is lost; in slices, as clicks come first."""

from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.desk.pack import head_of
from console.facts import LinkState
from console.facts.pack import PackLine, json_line
from console.store.room import Room

EVERY = 5 * 60_000
FIRST = 60_000  # ms after the cases are read: a start has more to do
APART = 30_000  # a line that comes and goes makes no more packs than this
_PAUSE = 5  # ms between two slices


class Packing(QObject):
    """Begins when the cases are read. `made` carries a whole pack as `console.facts.pack.read_pack` reads it."""

    made = Signal(bytes)

    def __init__(self, room: Room, language: str) -> None:
        super().__init__(room)
        self._room, self._language = room, language
        self._lines: Iterator[tuple[PackLine, ...]] = iter(())
        self._body: list[bytes] = []
        self._count = 0
        self._ready = self._online = False
        self._last = -APART
        self._next = QTimer(self, singleShot=True)
        self._next.timeout.connect(self.begin)
        self._slices = QTimer(self, interval=_PAUSE)
        self._slices.timeout.connect(self._slice)
        room.loaded.connect(self._take_loaded)
        room.link.connect(self._look)

    def end(self) -> None:
        """The files are about to be closed."""
        self._next.stop()
        self._slices.stop()
        self._ready = False

    @Slot(str, str)
    def speak(self, language: str, _theme: str = "") -> None:
        """The next packs in this language."""
        self._language = language

    @Slot()
    def _take_loaded(self) -> None:
        if not self._ready:
            self._ready = True
            self._next.start(FIRST)

    @Slot(object)
    def _look(self, link: LinkState) -> None:
        lost, self._online = self._online and not link.online, link.online
        if lost and self._ready:
            self._next.start(max(0, APART - (self._room.desk.clock.mono() - self._last)))

    @Slot()
    def begin(self) -> None:
        """Gather a pack from now on; before there are data and a city there is nothing to say."""
        desk, as_of = self._room.desk, self._room.watch.state.as_of
        self._next.start(EVERY)
        if desk.city is None or not as_of:
            return
        self._last = desk.clock.mono()
        self._body = [json_line(head_of(desk.city, self._language, as_of, desk.clock.now()))]
        self._count, self._lines = 0, desk.pack_lines(self._language)
        self._slices.start()

    @Slot()
    def _slice(self) -> None:
        lines = next(self._lines, None)
        if lines is None:
            self._slices.stop()
            body, self._body = b"".join((*self._body, json_line(self._count))), []
            self.made.emit(body)
            return
        self._count += len(lines)
        self._body.append(b"".join(map(json_line, lines)))
