"""What the case panel shows: nothing, a case in two halves, or the card of a conflict in the case's place."""

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QWidget

from console.facts import Conflict
from console.ui.case.conflict_chain import followers, head_of, heads
from console.ui.context import Context
from console.ui.look.parts import hair, label

if TYPE_CHECKING:
    from console.ui.case.conflict import ConflictCard

NARROW, TALL = 800, 560
LEAST = 560  # side by side, the halves would be columns of words


class CasePages(QStackedWidget):
    """A conflict card stays above the case until it is left; put off, it waits in its list."""

    asks = Signal()  # a card wants to be seen
    left = Signal()  # a card is left: the queue takes the keys again

    def __init__(self, context: Context, facts: QWidget, decision: QWidget) -> None:
        super().__init__()
        self._context = context
        self._put_off: set[str] = set()
        self._has_case = False
        self._empty = label(self.tr("Choose a case in the queue or on the map"), "two15")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._page = QWidget()
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._page)
        self._halves.setContentsMargins(0, 0, 0, 0)
        self._halves.setSpacing(0)
        self._halves.addWidget(facts, 10)
        self._halves.addWidget(hair(vertical=True))
        self._halves.addWidget(decision, 11)
        for page in (self._empty, self._page):
            self.addWidget(page)

    @cached_property
    def conflict(self) -> "ConflictCard":
        """The card of a conflict; made with the first one."""
        from console.ui.case.conflict import ConflictCard

        card = ConflictCard(self._context)
        card.later.connect(self._put_conflict_off)
        self.addWidget(card)
        return card

    def follow(self, width: int, height: int) -> None:
        """A panel that is higher than wide, or has no room for two, puts the halves below one another; sizes in px."""
        px = self._context.look.px
        tall = (width < px(NARROW) and height > px(TALL)) or width < px(LEAST)
        for half, share in zip((0, 2), (1, 1) if tall else (10, 11), strict=True):
            self._halves.setStretch(half, share)
        self._halves.setDirection(QBoxLayout.Direction.TopToBottom if tall else QBoxLayout.Direction.LeftToRight)

    # -- the case -------------------------------------------------------------------------------------------------

    @property
    def shows_case(self) -> bool:
        """Whether it is the case that is seen."""
        return self.currentWidget() is self._page

    def show_case(self, has_case: bool) -> None:
        """There is a case to see, or none; a conflict card stays above it."""
        self._has_case = has_case
        if not self.shows_conflict:
            self._uncover()

    def _uncover(self) -> None:
        self.setCurrentWidget(self._page if self._has_case else self._empty)

    # -- conflicts ------------------------------------------------------------------------------------------------

    @property
    def shows_conflict(self) -> bool:
        """Whether a conflict card stands in the case's place."""
        return self.currentWidget() not in {self._empty, self._page}

    def show_conflicts(self, conflicts: tuple[Conflict, ...]) -> None:
        """Show the first of these that was not put off; without one, the case again."""
        waiting = [conflict for conflict in heads(conflicts) if conflict.id not in self._put_off]
        if waiting:
            self.open_conflict(waiting[0], conflicts)
        elif self.shows_conflict:
            self._uncover()
            self.left.emit()

    def open_conflict(self, conflict: Conflict, conflicts: tuple[Conflict, ...]) -> None:
        """Show a conflict in the case's place, on the card of the one that it followed from."""
        first, cards = head_of(conflict, conflicts), heads(conflicts)
        self.conflict.show_chain((first, *followers(first, conflicts)), cards.index(first) + 1, len(cards))
        self.setCurrentWidget(self.conflict)
        self.asks.emit()

    @Slot()
    def leave_conflict(self) -> None:
        """The person has chosen a case: it is shown, and the conflict waits in its list."""
        if self.shows_conflict:
            self._put_off.add(self.conflict.conflict_id)
            self._uncover()

    @Slot()
    def _put_conflict_off(self) -> None:
        self._put_off.add(self.conflict.conflict_id)
        self.show_conflicts(self._context.board.conflicts)
        self.left.emit()
