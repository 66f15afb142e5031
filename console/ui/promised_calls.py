"""The calls promised on this board, kept once for all that show them: the alerts, and the lamp of their list."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal, Slot

from console.facts import Delta
from console.ui.call_backs import CallBacks, Due
from console.ui.context import Context


class PromisedCalls(QObject):
    """Follows the board; `changed` when something promised may have changed, not when time alone has passed."""

    changed = Signal()

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context, self._calls = context, CallBacks()
        self._calls.take(context.board.cases().values(), ())
        context.board.cases_changed.connect(self._take)

    def due(self) -> tuple[Due, ...]:
        """The calls that are due now, the one promised first on top."""
        return self._calls.due(self._context.now())

    def new(self, due: Iterable[Due]) -> int:
        """How many of these have become due since this was asked last: for who sounds them."""
        return self._calls.new(due)

    @Slot(object)
    def _take(self, delta: Delta) -> None:
        if self._calls.take(delta.changed, delta.removed):
            self.changed.emit()
