"""Keeps what is typed into a form, through a lost line, a crash and a change of seat; gives it back when it opens."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, QTimer, Slot

from console.facts import DESK, Draft
from console.ui.context import Context

AFTER = 400  # ms after the last key


class DraftOfForm(QObject):
    """The draft of one open form: `saved` reads its fields as words."""

    def __init__(self, context: Context, form: str, saved: Callable[[], Mapping[str, str]], parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._form, self._saved = context, form, saved
        self._begun: Mapping[str, str] = {}
        self._timer = QTimer(self, interval=AFTER, singleShot=True)
        self._timer.timeout.connect(self.keep)

    def known(self) -> Draft | None:
        """What was typed here before."""
        return self._context.board.draft(self._form)

    def begin(self) -> None:
        """What stands in the form by now was not typed by anybody."""
        self._begun = dict(self._saved())

    @Slot()
    def typed(self) -> None:
        """Something was typed."""
        self._timer.start()

    @Slot()
    def keep(self) -> None:
        """Keep it now; a form that stands as it began is forgotten."""
        self._timer.stop()
        values = {name: words for name, words in self._saved().items() if words}
        if values == {name: words for name, words in self._begun.items() if words}:
            values = {}
        actor = self._context.actor(DESK)
        self._context.board.keep_draft(Draft(self._form, values, self._context.now(), actor.id if actor else ""))

    def stop(self) -> None:
        """The form is left: what was typed last is kept too."""
        if self._timer.isActive():
            self.keep()

    def forget(self) -> None:
        """It was done."""
        self._timer.stop()
