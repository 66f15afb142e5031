"""The right end of the queue's footer: how many cases this desk has dispatched since its start."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLabel

from console.facts import DESK, Recorded
from console.ui.context import Context


class Mine(QLabel):
    """Empty until the first dispatch; the desk's own deeds count, whoever sits there."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("role", "two")
        self._dispatched = 0
        context.board.recorded.connect(self._recorded)

    @Slot(object)
    def _recorded(self, recorded: Recorded) -> None:
        if recorded.pending.seat == DESK and recorded.pending.verb == "dispatch":
            self._dispatched += 1
            self.setText(self.tr("dispatched here since the start: {0}").format(self._dispatched))
