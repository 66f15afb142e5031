"""Under a filing condition: the limit that it brings and when that ends, said before the case is filed."""

from PySide6.QtCore import Slot

from console.ui.context import Context
from console.ui.forms.editor import Editor
from console.ui.look.parts import WrapLabel
from rules.clock import Clock
from rules.deadlines import preview


class LimitWords(WrapLabel):
    """Follows the editor of the condition, and the clock while the form is open."""

    def __init__(self, context: Context, condition: Editor) -> None:
        super().__init__()
        self._context, self._condition = context, condition
        self.setProperty("role", "two")
        condition.changed.connect(self.say)
        context.second.connect(self.say)
        self.say()

    @Slot()
    def say(self) -> None:
        """What the chosen condition brings; nothing while none is chosen."""
        words = self._words(str(self._condition.value() or ""))
        self.setVisible(bool(words))
        if words != self.text():
            self.setText(words)

    def _words(self, key: str) -> str:
        context, city = self._context, self._context.city
        condition = context.names.condition(key)
        if condition is None or city is None:
            return ""
        limit = condition.limit or city.policies.default_limit
        due = preview(Clock(limit), city.calendar, context.now()).due
        parts = (
            self.tr("{limit} to handle").format(limit=context.names.limit(limit)),
            self.tr("if dispatched now, due {at}").format(at=context.words.due(due)),
            context.texts.text("mark.urgent") if condition.urgent else "",
        )
        return " · ".join(part for part in parts if part)
