"""Who reported a case: sealed, shown on request with a reason; the server keeps a record of every look."""

from collections.abc import Mapping

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from console.facts import DESK, Answer, Ask, Denied, Question, ShownCase, Unreachable
from console.ui.context import Context
from console.ui.layouts import across
from console.ui.look.buttons import KeyButton
from console.ui.look.parts import label

KEY = "Ctrl+I"


class ReporterLine(QWidget):
    """Stands there when a case has a personal record; what was revealed goes with the next case."""

    left = Signal()  # the reason was given or dropped: the keys go back

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._case_id = ""
        self._question: Question | None = None
        self._says = label(role="two", wrap=True)
        self.show_button = KeyButton(context.look, self.tr("Show"), KEY)
        self.show_button.clicked.connect(self.begin)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(self.tr("Reason, kept on record; Enter shows"))
        self.reason.setAccessibleName(self.tr("Reason for looking"))
        self.reason.returnPressed.connect(self._ask)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        line = across(self._says, self.show_button)
        line.setStretch(0, 1)
        column.addLayout(line)
        column.addWidget(self.reason)
        context.enquiries.answered.connect(self._answered)
        self.hide()

    @property
    def says(self) -> str:
        """What it says of the reporter."""
        return self._says.text()

    def show_case(self, shown: ShownCase) -> None:
        """Another case seals what was shown."""
        self.setVisible(bool(shown.case.personal))
        may = self._context.may_reveal(shown.case)
        if shown.id != self._case_id:
            self._case_id, self._question = shown.id, None
            self._says.setText(self.tr("Reporter: ***  ***-****-****"))
            self.reason.clear()
            self.reason.hide()
            self.show_button.setVisible(may)
        elif self.show_button.isHidden() and may and self._says.text().startswith(self.tr("Reporter: ***")):
            self.show_button.setVisible(not self.reason.isVisibleTo(self))

    def press(self, key: str) -> bool:
        """The key that asks; False when there is nothing to ask."""
        if key != KEY or self.isHidden() or self.show_button.isHidden():
            return False
        self.begin()
        return True

    @Slot()
    def begin(self) -> None:
        """Ask for the reason."""
        self.show_button.hide()
        self.reason.show()
        self.reason.setFocus()

    @Slot()
    def _ask(self) -> None:
        if words := self.reason.text().strip():
            args = {"reason": words}
            self._question = self._context.enquiries.ask(Ask.PERSONAL, self._case_id, DESK, args)
            self.reason.hide()
            self.left.emit()

    @Slot(object)
    def _answered(self, reply: Answer | Unreachable | Denied) -> None:
        if self._question is None or reply.question.id != self._question.id:
            return
        self._question = None
        if isinstance(reply, Answer) and isinstance(reply.content, Mapping):
            data = reply.content.get("data", {})
            told = "  ".join(str(data[key]) for key in ("name", "phone") if data.get(key))
            self._says.setText(self.tr("Reporter: {0}").format(told or "–"))
            return
        key = reply.rule if isinstance(reply, Denied) else reply.reason if isinstance(reply, Unreachable) else ""
        self._says.setText(self._context.say(key, reply.details) if isinstance(reply, Denied | Unreachable) else key)
        self.show_button.show()
