"""The list and the case that are chosen: every part of the main window shows the same, wherever it was picked."""

from PySide6.QtCore import QObject, Slot

from console.facts import DESK, Delta
from console.ui.arrangement import Arrangement
from console.ui.asides import Asides
from console.ui.case.panel import CasePanel
from console.ui.context import Context
from console.ui.lists import COMMAND, SUPERVISION
from console.ui.local_list import LocalList
from console.ui.map.view import MapView
from console.ui.queue.panel import QueuePanel
from console.ui.rail import Rail
from console.ui.rail_model import LOCAL, UNSENT
from rules.lists import MINE

ORDER = (*COMMAND, *SUPERVISION)
"""Of the lists on which a case stands, the first here is where it waits for somebody's deed."""


class Choice(QObject):
    """Keeps rail, queue, map and case together, also when the board changes beneath them."""

    def __init__(
        self, context: Context, rail: Rail, queue: QueuePanel, local: LocalList, map_view: MapView, case: CasePanel,
        arrangement: Arrangement, asides: Asides,
    ) -> None:  # fmt: skip
        super().__init__(arrangement)
        self._context = context
        self._rail, self._queue, self._local, self._map, self._case = rail, queue, local, map_view, case
        self._arrangement, self._asides = arrangement, asides
        self._roles, self._was_own = context.roles(), False
        queue.view.chosen.connect(self._queue_chose)
        queue.vacant.list_asked.connect(self.pick_list)
        case.page_changed.connect(self.mark_on_map)
        arrangement.instead_changed.connect(self._left_own)
        context.board.cases_changed.connect(self._cases_changed)
        context.board.seats_changed.connect(self._seats_changed)

    @Slot(str)
    def show_list(self, name: str) -> None:
        """Show a list in the queue's column."""
        self._rail.show_current(name)
        local = name in LOCAL
        self._asides.show_queue(self._local if local else None)
        if local:
            self._local.show_list(name)
            return
        self._queue.show_list(name)
        self._queue.take_focus()

    def show_queue(self) -> None:
        """The queue in its column again, with the list that it showed."""
        self._asides.show_queue()
        self._rail.show_current(self._queue.list_name)

    @property
    def _own(self) -> bool:
        """Whether a list of this desk stands in the queue's place: then its line is the one that is chosen."""
        return self._arrangement.instead is self._local

    @Slot(str)
    def _queue_chose(self, case_id: str) -> None:
        """The queue changes beneath a list of this desk too, which nobody sees."""
        if not self._own:
            self.choose(case_id)

    @Slot(str)
    def show_beside_own(self, case_id: str) -> None:
        """The case of a line of this desk's own list, or nothing; a form that is open goes before."""
        if self._own and not self._case.busy:
            self.choose(case_id)

    @Slot()
    def _left_own(self) -> None:
        """From a list of this desk back to the queue: what is chosen there is shown again."""
        was, self._was_own = self._was_own, self._own
        if was and not self._own and not self._case.busy:
            self.choose(self._queue.view.current_case())

    @Slot()
    def show_old(self) -> None:
        """`X`: the commands that lay unsent for long, to be sent or dropped."""
        if self._context.board.old:
            self.show_list(UNSENT)

    @Slot(str)
    def pick_list(self, name: str) -> None:
        """The person wants a list: its most urgent case takes the place of a conflict card."""
        self.show_list(name)
        if name not in LOCAL:
            self._case.pages.leave_conflict()

    @Slot(str)
    def go_to(self, case_id: str) -> None:
        """Choose a case wherever it stands: in the list shown, else in its own list."""
        shown = self._context.board.case(case_id)
        if shown is None:
            return
        self._case.pages.leave_conflict()
        if self._own:
            self.show_queue()
        if not self._queue.view.choose(case_id):
            found = next((name for name in ORDER if name in shown.lists and self._rail.has(name)), "")
            if found:
                self.show_list(found)
                self._queue.view.choose(case_id)
            else:
                self.choose(case_id)
        self._arrangement.show_case_tab()

    @Slot(str)
    def choose(self, case_id: str) -> None:
        """Show this case, "" for none, beside the list as it is."""
        if case_id != self._case.case_id:
            self._asides.close_photos()
        self._case.show_case(self._context.board.case(case_id) if case_id else None)
        self.mark_on_map()

    @Slot()
    def mark_on_map(self) -> None:
        """Queue, map and case name the same case; while a conflict card stands there, map and card do."""
        self._map.choose(self._case.looked_at or None)

    @Slot(object)
    def _cases_changed(self, delta: Delta) -> None:
        current = self._case.case_id
        if current and any(shown.id == current for shown in delta.changed):
            self._case.show_case(self._context.board.case(current))
        elif current in delta.removed:
            self.choose("" if self._own else self._queue.view.current_case())

    @Slot()
    def _seats_changed(self) -> None:
        roles = self._context.roles()
        if roles != self._roles or self._queue.list_name == MINE or not self._rail.has(self._queue.list_name):
            self._roles = roles  # somebody else sits here: their own work comes first
            self.show_list(self._rail.first())
        current = self._case.case_id
        if current:
            self._context.board.ask_offers(DESK, current)

    @Slot(str)
    def open_conflict(self, conflict_id: str) -> None:
        """Show this conflict in the case's place."""
        conflicts = self._context.board.conflicts
        found = next((conflict for conflict in conflicts if conflict.id == conflict_id), None)
        if found:
            self._case.pages.open_conflict(found, conflicts)
