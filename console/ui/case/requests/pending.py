"""The requests of one case that wait for an answer, one card each; made anew only when others wait."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.ui.case.consequences import Consequences
from console.ui.case.requests.card import RequestCard
from console.ui.context import Context
from console.ui.layouts import clear
from console.ui.offers import Action
from console.ui.photos import Photos
from rules.assignment import Request
from rules.calendar import MINUTE
from rules.case import Case

Shown = tuple[tuple[str, tuple[Action, ...]], ...]


def answers(request: Request, found: tuple[Action, ...]) -> tuple[Action, ...]:
    """The offered answers to a request: to grant it first, then to refuse it."""
    verbs = (f"grant_{request.kind}", f"refuse_{request.kind}")
    fits = [action for action in found if action.verb in verbs and action.target in {"", request.assignment}]
    return tuple(sorted(fits, key=lambda action: verbs.index(action.verb)))


class PendingRequests(QWidget):
    """`asked` brings an answer, `photo_asked` a proof to be seen large."""

    asked = Signal(object)  # Action
    photo_asked = Signal(str)

    def __init__(self, context: Context, photos: Photos) -> None:
        super().__init__()
        self._context, self._photos = context, photos
        self._consequences = Consequences(context)
        self._case: Case | None = None
        self._shown: Shown = ()
        self._minute = 0
        self.cards: tuple[RequestCard, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        context.second.connect(self.tick)
        self.hide()

    def show_case(self, case: Case, found: tuple[Action, ...]) -> tuple[Action, ...]:
        """The cards of this case; the answers that stand on them."""
        waiting = [(each, answers(each, found)) for each in case.requests if each.state == "pending"]
        shown = tuple((f"{case.id}/{each.id}", offered) for each, offered in waiting)
        self._case = case
        if shown != self._shown:
            self._shown = shown
            self._make(waiting)
        self.setVisible(bool(waiting))
        self._show()
        return tuple(action for _, offered in waiting for action in offered)

    def _make(self, waiting: list[tuple[Request, tuple[Action, ...]]]) -> None:
        clear(self._column)
        made = []
        for number, (request, offered) in enumerate(waiting):
            card = RequestCard(self._context, self._photos, self._consequences, request, offered, first=number == 0)
            card.asked.connect(self.asked)
            card.photo_asked.connect(self.photo_asked)
            self._column.addWidget(card)
            card.show()
            made.append(card)
        self.cards = tuple(made)

    def _show(self) -> None:
        self._minute = self._context.now() // MINUTE
        for card in self.cards:
            if self._case is not None:
                card.show_case(self._case)

    @Slot()
    def tick(self) -> None:
        """Clocks by the second, what an answer brings by the minute."""
        if self._context.now() // MINUTE != self._minute:
            self._show()
        for card in self.cards:
            card.tick()
