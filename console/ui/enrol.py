"""Enrols this desk again while it runs, with a code of the administrator's; what waits here is kept and then sent."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from console.facts import Answer, Ask, Denied, Question, Unreachable
from console.ui.context import Context
from console.ui.layouts import across
from console.ui.look.buttons import KeyButton, PrimaryButton
from console.ui.look.parts import label
from console.ui.sign_in import LatinField


class Enrol(QDialog):
    """Asks for the code; closes itself when the server knows this desk."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._question: Question | None = None
        self.setWindowTitle(self.tr("Enrol this desk again"))
        self.setModal(True)
        self.code = LatinField()
        self.code.setAccessibleName(self.tr("Enrolment code"))
        self._says = label(role="over13", wrap=True)
        self.go = PrimaryButton(context.look, self.tr("Enrol"), "Enter")
        self.back = KeyButton(context.look, self.tr("Back"), "Esc")
        self.go.clicked.connect(self._ask)
        self.back.clicked.connect(self.reject)
        self._lay_out()
        self.setMinimumWidth(context.look.px(440))
        context.enquiries.answered.connect(self._answered)
        self.code.setFocus()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(8)
        column.addWidget(label(self.windowTitle(), "title"))
        for words in (self._why(), self._kept()):
            column.addWidget(label(words, "two15", wrap=True))
        for part in (label(self.code.accessibleName(), "two"), self.code, self._says):
            column.addWidget(part)
        column.addSpacing(8)
        column.addLayout(across(self.go, None, self.back))

    def _why(self) -> str:
        link = self._context.board.link
        words = self.tr("The server at {address} does not know this desk. Its administrator gives you a code.")
        return words.format(address=link.reason_details.get("address") or link.address or "–")

    def _kept(self) -> str:
        """What becomes of the commands that wait here."""
        waiting = len(self._context.board.unsent)
        words = self.tr("What waits here ({n}) is kept, and goes out in order once the desk is enrolled.")
        none = self.tr("No command waits here.")
        return words.format(n=self._context.words.number(waiting)) if waiting else none

    @property
    def says(self) -> str:
        """What is wrong, "" when nothing is."""
        return self._says.text()

    @Slot()
    def _ask(self) -> None:
        code = self.code.text().strip()
        if self._question is not None:
            return
        if not code:
            self._says.setText(self.tr("a code is needed"))
            return
        self._says.setText("")
        self.go.setEnabled(False)
        self._question = self._context.enquiries.ask(Ask.ENROL, args={"code": code})

    @Slot(object)
    def _answered(self, reply: Answer | Unreachable | Denied) -> None:
        if self._question is None or reply.question.id != self._question.id:
            return
        self._question = None
        self.go.setEnabled(True)
        if isinstance(reply, Answer):
            self.accept()
            return
        key = reply.rule if isinstance(reply, Denied) else reply.reason
        self._says.setText(self._context.say(key, reply.details))
        self.code.selectAll()
        self.code.setFocus()
