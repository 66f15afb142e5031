"""Asks the desk's own city for the places of an address while it is typed, and for the address of a point."""

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.enquiries import Enquiries
from console.facts import Answer, Ask, Denied, Question, Unreachable
from rules.geocoder.answer import Places

PAUSE = 40  # ms without a letter, less than between two keys of a quick hand: then it is looked for
SHORTEST = 2  # letters


class Finding(QObject):
    """`found` carries Places and whether the person had finished typing; `written` the words of a point, or None."""

    found = Signal(object, bool)
    written = Signal(object)
    failed = Signal(str)  # a key of the texts

    def __init__(self, enquiries: Enquiries, parent: QObject) -> None:
        super().__init__(parent)
        self._enquiries = enquiries
        self._text = ""
        self._asked: Question | None = None
        self._finished = False
        self._writing: Question | None = None
        self._pause = QTimer(self, interval=PAUSE, singleShot=True)
        self._pause.timeout.connect(self._ask)
        enquiries.answered.connect(self._take)

    @property
    def waits(self) -> bool:
        """Whether what is shown is not of the text that stands there now."""
        return self._pause.isActive() or self._asked is not None

    @Slot(str)
    def typed(self, text: str) -> None:
        """A letter was typed: look when the hand rests."""
        self._text, self._finished, self._asked = text.strip(), False, None
        self._pause.start()

    def look(self, text: str) -> None:
        """Typing is finished: look at once."""
        self._text, self._finished = text.strip(), True
        self._ask()

    def hear(self, text: str) -> None:
        """Words that already waited for a pause: look at once, the typing goes on."""
        self._text, self._finished, self._asked = text.strip(), False, None
        self._ask()

    def warm(self) -> None:
        """Let the city's index be made before somebody waits for it; the answer is nobody's."""
        self._enquiries.ask(Ask.PLACES, args={"q": ""})

    def write(self, point: tuple[int, int]) -> None:
        """Ask for the address of a point in 1e-7 degree."""
        args = {"lon": str(point[0]), "lat": str(point[1])}
        self._writing = self._enquiries.ask(Ask.ADDRESS, args=args)

    def forget(self) -> None:
        """Begin anew: an answer that is under way is not waited for."""
        self._pause.stop()
        self._asked = self._writing = None

    @Slot()
    def _ask(self) -> None:
        self._pause.stop()
        if len(self._text) < SHORTEST:
            self.found.emit(Places(), False)
        else:
            self._asked = self._enquiries.ask(Ask.PLACES, args={"q": self._text})

    @Slot(object)
    def _take(self, answer: Answer | Unreachable | Denied) -> None:
        if self._asked is not None and answer.question.id == self._asked.id:
            self._asked = None
            if isinstance(answer, Answer):
                self.found.emit(answer.content, self._finished)
            elif isinstance(answer, Unreachable) and self._finished:
                self.failed.emit(answer.reason)
        elif self._writing is not None and answer.question.id == self._writing.id:
            self._writing = None
            if isinstance(answer, Answer):
                self.written.emit(answer.content)
