"""What the parts of the store share: the desk, the state of the line, and everything that is told upwards."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.facts import Conflict, Delta, Notice, Pending
from console.models.errors import CacheDamaged
from console.store.link import LinkWatch

if TYPE_CHECKING:
    from console.desk.desk import Desk

_TICK = 1000  # ms between two looks at the clock

Ids = tuple[str, ...] | frozenset[str]


class Room(QObject):
    """Shows cases, counts and the line. `opening` is called on the store's thread: the heavy libraries load there."""

    changed = Signal(object)  # Delta
    loaded = Signal()
    link = Signal(object)  # LinkState
    seats = Signal(object)  # Mapping[str, SeatState]
    outbox = Signal(object)  # tuple[Pending, ...]
    conflicts = Signal(object)  # tuple[Conflict, ...]
    offers = Signal(object)  # Offers
    notice = Signal(object)  # Notice
    all_shown = Signal()  # for the other parts: the cache is shown in full

    def __init__(self, opening: "Callable[[], Desk]", parent: QObject) -> None:
        super().__init__(parent)
        self._opening = opening
        self._slices: Iterator[tuple[str, ...]] = iter(())
        self._is_open = False
        self._watched: dict[str, str] = {}  # seat → case whose offers are shown
        self._told_outbox: tuple[Pending, ...] | None = None
        self._told_conflicts: tuple[Conflict, ...] | None = None

    def open(self) -> None:
        """Open the files; LocalFilesError when they cannot be."""
        self.desk = self._opening()
        self._is_open = True
        self.watch = LinkWatch(self.desk.clock.now)
        self.watch.data(self.desk.files.shelf.cache.as_of())
        self._ticker = QTimer(self)
        self._ticker.timeout.connect(self._tick)
        self._ticker.start(_TICK)
        self.seats.emit(self.desk.seats.states())
        for key in self.desk.files.remarks():
            self.say(key)

    def close(self) -> None:
        """Close the files."""
        self._ticker.stop()
        self._is_open = False
        self.desk.files.close()

    def reload(self) -> None:
        """Show the whole cache in slices, so that wishes are heard in between."""
        self._slices = self.desk.load()
        QTimer.singleShot(0, self, self._next_slice)

    @Slot()
    def _next_slice(self) -> None:
        if not self._is_open:
            return
        try:
            ids = next(self._slices, None)
        except CacheDamaged:
            self.desk.rebuild_cache()
            self.say("notice.cache_rebuilt")
            ids = None
        if ids is not None:
            with self.stalling():
                self.show(ids)
            QTimer.singleShot(0, self, self._next_slice)
            return
        self.show(self.desk.settle_passed() | frozenset(self.desk.forget_gone()))
        self.tell_counts(conflicts=True)
        self.loaded.emit()
        self.all_shown.emit()

    @contextmanager
    def stalling(self) -> Iterator[None]:
        """An unexpected error in here shows as data that grow old, not as calm; it goes on to the log."""
        try:
            yield
        except Exception:
            self.watch.stall()
            self.tell_link()
            raise

    def show(self, ids: Ids) -> None:
        """Tell how these cases look now; and the offers, where a seat looks at one of them."""
        delta = self.desk.delta(ids)
        if delta.changed or delta.removed:
            self.changed.emit(delta)
        for seat, case_id in self._watched.items():
            if case_id in ids:
                self.offers.emit(self.desk.offers(seat, case_id))

    def show_offers(self, seat: str, case_id: str) -> None:
        """Tell what the seat may do on this case, now and whenever the case changes."""
        self._watched[seat] = case_id
        self.offers.emit(self.desk.offers(seat, case_id))

    def tell_seats(self) -> None:
        """Somebody sat down or left: other offers."""
        self.seats.emit(self.desk.seats.states())
        for seat, case_id in self._watched.items():
            self.offers.emit(self.desk.offers(seat, case_id))

    def tell_link(self, beat: bool = False) -> None:
        """Tell the line when it looks different; what changes all the time with the `beat` of the second alone."""
        news = self.watch.news(beat)
        if news:
            self.link.emit(news)

    def tell_counts(self, conflicts: bool = False) -> None:
        """Tell what waits here, when it is another; the conflicts where they may have changed."""
        unsent = self.desk.outbox()
        held = sum(pending.held for pending in unsent)
        self.watch.counts(len(unsent) - held, held, self.desk.conflict_count())
        if unsent != self._told_outbox:
            self._told_outbox = unsent
            self.outbox.emit(unsent)
        if conflicts:
            self._tell_conflicts(self.desk.conflicts())
        self.tell_link()

    def _tell_conflicts(self, conflicts: tuple[Conflict, ...]) -> None:
        if conflicts != self._told_conflicts:
            self._told_conflicts = conflicts
            self.conflicts.emit(conflicts)

    def say(
        self, key: str, details: dict[str, str] | None = None, kind: str = "notice", case_id: str = "", seat: str = ""
    ) -> None:
        """Something to say."""
        self.notice.emit(Notice(key, details or {}, kind, case_id, seat, self.desk.clock.now()))

    @Slot()
    def _tick(self) -> None:
        delta: Delta = self.desk.tick()
        if delta.changed:
            self.changed.emit(delta)
        self.tell_link(beat=True)
