"""What the parts of the store share: the desk, the state of the line, and everything that is told upwards."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain, islice
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.facts import Conflict, Delta, Notice, OutboxDelta
from console.facts.photos import PhotosDelta
from console.models.errors import CacheDamaged, LocalFilesError
from console.store.breath import Breath
from console.store.heard import heard_before
from console.store.link import LinkWatch

if TYPE_CHECKING:
    from console.desk.desk import Desk

log = logging.getLogger(__name__)
_TICK = 1000  # ms between two looks at the clock
_PATIENCE = 5000  # ms until a cache that could not be read is read again
_SLICE = 100  # cases that are shown in one go
_OLD_EACH = 60  # ticks between two looks for commands that grew old

Ids = tuple[str, ...] | frozenset[str]


class Room(QObject):
    """Shows cases, counts and the line. `opening` is called on the store's thread: the heavy libraries load there."""

    changed = Signal(object)  # Delta
    loaded = Signal()
    link = Signal(object)  # LinkState
    seats = Signal(object)  # Mapping[str, SeatState]
    outbox = Signal(object)  # OutboxDelta
    conflicts = Signal(object)  # tuple[Conflict, ...]
    photos = Signal(object)  # PhotosDelta
    offers = Signal(object)  # Offers
    notice = Signal(object)  # Notice
    all_shown = Signal()  # for the other parts: what somebody waits for is shown, the line may be followed
    to_send = Signal()  # for the other parts: commands wait that did not come by a click

    def __init__(self, opening: "Callable[[], Desk]", parent: QObject) -> None:
        super().__init__(parent)
        self._opening = opening
        self.breath = Breath(self)
        for to_show in (self.changed, self.outbox, self.conflicts, self.photos):
            to_show.connect(self.breath.told)
        self._slices: Iterator[Ids] = iter(())
        self._reading = self._followed = False  # whether the cache is read; whether the line is followed meanwhile
        self._is_open = False
        self._watched: dict[str, str] = {}  # seat → case whose offers are shown
        self._told_conflicts: tuple[Conflict, ...] | None = None
        self._ticks = 0

    def open(self) -> None:
        """Open the files; LocalFilesError when they cannot be. What waits here is told before any case."""
        self.desk = self._opening()
        self._is_open = True
        self.watch = LinkWatch(self.desk.clock.now, self.desk.clock.mono, heard_before(self.desk))
        self.watch.data(self.desk.files.shelf.cache.as_of())
        self._ticker = QTimer(self)
        self._ticker.timeout.connect(self._tick)
        self._ticker.start(_TICK)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._next_slice)
        self.seats.emit(self.desk.seats.states())
        for key, details in self.desk.files.remarks():
            self.say(key, details)

    def close(self) -> None:
        """Close the files."""
        self._ticker.stop()
        self._soon.stop()
        self._is_open = False
        self.desk.files.close()

    # cases ------------------------------------------------------------------------------------------------------------
    @Slot()
    def reload(self) -> None:
        """Read and show the whole cache in slices, so that wishes are heard in between."""
        self._slices = self.desk.load()
        self._reading, self._followed = True, False
        self.tell_counts(conflicts=True)
        self._soon.start()

    def show_again(self) -> None:
        """Show what is in memory as it looks now, without reading it again; behind what is still being read."""
        self._show_later(self.desk.known())

    def show_many(self, ids: Ids) -> None:
        """As `show`; where they are many, in slices, so that wishes are heard in between."""
        if len(ids) <= _SLICE:
            self.show(ids)
        else:
            self._show_later(ids)

    def _show_later(self, ids: Ids) -> None:
        rest = iter(ids)
        self._slices = chain(self._slices, iter(lambda: tuple(islice(rest, _SLICE)), ()))
        self._soon.start()

    @Slot()
    def _next_slice(self) -> None:
        if not self._is_open:
            return
        ids = self._read_slice()
        if ids is None:
            if self._reading:
                self.shown_whole()
            return
        try:
            with self.stalling():
                self.show(ids)
        finally:
            self.breath.then(self._soon)
        if self._reading and self.desk.active_read and not self._followed:
            self._followed = True
            self.all_shown.emit()

    def _read_slice(self) -> Ids | None:
        try:
            return next(self._slices, None)
        except CacheDamaged:
            self.desk.rebuild_cache()
            self.say("notice.cache_rebuilt")
            self._slices = iter(())
        except LocalFilesError as error:
            self.say(error.rule, error.details, "error")
            self._slices = iter(())
            self._reading = False
            QTimer.singleShot(_PATIENCE, self, self.reload)
        return None

    def shown_whole(self) -> None:
        """All that is here was shown: settle by it, and let go what is here no more."""
        followed, self._reading, self._followed = self._followed, False, False
        self.show_many(self.desk.settle_passed() | frozenset(self.desk.forget_gone()))
        self.tell_counts(conflicts=True)
        self.loaded.emit()
        if not followed:
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

    # what waits, who sits here, the line ------------------------------------------------------------------------------
    def tell_seats(self) -> None:
        """Somebody sat down or left: other offers."""
        self.seats.emit(self.desk.seats.states())
        self._tell_offers()

    def _tell_offers(self) -> None:
        for seat, case_id in self._watched.items():
            self.offers.emit(self.desk.offers(seat, case_id))

    def tell_link(self, beat: bool = False) -> None:
        """Tell the line when it looks different; what changes all the time with the `beat` of the second alone."""
        self.desk.claims.line_is_up = self.watch.state.online
        other = self.watch.close_for(self.desk.closed_for)
        news = self.watch.news(beat)
        if news:
            self.link.emit(news)
        if other:
            self._tell_offers()

    def tell_counts(self, conflicts: bool = False) -> None:
        """Tell what waits here, as far as it is another; the conflicts where they may have changed."""
        news = self.desk.outbox_news()
        unsent, held = self.desk.waiting()
        self.watch.counts(unsent, held, self.desk.conflict_count())
        if news != OutboxDelta():
            self.outbox.emit(news)
        if conflicts:
            self._tell_conflicts(self.desk.conflicts())
        self.tell_link()
        self.tell_photos()

    def tell_photos(self) -> None:
        """Tell how the photos stand that the server does not have, as far as it is otherwise."""
        try:
            news = self.desk.uploads.news()
        except LocalFilesError as error:
            log.warning("the photos to send cannot be read for now: %s", error)
            return
        if news != PhotosDelta():
            self.photos.emit(news)

    def pushed_again(self, number: int) -> None:
        """The server had lost so many commands that it had taken: they wait again, and go now."""
        self.say("notice.pushed_again", {"n": str(number)})
        self.tell_counts()
        self.to_send.emit()

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
        self._ticks += 1
        if self._ticks % _OLD_EACH == 0:
            self.desk.look_for_old()
            self.tell_counts()
        self.tell_link(beat=True)
