"""The foot of the window: how much is drawn up, the trial, the reason, and putting it in force; in this order alone."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from console.facts import DESK, Answer, Ask, Denied, Question, Unreachable
from console.ui.context import Context
from console.ui.duties.drafts import Drafts
from console.ui.layouts import across
from console.ui.look.buttons import KeyButton, PrimaryButton
from console.ui.look.parts import label
from rules.duty_edits import InForce, Trial
from rules.wire import canonical


class Forcing(QWidget):
    """`tried` brings a Trial; `left` when what was tried is no longer what is drawn up. `back` stands at its end."""

    tried = Signal(object)
    left = Signal()

    def __init__(self, context: Context, drafts: Drafts, back: QWidget) -> None:
        super().__init__()
        self._context, self._drafts = context, drafts
        self._question: Question | None = None
        self._tried = False  # what is drawn up now, without faults
        self._count, self._says = label(role="two15"), label(role="over13", wrap=True)
        self.try_it = KeyButton(context.look, self.tr("What would change"), "T")
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(self.tr("reason: who ordered it, by which paper"))
        self.reason.setAccessibleName(self.tr("reason"))
        self.reason.setMaxLength(400)
        self.force = PrimaryButton(context.look, self.tr("Put in force"), "Enter")
        row = across(self._count, self.try_it, self.reason, self.force, back)
        row.setStretch(2, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self._says)
        self.try_it.clicked.connect(self._try)
        self.force.clicked.connect(self._force)
        self.reason.textChanged.connect(self._show)
        self.reason.returnPressed.connect(self._force)
        context.enquiries.answered.connect(self._answered)
        self._show()

    @property
    def says(self) -> str:
        """What came of it."""
        return self._says.text()

    def changed(self) -> None:
        """Something else is drawn up: what was tried says nothing of it."""
        if self._tried:
            self.left.emit()
        self._tried = False
        self._show()

    @Slot()
    def _show(self) -> None:
        count, busy = self._drafts.count, self._question is not None
        told = self._context.texts.text("duty.count", n=count)
        self._count.setText(told if count else self.tr("nothing drawn up"))
        self.try_it.setEnabled(bool(count) and not busy)
        self.reason.setEnabled(bool(count))
        self.force.setEnabled(self._tried and not busy and bool(self.reason.text().strip()))

    @Slot()
    def _try(self) -> None:
        self._ask(Ask.DUTY_TRIAL)

    @Slot()
    def _force(self) -> None:
        if self.force.isEnabled():
            self._ask(Ask.DUTY_FORCE)

    def _ask(self, kind: Ask) -> None:
        self._says.setText("")
        edits = canonical(self._drafts.edits(self.reason.text().strip())).decode()
        self._question = self._context.enquiries.ask(kind, seat=DESK, args={"edits": edits})
        self._show()

    @Slot(object)
    def _answered(self, reply: Answer | Unreachable | Denied) -> None:
        if self._question is None or reply.question.id != self._question.id:
            return
        self._question = None
        if isinstance(reply, Denied):
            self._tried = False
            self._says.setText(reply.text or self._context.say(reply.rule, reply.details))
        elif isinstance(reply, Unreachable):
            self._says.setText(self._context.say(reply.reason, reply.details))
        elif isinstance(reply.content, Trial):
            self._tried = not reply.content.faults
            self.tried.emit(reply.content)
        elif isinstance(reply.content, InForce):
            self._done(reply.content)
        self._show()

    def _done(self, done: InForce) -> None:
        """The city with the edits in it comes by the feed in a moment, as to every console."""
        self._drafts.clear()
        self.reason.clear()
        self._tried = False
        self._says.setText(self._context.texts.text("duty.in_force", version=done.version[:8]))
        self.left.emit()
