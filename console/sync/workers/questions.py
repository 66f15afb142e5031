"""Questions on their thread: an operator waits for each of them."""

from PySide6.QtCore import Signal, Slot

from console.facts import Question, Unreachable
from console.sync.client import Client
from console.sync.questions import Questions
from console.sync.waits import Waits
from console.sync.workers.worker import Worker


class QuestionWorker(Worker):
    """Answers questions, one after the other; what has no answer is told and never tried again by itself."""

    answered = Signal(object)  # Answer | Denied | Unreachable

    def __init__(self, client: Client, name: str) -> None:
        super().__init__(client, Waits("ask"))
        self._questions = Questions(client, name)

    @Slot(object)
    def ask(self, question: Question) -> None:
        """Answer a question."""
        try:
            answer = self._questions.answer(question)
        except Exception:
            self.answered.emit(Unreachable(question, "link.program"))
            raise
        self.answered.emit(answer)
