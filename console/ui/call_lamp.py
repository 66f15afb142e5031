"""The lamp of the list of promised calls: it tells the time of the calls, not the deadlines of their cases."""

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from console.facts import ListCount
from console.ui.call_backs import Due
from console.ui.context import Context
from console.ui.promised_calls import PromisedCalls


class CallLamp(QObject):
    """`changed` when a call has become due or overdue, or is so no more."""

    changed = Signal()

    def __init__(self, context: Context, calls: PromisedCalls, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._calls = context, calls
        self._said = self._due()
        calls.changed.connect(self._look)
        context.second.connect(self._look)

    def count(self, of_list: ListCount) -> ListCount:
        """What the list holds, with the cases to call now, and those to be called before now."""
        near, over = self._due()
        return replace(of_list, near=near, over=over)

    def _due(self) -> tuple[int, int]:
        """A case counts once, by its call that was promised first."""
        now, due = self._context.now(), self._calls.due()
        late = _cases(pair for pair in due if pair[1].call_back_at < now)
        return len(_cases(due) - late), len(late)

    @Slot()
    def _look(self) -> None:
        if (found := self._due()) != self._said:
            self._said = found
            self.changed.emit()


def _cases(due: Iterable[Due]) -> set[str]:
    return {shown.id for shown, _ in due}
