"""What stands in another part's place for a while: the form for a report, the photos large, the overlay of keys.

Each is made when somebody first asks for it: a start does not load them. Who may register has the form a moment after
signing in: the first caller does not wait for it.
"""

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from console.ui.arrangement import Arrangement
from console.ui.case.panel import CasePanel
from console.ui.case_words import CaseWords
from console.ui.context import Context
from console.ui.evidence import newest_first
from console.ui.lists import may_register
from console.ui.map.view import MapView
from console.ui.photos import Photos

if TYPE_CHECKING:
    from console.ui.case.photo_view import PhotoView
    from console.ui.intake.calls import Calls
    from console.ui.intake.form import IntakeForm
    from console.ui.key_overlay import KeyOverlay


AHEAD = 1500  # ms after somebody signed in: by then the lists stand


class Asides(QObject):
    """`left` when the person goes back to what stood there before. `window` is covered by the overlay of keys."""

    left = Signal()

    def __init__(
        self, context: Context, photos: Photos, arrangement: Arrangement, map_view: MapView, case: CasePanel,
        window: QWidget,
    ) -> None:  # fmt: skip
        super().__init__(window)
        self._context, self._photos, self._window = context, photos, window
        self._arrangement, self._map, self._case = arrangement, map_view, case
        case.facts.photo_asked.connect(self.show_photos)
        case.decide.tree.proof_asked.connect(self.show_photo)
        case.decide.requests.photo_asked.connect(self.show_photo)
        self._ahead, self._next = QTimer(self, interval=AHEAD, singleShot=True), QTimer(self, singleShot=True)
        self._ahead.timeout.connect(self._load_ahead)
        self._next.timeout.connect(self._make_ahead)
        context.board.seats_changed.connect(self._ahead.start)

    @cached_property
    def calls(self) -> "Calls":
        """The forms for new reports, one for each call."""
        from console.ui.intake.calls import Calls

        calls = Calls(self._context)
        self._arrangement.add(calls)
        self._map.point_chosen.connect(calls.take_point)
        calls.places_changed.connect(self._map.show_places)
        calls.left.connect(self._leave_intake)
        calls.case_asked.connect(self._show_case)
        return calls

    @Slot()
    def _load_ahead(self) -> None:
        """The classes in one turn of the loop, the form in the next: neither holds up a key for long."""
        if self.may_register and self._context.city is not None and "calls" not in self.__dict__:
            from console.ui.intake import calls  # noqa: F401

            self._next.start()

    @Slot()
    def _make_ahead(self) -> None:
        self.intake.place.warm()

    @property
    def intake(self) -> "IntakeForm":
        """The form of the call in hand."""
        return self.calls.current

    @cached_property
    def photo_view(self) -> "PhotoView":
        """The photos of a case, large."""
        from console.ui.case.photo_view import PhotoView

        view = PhotoView(self._context, CaseWords(self._context), self._photos)
        view.left.connect(self._leave_photos)
        return view

    @cached_property
    def keys(self) -> "KeyOverlay":
        """The overlay of keys."""
        from console.ui.key_overlay import KeyOverlay

        return KeyOverlay(self._context, self._window, ("everywhere", "queue_and_case", "supervision"))

    def keep_drafts(self) -> None:
        """The window goes: what was typed last into a report is kept."""
        if "calls" in self.__dict__:
            self.calls.keep_draft()

    # -- a report -------------------------------------------------------------------------------------------------

    @property
    def may_register(self) -> bool:
        """Whether this person may register a report, and this desk can record it."""
        return self._context.may_record and may_register(self._context.roles())

    @Slot()
    def register(self) -> None:
        """Open the form for a new report in the queue's place, with the map beside it; while it is open, one more."""
        if self.calls.isVisible():
            self.calls.another()
            return
        self._arrangement.show_instead(self.calls)
        self._case.set_aside(True)
        self.calls.begin()

    @Slot(str)
    def _show_case(self, case_id: str) -> None:
        """A case beside the form; one of earlier days that is not shown here stays a line."""
        if shown := self._context.board.case(case_id):
            self._case.show_case(shown)

    def show_queue(self, instead: QWidget | None = None) -> None:
        """The queue in its column: the case has the primary button again; or a list of this desk, which has Enter."""
        self._arrangement.show_instead(instead)
        self._case.set_aside(instead is not None)

    @Slot()
    def _leave_intake(self) -> None:
        self._map.show_places((), -1)
        self.show_queue()
        self.left.emit()

    # -- photos ---------------------------------------------------------------------------------------------------

    @Slot(int)
    def show_photos(self, at: int | None = None) -> None:
        """`I`: the photos of the chosen case, large, beginning with one of them, or with what is newest."""
        shown = self._context.board.case(self._case.case_id)
        if shown is None:
            return
        if not shown.case.photos:
            self._case.notices.say(self.tr("This case has no photo"))
            return
        self.photo_view.open(shown, newest_first(shown.case)[0] if at is None else at)
        self._arrangement.show_over(self.photo_view)
        self.photo_view.setFocus()

    @Slot(str)
    def show_photo(self, sha256: str) -> None:
        """One photo of the chosen case, large."""
        shown = self._context.board.case(self._case.case_id)
        photos = [photo.sha256 for photo in shown.case.photos] if shown else []
        if sha256 in photos:
            self.show_photos(photos.index(sha256))

    def close_photos(self) -> None:
        """Map and case again."""
        self._arrangement.show_over(None)

    @Slot()
    def _leave_photos(self) -> None:
        self.close_photos()
        self.left.emit()
