"""Which sound an event has, once: an urgent case to dispatch, a second return, an urged case, a conflict."""

from PySide6.QtCore import QObject, Slot

from console.facts import Conflict, Delta, ShownCase
from console.ui.context import Context
from console.ui.sounds import Sound

WAITING = frozenset({"to_dispatch", "redispatch", "returned"})


class Arrivals(QObject):
    """Listens to the board; what is there when it starts makes no sound."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._heard: dict[str, frozenset[Sound]] = {}
        self._conflicts = {conflict.id for conflict in context.board.conflicts}
        self._started = context.board.is_loaded
        for shown in context.board.cases().values():
            self._heard[shown.id] = reasons(shown)
        context.board.loaded.connect(self._start)
        context.board.cases_changed.connect(self._take)
        context.board.conflicts_changed.connect(self._take_conflicts)

    @Slot()
    def _start(self) -> None:
        self._started = True

    @Slot(object)
    def _take(self, delta: Delta) -> None:
        wanted: set[Sound] = set()
        for shown in delta.changed:
            now = reasons(shown)
            wanted |= now - self._heard.get(shown.id, frozenset())
            self._heard[shown.id] = now
        for case_id in delta.removed:
            self._heard.pop(case_id, None)
        if self._started:
            for sound in sorted(wanted):
                self._context.sounds.play(sound)

    @Slot(object)
    def _take_conflicts(self, conflicts: tuple[Conflict, ...]) -> None:
        now = {conflict.id for conflict in conflicts}
        if now - self._conflicts:
            self._context.sounds.play(Sound.CONFLICT)
        self._conflicts = now


def reasons(shown: ShownCase) -> frozenset[Sound]:
    """The sounds that a case is worth now; one that it was not worth before is played."""
    case = shown.case
    found = set()
    if case.urgent and shown.lists & WAITING:
        found.add(Sound.URGENT)
    if case.urged_at or (case.wrong_dispatches > 1 and "returned" in shown.lists):
        found.add(Sound.DECISION)
    return frozenset(found)
