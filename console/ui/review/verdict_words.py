"""The words that go with a verdict: kept per case while they are typed, until the verdict is given."""

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QLineEdit

from console.facts import REVIEW, Draft, Recorded, form_of
from console.ui.context import Context
from console.ui.forms.drafts import AFTER


class VerdictWords(QLineEdit):
    """`show_case` brings what was typed for a case before: on another case, before a crash, by somebody else here."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context, self._case_id = context, ""
        self.setPlaceholderText(self.tr("words to the unit, if any; Enter goes back to the keys"))
        self.setAccessibleName(self.tr("words to the unit"))
        self._timer = QTimer(self, interval=AFTER, singleShot=True)
        self._timer.timeout.connect(self._keep)
        self.textEdited.connect(self._timer.start)
        context.board.recorded.connect(self._recorded)

    def show_case(self, case_id: str) -> None:
        """Show the words of this case."""
        if self._timer.isActive():
            self._keep()
        self._case_id = case_id
        draft = self._context.board.draft(self._form(case_id)) if case_id else None
        self.setText(draft.values.get("text", "") if draft else "")

    def take(self) -> str:
        """What was typed goes with a deed: the field is empty, the draft stays until the deed is recorded."""
        words = self.text().strip()
        if self._timer.isActive():
            self._keep()
        self.clear()
        return words

    def _form(self, case_id: str) -> str:
        return form_of(case_id, "verdict")

    @Slot()
    def _keep(self) -> None:
        self._timer.stop()
        words, actor = self.text().strip(), self._context.actor(REVIEW)
        values = {"text": words} if words else {}
        draft = Draft(self._form(self._case_id), values, self._context.now(), actor.id if actor else "")
        self._context.board.keep_draft(draft)

    @Slot(object)
    def _recorded(self, recorded: Recorded) -> None:
        if recorded.pending.seat == REVIEW:
            self._context.board.keep_draft(Draft(self._form(recorded.pending.case_id), {}))
