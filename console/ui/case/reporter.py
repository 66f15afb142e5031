"""Who reported a case: masked, shown on request with a reason; the server keeps a record of every look."""

from collections.abc import Mapping

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from console.facts import DESK, Answer, Ask, Denied, Question, ShownCase, Unreachable
from console.ui.context import Context
from console.ui.layouts import across
from console.ui.look.buttons import KeyButton
from console.ui.look.parts import label

KEY = "Ctrl+I"
STAYS_MS = 300  # a case that is only passed by is not asked about


class ReporterLine(QWidget):
    """Stands there when a case has a personal record; what was revealed goes with the next case."""

    left = Signal()  # the reason was given or dropped: the keys go back

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._case_id = ""
        self._question: Question | None = None
        self._masked: Question | None = None
        self._is_shown = False
        self._stays = QTimer(self, interval=STAYS_MS, singleShot=True)
        self._stays.timeout.connect(self._ask_masked)
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
            self._case_id, self._question, self._masked, self._is_shown = shown.id, None, None, False
            self._says.setText(self.tr("Reporter: ***  ***-****-****"))
            self.reason.clear()
            self.reason.hide()
            self.show_button.setVisible(may)
            self._stays.stop()
            if may and shown.case.personal and self._context.board.link.online:
                self._stays.start()
        elif self.show_button.isHidden() and may and not self._is_shown:
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
            self._masked = None
            self._stays.stop()
            args = {"reason": words}
            self._question = self._context.enquiries.ask(Ask.PERSONAL, self._case_id, DESK, args)
            self.reason.hide()
            self.left.emit()

    @Slot()
    def _ask_masked(self) -> None:
        self._masked = self._context.enquiries.ask(Ask.MASKED, self._case_id, DESK)

    @Slot(object)
    def _answered(self, reply: Answer | Unreachable | Denied) -> None:
        if self._masked is not None and reply.question.id == self._masked.id:
            self._masked = None
            if isinstance(reply, Answer) and not self._is_shown:
                self._tell(reply.content)
            return
        if self._question is None or reply.question.id != self._question.id:
            return
        self._question = None
        if isinstance(reply, Answer) and isinstance(reply.content, Mapping):
            self._is_shown = True
            self._tell(reply.content)
            return
        key = reply.rule if isinstance(reply, Denied) else reply.reason if isinstance(reply, Unreachable) else ""
        self._says.setText(self._context.say(key, reply.details) if isinstance(reply, Denied | Unreachable) else key)
        self.show_button.show()

    def _tell(self, content: object) -> None:
        data = content.get("data", {}) if isinstance(content, Mapping) else {}
        told = "  ".join(str(data[key]) for key in ("name", "phone") if data.get(key))
        self._says.setText(self.tr("Reporter: {0}").format(told or "–"))
