"""What this desk does to its cases: each deed is wished from the board, a dispatch once until the board answers."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal, Slot

from console.board import Board
from console.facts import DESK, Delta, Refusal


class Deeds(QObject):
    """Wishes for the desk seat."""

    doing = Signal(str)  # id of the case that this desk is about to change

    def __init__(self, board: Board, parent: QObject) -> None:
        super().__init__(parent)
        self._board = board
        self._dispatched: set[str] = set()  # dispatched here, the board has not answered yet
        board.cases_changed.connect(self._answered)
        board.refused.connect(self._refused)

    def do(
        self, case_id: str, verb: str, target: str, body: Mapping[str, object], blobs: tuple[bytes, ...] = ()
    ) -> None:
        """Wish one deed."""
        self.doing.emit(case_id)
        self._board.do(DESK, verb, case_id, target, body, blobs)

    def dispatch(self, case_id: str, unit: str) -> None:
        """Wish that the case goes to the unit."""
        self._dispatched.add(case_id)
        self.do(case_id, "dispatch", "", {"unit": unit})

    def dispatches(self, case_id: str) -> bool:
        """Whether the case has been dispatched here and is not answered yet."""
        return case_id in self._dispatched

    @Slot(object)
    def _answered(self, delta: Delta) -> None:
        self._dispatched.difference_update(shown.id for shown in delta.changed)
        self._dispatched.difference_update(delta.removed)

    @Slot(object)
    def _refused(self, refusal: Refusal) -> None:
        self._dispatched.discard(refusal.case_id)
