"""Sign-in at a seat: name and password, the answer of the server in words; the only modal window of the work."""

from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from console.facts import DESK, REVIEW, Answer, Ask, Denied, Line, Question, Unreachable
from console.ui.context import Context
from console.ui.layouts import across
from console.ui.look.buttons import KeyButton, PrimaryButton
from console.ui.look.parts import label

DEMO_LOGINS = {DESK: "wang", REVIEW: "liu"}
DEMO_PASSWORD = "demo-2026"  # noqa: S105  the published password of the synthetic city's accounts


class LatinField(QLineEdit):
    """A field for an account or a password: Latin letters, which a Chinese input method must not compose."""

    def inputMethodQuery(self, query: Qt.InputMethodQuery, *more: Any) -> Any:
        """No input method here. `QLineEdit` itself does not ask WA_InputMethodEnabled, it says yes while enabled."""
        return False if query == Qt.InputMethodQuery.ImEnabled else super().inputMethodQuery(query, *more)


class SignIn(QDialog):
    """Signs a person in at `seat`; closes itself when the server says yes."""

    def __init__(self, context: Context, seat: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._seat = context, seat
        self._question: Question | None = None
        self.setWindowTitle(title)
        self.setModal(True)
        self.login, self.password = LatinField(), LatinField()
        self.login.setAccessibleName(self.tr("Account"))
        self.password.setAccessibleName(self.tr("Password"))
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self._says = label(role="over13", wrap=True)
        self.go = PrimaryButton(context.look, self.tr("Sign in"), "Enter")
        self.back = KeyButton(context.look, self.tr("Read only"), "Esc")
        self.go.clicked.connect(self._ask)
        self.back.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(8)
        column.addWidget(label(title, "title"))
        for name, field in ((self.tr("Account"), self.login), (self.tr("Password"), self.password)):
            column.addWidget(label(name, "two"))
            column.addWidget(field)
        column.addWidget(self._says)
        if context.city and context.city.synthetic:
            column.addWidget(label(self._hint(), "two", wrap=True))
        column.addSpacing(8)
        column.addLayout(across(self.go, None, self.back))
        self.setMinimumWidth(context.look.px(400))
        context.enquiries.answered.connect(self._answered)
        if context.board.link.line is Line.OFFLINE and context.board.seats[seat].unlockable:
            self._says.setText(context.say("console.unlock"))
        self._offer_demo_account()
        self.login.setFocus()

    def _offer_demo_account(self) -> None:
        """In a synthetic city the published account of the seat stands there, to be taken or typed over."""
        if self._context.city and self._context.city.synthetic:
            self.login.setText(DEMO_LOGINS[self._seat])
            self.password.setText(DEMO_PASSWORD)
            self.login.selectAll()

    def _hint(self) -> str:
        words = self.tr(
            "Synthetic city. Dispatcher wang, acceptor chen, shift leader zhao, supervisor liu; password {0}"
        )
        return words.format(DEMO_PASSWORD)

    @property
    def says(self) -> str:
        """What is wrong, "" when nothing is."""
        return self._says.text()

    @Slot()
    def _ask(self) -> None:
        if self._question is not None:
            return
        if not self.login.text().strip() or not self.password.text():
            self._says.setText(self.tr("account and password are needed"))
            return
        self._says.setText("")
        self.go.setEnabled(False)
        args = {"login": self.login.text().strip(), "password": self.password.text()}
        self._question = self._context.enquiries.ask(Ask.SIGN_IN, seat=self._seat, args=args)

    @Slot(object)
    def _answered(self, reply: Answer | Unreachable | Denied) -> None:
        if self._question is None or reply.question.id != self._question.id:
            return
        self._question = None
        self.go.setEnabled(True)
        if isinstance(reply, Answer):
            self.accept()
            return
        words = reply.text if isinstance(reply, Denied) else ""
        key = reply.rule if isinstance(reply, Denied) else reply.reason
        self._says.setText(words or self._context.say(key, reply.details))
        self.password.selectAll()
        self.password.setFocus(Qt.FocusReason.OtherFocusReason)
