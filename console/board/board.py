"""The one picture of the cases that every window shows: takes deltas from the store, passes wishes down to it.

Lives on the GUI thread and computes nothing but counts; the work is done on the store's thread.
"""

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from console.board.cases import Cases
from console.board.claims import Insisting
from console.board.drafts import Drafts
from console.board.drills import Drills
from console.board.outbox import OutboxView
from console.board.photos import PhotosView
from console.board.portions import Portions
from console.facts import (
    SEATS,
    Conflict,
    Delta,
    Draft,
    LinkState,
    ListCount,
    Notice,
    Offers,
    OutboxDelta,
    Pending,
    Recorded,
    Refusal,
    SeatState,
    ShownCase,
    Wish,
    form_of,
)
from rules.city import City


class Board(QObject):
    """All that views know of the cases. `now` is the corrected clock, ms UTC."""

    # up, to the views
    cases_changed = Signal(object)  # Delta
    loaded = Signal()  # what the cache remembers is shown in full
    counts_changed = Signal(object)  # Mapping[str, ListCount]
    link_changed = Signal(object)  # LinkState
    city_changed = Signal(object)  # City
    geometry_changed = Signal()  # of the same city: now it can be drawn
    seats_changed = Signal(object)  # Mapping[str, SeatState]
    outbox_changed = Signal(object)  # tuple[Pending, ...] in sending order
    conflicts_changed = Signal(object)  # tuple[Conflict, ...]
    offers = Signal(object)  # Offers
    recorded = Signal(object)  # Recorded: the wish is durable
    refused = Signal(object)  # Refusal: nothing was recorded
    notice = Signal(object)  # Notice
    # down, to the store
    wished = Signal(object)  # Wish
    recall_asked = Signal(str)  # seat
    resolve_asked = Signal(str, str, object)  # conflict, "drop" | "on_top", what is wished instead: Wish | None
    old_confirmed = Signal(object, str)  # ids of old commands, "send" | "drop"
    offers_asked = Signal(str, str)  # seat, case
    draft_typed = Signal(object)  # Draft; without values it is forgotten

    def __init__(self, now: Callable[[], int], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._cases = Cases()
        self.claims = Insisting(self._cases)
        self.portions = Portions(self._show, self)
        self._wishes = itertools.count(1)
        self.is_loaded = False
        self.link = LinkState()
        self.city: City | None = None
        self.seats: Mapping[str, SeatState] = {seat: SeatState(seat) for seat in SEATS}
        self._outbox = OutboxView()
        self.conflicts: tuple[Conflict, ...] = ()
        self._drafts = Drafts()
        self.drills = Drills(self)
        self.photos = PhotosView(self)

    def now(self) -> int:
        """The corrected clock, ms UTC."""
        return self._now()

    def case(self, case_id: str) -> ShownCase | None:
        """The case as it is shown, None when it is not on the board."""
        return self._cases.of(case_id)

    def cases(self) -> Mapping[str, ShownCase]:
        """All shown cases by id; a live view."""
        return self._cases.all()

    def counts(self) -> dict[str, ListCount]:
        """Per list: how many, how many near, how many over."""
        return self._cases.counts()

    def do(
        self,
        seat: str,
        verb: str,
        case_id: str = "",
        target: str = "",
        body: Mapping[str, object] | None = None,
        blobs: Sequence[bytes] = (),
        personal: Mapping[str, str] | None = None,
    ) -> str:
        """Wish a command; its id comes back at once, `recorded` or `refused` follow. `case_id` "" = a new case."""
        given = dict(body or {}), tuple(blobs), dict(personal or {})
        wish = Wish(self._next_wish(), seat, verb, case_id, target, *given, self.claims.over(case_id))
        self.wished.emit(wish)
        return wish.id

    def _next_wish(self) -> str:
        return f"w{next(self._wishes)}"

    @property
    def counts_hold(self) -> bool:
        """Whether a count means anything: what this desk remembers is shown, and a server has told of its cases.

        It tells them to who has signed in: before, where nothing is remembered either, 0 would not be true.
        """
        told = bool(self.cases()) or any(seat.signed_in for seat in self.seats.values())
        return self.is_loaded and self.link.as_of > 0 and told

    @property
    def outbox(self) -> tuple[Pending, ...]:
        """Unsent commands in sending order, with those that are held for their recall."""
        return self._outbox.all

    @property
    def unsent(self) -> tuple[Pending, ...]:
        """What waits for the server, as `OutboxView` says."""
        return self._outbox.unsent(online=self.link.online)

    def recall_last(self, seat: str) -> None:
        """`U`: take back the last command of this seat while its time lasts."""
        self.recall_asked.emit(seat)

    def resolve(self, conflict_id: str, how: str, instead: Wish | None = None) -> None:
        """End a conflict: "drop" it, issue it again "on_top" of what is now, or do what is wished `instead`.

        All or nothing: when the new command cannot be recorded, the conflict waits on, and `refused` says why.
        """
        wish = replace(instead, id=self._next_wish()) if instead else None
        self.resolve_asked.emit(conflict_id, how, wish)

    @property
    def old(self) -> tuple[Pending, ...]:
        """Commands that lay unsent for so long that a person must say whether they still hold, oldest first."""
        return self._outbox.old()

    def confirm_old(self, ids: Sequence[str], how: str) -> None:
        """These old commands still hold: "send" them; or they do not: "drop" them."""
        self.old_confirmed.emit(tuple(ids), how)

    def ask_offers(self, seat: str, case_id: str) -> None:
        """What may this seat do on the case? `offers` answers, and again whenever the case changes."""
        self.offers_asked.emit(seat, case_id)

    @Slot(object)
    def take_delta(self, delta: Delta) -> None:
        """Cases changed on the store's thread. Many at once come in portions, between which the windows may answer."""
        if self.is_loaded:
            self.portions.take(delta)
        else:
            self._show(delta)

    def _show(self, delta: Delta) -> None:
        self._cases.take(delta)
        self.cases_changed.emit(delta)
        self.counts_changed.emit(self.counts())

    @Slot()
    def take_loaded(self) -> None:
        """The start-up slices are all here."""
        self.is_loaded = True
        self.loaded.emit()

    @Slot(object)
    def take_link(self, link: LinkState) -> None:
        """The line, the age of the data or a number on the status line changed."""
        held, self.link = self.counts_hold, link
        self.link_changed.emit(link)
        self._tell_counts(held)

    def _tell_counts(self, held: bool) -> None:
        if self.counts_hold and not held:
            self.counts_changed.emit(self.counts())

    @Slot(object)
    def take_city(self, city: City) -> None:
        """A city pack came into force here."""
        self.portions.then(partial(self._use_city, city))

    def _use_city(self, city: City) -> None:
        self.city = city
        self.city_changed.emit(city)

    @Slot(object)
    def take_geometry(self, city: City) -> None:
        """The city in force, now with its geometry."""
        self.portions.then(partial(self._use_geometry, city))

    def _use_geometry(self, city: City) -> None:
        self.city = city
        self.geometry_changed.emit()

    @Slot(object)
    def take_seats(self, seats: Mapping[str, SeatState]) -> None:
        """Somebody signed in or out."""
        self.portions.then(partial(self._seat, seats))

    def _seat(self, seats: Mapping[str, SeatState]) -> None:
        held, self.seats = self.counts_hold, seats
        self.seats_changed.emit(seats)
        self._tell_counts(held)

    @Slot(object)
    def take_outbox(self, news: OutboxDelta) -> None:
        """What waits for the server changed."""
        self.portions.then(partial(self._keep_outbox, news))

    def _keep_outbox(self, news: OutboxDelta) -> None:
        self._outbox.take(news)
        self.outbox_changed.emit(self.outbox)

    @Slot(object)
    def take_conflicts(self, conflicts: tuple[Conflict, ...]) -> None:
        """A conflict came or was resolved."""
        self.portions.then(partial(self._keep_conflicts, conflicts))

    def _keep_conflicts(self, conflicts: tuple[Conflict, ...]) -> None:
        self.conflicts = conflicts
        self.conflicts_changed.emit(conflicts)

    @Slot(object)
    def take_offers(self, offers: Offers) -> None:
        """What a seat may do on a case."""
        self.offers.emit(offers)

    # drafts of forms --------------------------------------------------------------------------------------------------
    def draft(self, form: str) -> Draft | None:
        """What was typed into this form and not done, None when there is nothing."""
        return self._drafts.of(form)

    def keep_draft(self, draft: Draft) -> None:
        """Keep what is being typed; without values, forget it."""
        if self._drafts.keep(draft):
            self.draft_typed.emit(draft)

    @Slot(object)
    def take_drafts(self, drafts: tuple[Draft, ...]) -> None:
        """What was typed before this start; what was typed since goes before."""
        self._drafts.add_older(drafts)

    @Slot(object)
    def take_recorded(self, recorded: Recorded) -> None:
        """A wish is on disk: what was typed for it is done with."""
        pending = recorded.pending
        case_id = "" if pending.verb == "report" else pending.case_id
        self.keep_draft(Draft(form_of(case_id, pending.verb, pending.target), {}))
        self.recorded.emit(recorded)

    @Slot(object)
    def take_refusal(self, refusal: Refusal) -> None:
        """A wish cannot be."""
        self.refused.emit(refusal)

    @Slot(object)
    def take_notice(self, notice: Notice) -> None:
        """Something to say."""
        self.notice.emit(notice)
