"""At the foot of a form: what the deed would bring as it is filled in now; a refusal of the rules says why."""

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal, Slot

from console.ui.case.consequences import Consequences
from console.ui.context import Context
from console.ui.look.parts import WrapLabel, set_role
from console.ui.offers import Action
from rules.case import Case

SOON = 120  # ms after the last change


class OutcomeWords(WrapLabel):
    """`body` is what was entered so far; `look` again after it has changed, and by itself with the clock."""

    said = Signal(bool)  # whether the deed is possible, as far as it is known

    def __init__(self, context: Context, action: Action, case: Case, body: Callable[[], dict[str, object]]) -> None:
        super().__init__()
        self._consequences = Consequences(context)
        self._action, self._case, self._body = action, case, body
        self._filled = frozenset(field.name for field in action.form if field.required and field.kind == "instant")
        self.setProperty("role", "two15")
        self._soon = QTimer(self, interval=SOON, singleShot=True)
        self._soon.timeout.connect(self.say)
        self.hide()

    @Slot()
    def look(self) -> None:
        """Something was entered."""
        self._soon.start()

    @Slot()
    def say(self) -> None:
        """Say it; nothing while a time that it depends on is not entered."""
        body = self._body()
        body.pop("photos", None)
        if not self._filled <= body.keys():
            self.hide()
            self.said.emit(True)
            return
        found = self._consequences.of(self._case, self._action.verb, self._action.target, body, self._action.form)
        self.setText(found.words)
        set_role(self, "two15" if found.possible else "near13")
        self.setVisible(bool(found.words))
        self.said.emit(found.possible)
