"""The one picture of the cases that every window shows: takes deltas from the store, passes wishes down to it.

Lives on the GUI thread and computes nothing but counts; the work is done on the store's thread.
"""

import itertools
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from PySide6.QtCore import QObject, Signal, Slot

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
    resolve_asked = Signal(str, str)  # conflict, "drop" | "on_top"
    offers_asked = Signal(str, str)  # seat, case
    draft_typed = Signal(object)  # Draft; without values it is forgotten

    def __init__(self, now: Callable[[], int], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._cases: dict[str, ShownCase] = {}
        self._counts: dict[str, list[int]] = {}
        self._portions = Portions(self._show, self)
        self._wishes = itertools.count(1)
        self.is_loaded = False
        self.link = LinkState()
        self.city: City | None = None
        self.seats: Mapping[str, SeatState] = {seat: SeatState(seat) for seat in SEATS}
        self.outbox: tuple[Pending, ...] = ()
        self.conflicts: tuple[Conflict, ...] = ()
        self._drafts: dict[str, Draft] = {}

    def now(self) -> int:
        """The corrected clock, ms UTC."""
        return self._now()

    def case(self, case_id: str) -> ShownCase | None:
        """The case as it is shown, None when it is not on the board."""
        return self._cases.get(case_id)

    def cases(self) -> Mapping[str, ShownCase]:
        """All shown cases by id; a live view."""
        return MappingProxyType(self._cases)

    def counts(self) -> dict[str, ListCount]:
        """Per list: how many, how many near, how many over."""
        return {name: ListCount(*count) for name, count in self._counts.items() if count[0]}

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
        number = f"w{next(self._wishes)}"
        given = dict(body or {}), tuple(blobs), dict(personal or {})
        self.wished.emit(Wish(number, seat, verb, case_id, target, *given))
        return number

    @property
    def unsent(self) -> tuple[Pending, ...]:
        """What waits for the server; what is held for its recall counts only while there is no line."""
        online = self.link.online
        return tuple(pending for pending in self.outbox if not (pending.held and online))

    def recall_last(self, seat: str) -> None:
        """`U`: take back the last command of this seat while its time lasts."""
        self.recall_asked.emit(seat)

    def resolve(self, conflict_id: str, how: str) -> None:
        """End a conflict: "drop" it, or issue it again "on_top" of what is now."""
        self.resolve_asked.emit(conflict_id, how)

    def ask_offers(self, seat: str, case_id: str) -> None:
        """What may this seat do on the case? `offers` answers, and again whenever the case changes."""
        self.offers_asked.emit(seat, case_id)

    @Slot(object)
    def take_delta(self, delta: Delta) -> None:
        """Cases changed on the store's thread. Many at once come in portions, between which the windows may answer."""
        if self.is_loaded:
            self._portions.take(delta)
        else:
            self._show(delta)

    def _show(self, delta: Delta) -> None:
        for case_id in delta.removed:
            self._count(self._cases.pop(case_id, None), -1)
        for shown in delta.changed:
            self._count(self._cases.get(shown.id), -1)
            self._cases[shown.id] = shown
            self._count(shown, +1)
        self.cases_changed.emit(delta)
        self.counts_changed.emit(self.counts())

    def _count(self, shown: ShownCase | None, step: int) -> None:
        if shown is None:
            return
        near, over = ("near" in shown.lists, "over" in shown.lists)
        for name in shown.lists:
            count = self._counts.setdefault(name, [0, 0, 0])
            count[0] += step
            count[1] += step * near
            count[2] += step * over

    @Slot()
    def take_loaded(self) -> None:
        """The start-up slices are all here."""
        self.is_loaded = True
        self.loaded.emit()

    @Slot(object)
    def take_link(self, link: LinkState) -> None:
        """The line, the age of the data or a number on the status line changed."""
        self.link = link
        self.link_changed.emit(link)

    @Slot(object)
    def take_city(self, city: City) -> None:
        """A city pack came into force here."""
        self._portions.show_all()
        self.city = city
        self.city_changed.emit(city)

    @Slot(object)
    def take_seats(self, seats: Mapping[str, SeatState]) -> None:
        """Somebody signed in or out."""
        self._portions.show_all()
        self.seats = seats
        self.seats_changed.emit(seats)

    @Slot(object)
    def take_outbox(self, outbox: tuple[Pending, ...]) -> None:
        """What waits for the server changed."""
        self._portions.show_all()
        self.outbox = outbox
        self.outbox_changed.emit(outbox)

    @Slot(object)
    def take_conflicts(self, conflicts: tuple[Conflict, ...]) -> None:
        """A conflict came or was resolved."""
        self._portions.show_all()
        self.conflicts = conflicts
        self.conflicts_changed.emit(conflicts)

    @Slot(object)
    def take_offers(self, offers: Offers) -> None:
        """What a seat may do on a case."""
        self.offers.emit(offers)

    # drafts of forms --------------------------------------------------------------------------------------------------
    def draft(self, form: str) -> Draft | None:
        """What was typed into this form and not done, None when there is nothing."""
        return self._drafts.get(form)

    def keep_draft(self, draft: Draft) -> None:
        """Keep what is being typed; without values, forget it."""
        if draft.values:
            self._drafts[draft.form] = draft
            self.draft_typed.emit(draft)
        elif self._drafts.pop(draft.form, None) is not None:
            self.draft_typed.emit(draft)

    @Slot(object)
    def take_drafts(self, drafts: tuple[Draft, ...]) -> None:
        """What was typed before this start; what was typed since goes before."""
        self._drafts = {draft.form: draft for draft in drafts} | self._drafts

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
