"""Questions of the views (way d): sign-in, history, photos, evaluation, personal data. Never through the outbox."""

import itertools
from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal, Slot

from console.facts import DESK, Answer, Ask, Denied, Question, Unreachable


class Enquiries(QObject):
    """Passes a question down and its answer up; `answered` carries an Answer, an Unreachable or a Denied."""

    asked = Signal(object)  # a Question, for sync.questions
    answered = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._numbers = itertools.count(1)

    def ask(self, kind: Ask, about: str = "", seat: str = DESK, args: Mapping[str, str] | None = None) -> Question:
        """Ask, and return the question so that its answer can be told from others."""
        question = Question(f"q{next(self._numbers)}", kind, seat, about, dict(args or {}))
        self.asked.emit(question)
        return question

    @Slot(object)
    def take(self, answer: Answer | Unreachable | Denied) -> None:
        """An answer came from below."""
        self.answered.emit(answer)
