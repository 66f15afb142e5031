"""The menu of a row: every deed on its case, by a right click or the menu key; "More" of the case would be farther."""

from PySide6.QtCore import QObject, QPoint, Qt, Slot
from PySide6.QtWidgets import QMenu

from console.ui.case.aims import heads
from console.ui.case.claim_keys import ClaimKeys
from console.ui.case.panel import CasePanel
from console.ui.context import Context
from console.ui.look.words import sentence
from console.ui.offers import Action
from console.ui.queue.view import QueueView


class RowMenu(QObject):
    """Chooses the row, and opens once it is known what may be done on its case."""

    def __init__(self, context: Context, view: QueueView, case: CasePanel, claims: ClaimKeys) -> None:
        super().__init__(view)
        self._context, self._view, self._case, self._claims = context, view, case, claims
        self._waits: tuple[str, QPoint] | None = None  # for the offers of this case, to open there
        self._known: tuple[Action, ...] = ()
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._ask)
        case.offers_known.connect(self._offers)

    @Slot(QPoint)
    def _ask(self, place: QPoint) -> None:
        case_id = self._view.case_at(place)
        if case_id and self._view.choose(case_id):
            self._waits = (case_id, self._view.viewport().mapToGlobal(place))
            self._open()

    @Slot(object)
    def _offers(self, found: tuple[Action, ...]) -> None:
        self._known = found
        self._open()

    def _open(self) -> None:
        if self._waits is None or not self._known:
            return
        (case_id, place), self._waits = self._waits, None
        shown = self._context.board.case(case_id)
        if shown is None or self._case.case_id != case_id:
            return
        menu = QMenu(self._view)
        menu.aboutToHide.connect(menu.deleteLater)
        for action in heads(self._known):
            entry = menu.addAction(f"{sentence(self._context.deed(action.verb, shown.case.stage))}\t{action.key}")
            entry.triggered.connect(lambda _on=False, action=action: self._case.decide.deeds.ask(action))
        deed, key, over = self._claims.words(shown)
        menu.addSeparator()
        menu.addAction(f"{deed}\t{key}").triggered.connect(lambda _on=False: self._claims.press(over))
        menu.popup(place)
