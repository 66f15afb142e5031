"""Closes a case by itself once its verification has passed, where both were meant by one key: two events."""

from PySide6.QtCore import QObject, Slot

from console.board import Board
from console.facts import REVIEW, Delta, Refusal
from rules.case import Stage


class Closings(QObject):
    """Remembers which closing conditions were ticked when a verification was passed."""

    def __init__(self, board: Board) -> None:
        super().__init__()
        self._board = board
        self._ticked: dict[str, tuple[str, ...]] = {}
        board.cases_changed.connect(self._close)
        board.refused.connect(self._refused)

    def expect(self, case_id: str, ticked: tuple[str, ...]) -> None:
        """Close this case with these conditions as soon as it waits to be closed."""
        self._ticked[case_id] = ticked

    @Slot(object)
    def _close(self, delta: Delta) -> None:
        for shown in delta.changed:
            if shown.id in self._ticked and shown.case.stage is Stage.TO_CLOSE:
                ticked = self._ticked.pop(shown.id)
                self._board.do(REVIEW, "close", shown.id, "", {"closing": list(ticked)})

    @Slot(object)
    def _refused(self, refusal: Refusal) -> None:
        if refusal.seat == REVIEW:
            self._ticked.pop(refusal.case_id, None)
