"""What this desk does to its cases: each deed is wished from the board, a dispatch once until the board answers."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal, Slot

from console.board import Board
from console.facts import DESK, Delta, Recorded, Refusal


class Deeds(QObject):
    """Wishes for the desk seat."""

    doing = Signal(str)  # id of the case that this desk is about to change

    def __init__(self, board: Board, parent: QObject) -> None:
        super().__init__(parent)
        self._board = board
        self._dispatched: set[str] = set()  # dispatched here, the board has not answered yet
        self._instead: dict[tuple[str, str], tuple[str, ...]] = {}  # case, verb → the photos that its own replace
        board.recorded.connect(self._recorded)
        board.cases_changed.connect(self._answered)
        board.refused.connect(self._refused)

    def do(
        self,
        case_id: str,
        verb: str,
        target: str,
        body: Mapping[str, object],
        blobs: tuple[bytes, ...] = (),
        instead_of: tuple[str, ...] = (),
    ) -> None:
        """Wish one deed; when it is recorded, nobody looks any more for the photos `instead_of` which its own stand."""
        self.doing.emit(case_id)
        if instead_of:
            self._instead[case_id, verb] = instead_of
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
    def _recorded(self, recorded: Recorded) -> None:
        if replaced := self._instead.pop((recorded.pending.case_id, recorded.pending.verb), ()):
            self._board.photos.give_up(replaced)

    @Slot(object)
    def _refused(self, refusal: Refusal) -> None:
        self._instead.pop((refusal.case_id, refusal.verb), None)
        self._dispatched.discard(refusal.case_id)
