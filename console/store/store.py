"""The store as a whole: its parts on one thread, opened there and closed there."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot

from console.models.errors import LocalFilesError
from console.store.answers import Answers
from console.store.arrivals import Arrivals
from console.store.asking import Asking
from console.store.city_packs import CityPacks
from console.store.claims import ClaimKeeping
from console.store.drafts import DraftKeeping
from console.store.drilling import Drilling
from console.store.enrolling import Enrolling
from console.store.fetching import PhotoFetching
from console.store.geocoding import Geocoding
from console.store.handing import HandoverKeeping
from console.store.line import LineKeeping
from console.store.packing import Packing
from console.store.room import Room
from console.store.sealing import Sealing
from console.store.sending import Sending
from console.store.shift import ShiftKeeping
from console.store.wishes import Wishes

if TYPE_CHECKING:
    from console.desk.desk import Desk


class Store(QObject):
    """Move it to its thread, then `start` it there by a signal. `failed` carries the LocalFilesError of the opening."""

    failed = Signal(object)

    def __init__(self, opening: "Callable[[], Desk]", language: str = "zh_CN") -> None:
        super().__init__()
        self._opened = False
        self.room = Room(opening, self)
        self.line = LineKeeping(self.room)
        self.wishes = Wishes(self.room)
        self.sealing = Sealing(self.room)
        self.answers = Answers(self.room, self.sealing)
        self.claims = ClaimKeeping(self.room)
        self.cities = CityPacks(self.room)
        self.arrivals = Arrivals(self.room, self.cities)
        self.sending = Sending(self.room)
        self.drafts = DraftKeeping(self.room)
        self.packing = Packing(self.room, language)
        self.fetching = PhotoFetching(self.room)
        self.handing = HandoverKeeping(self.room, self.fetching)
        self.packing.made.connect(self.handing.look_ahead)
        self.handing.to_send.connect(self.sending.next)
        self.drilling = Drilling(self.room, self.wishes, self.packing, self.arrivals.scouting)
        self.shift = ShiftKeeping(self.room)
        self.geocoding = Geocoding(self.room)
        self.enrolling = Enrolling(self.room)
        self.enrolling.enrolled.connect(self.line.take_station)
        self.asking = Asking(self.room)
        for part in (self.answers, self.claims, self.enrolling, self.handing, self.fetching, self.drilling):
            part.asked.connect(self.asking.take)
        self.drilling.over.connect(self.sending.next)
        self.handing.made.connect(self.drilling.count_handover)
        self.handing.taken.connect(self.drilling.count_reply)
        self.wishes.to_send.connect(self.sending.next)
        self.line.station.connect(self.sending.next)
        self.line.line_back.connect(self.sending.next)
        self.room.all_shown.connect(self.arrivals.go_on)
        self.room.all_shown.connect(self.sending.next)

    @Slot()
    def start(self) -> None:
        """Open the files and show what the cache remembers, before anything is heard of the server."""
        try:
            self.room.open()
        except LocalFilesError as error:
            self.failed.emit(error)
            return
        self._opened = True
        self.drafts.begin()
        self.shift.begin()
        self.cities.begin()
        self.arrivals.begin()

    @Slot()
    def greet(self) -> None:
        """The network threads are there: tell them who this console is and where it stands."""
        if self._opened:
            self.line.greet()
            self.claims.greet()
            self.arrivals.greet()
            self.asking.greet()

    @Slot()
    def hurry(self) -> None:
        """The program ends: nothing is held back any more, `sending.idle` follows."""
        self.drilling.leave()
        self.sending.hurry()

    @Slot()
    def stop(self) -> None:
        """Close the files and end the thread's loop: what is queued behind this is not heard any more."""
        if self._opened:
            self._opened = False
            self.drilling.close()
            self.line.rest()
            self.cities.end()
            self.geocoding.end()
            self.arrivals.end()
            self.packing.end()
            self.fetching.end()
            self.shift.end()
            self.sealing.settle()
            self.room.close()
        network = (self.line, self.cities, self.arrivals, self.sending, self.claims, self.enrolling, self.asking)
        desk = (self.wishes, self.sealing, self.answers, self.drafts, self.drilling, self.shift, self.geocoding)
        papers = (self.packing, self.fetching, self.handing)
        for part in (self.room, *network, *desk, *papers):
            QCoreApplication.removePostedEvents(part)
        self.thread().quit()
