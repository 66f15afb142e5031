"""Reminds of what was agreed in a coordination ledger, once when its time has come, with a sound and a sentence."""

from PySide6.QtCore import QObject, Slot

from console.facts import Delta, Notice
from console.ui.context import Context
from console.ui.sounds import Sound
from rules.ledger import open_ledger


class LedgerDues(QObject):
    """Follows the board; what was due before the windows were filled stands in its list and is not told again."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._waiting: dict[str, int] = {}  # case -> until when
        self._began = context.now()
        self._take(Delta(tuple(context.board.cases().values()), ()))
        context.board.cases_changed.connect(self._take)
        context.second.connect(self._tick)

    @Slot(object)
    def _take(self, delta: Delta) -> None:
        for case_id in delta.removed:
            self._waiting.pop(case_id, None)
        for shown in delta.changed:
            ledger = open_ledger(shown.case.ledgers) if shown.case.ledgers else None
            if ledger is not None and ledger.due > self._began:
                self._waiting[shown.id] = ledger.due
            else:
                self._waiting.pop(shown.id, None)

    @Slot()
    def _tick(self) -> None:
        now = self._context.now()
        due = [case_id for case_id, at in self._waiting.items() if at <= now]
        for case_id in due:
            self._remind(case_id, self._waiting.pop(case_id))
        if due:
            self._began = now
            self._context.sounds.play(Sound.DECISION)

    def _remind(self, case_id: str, at: int) -> None:
        shown = self._context.board.case(case_id)
        ledger = open_ledger(shown.case.ledgers) if shown else None
        if shown is not None and ledger is not None:
            said = {"number": self._context.names.number(shown.number), "subject": ledger.subject}
            said["clock"] = str(at)
            self._context.board.take_notice(Notice("notice.ledger_due", said, case_id=case_id))
