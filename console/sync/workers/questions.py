"""Questions on their thread, with the city packs and photos that are asked for and sent beside them."""

from PySide6.QtCore import Signal, Slot

from console.facts import BlobOut, Question
from console.sync.client import Client
from console.sync.errors import Refused, ServerUnreachable
from console.sync.questions import Questions
from console.sync.workers.worker import Worker


class QuestionWorker(Worker):
    """Answers questions, fetches city packs, sends photos up; one after the other."""

    answered = Signal(object)  # Answer | Denied | Unreachable
    pack_came = Signal(object)  # Pack
    uploaded = Signal(object, str)  # BlobOut, rule of a refusal or ""
    upload_wanted = Signal()

    def __init__(self, client: Client) -> None:
        super().__init__("ask", client)
        self.due.connect(self._go_on)
        self._questions = Questions(client)
        self._pack = ""

    @Slot(object)
    def ask(self, question: Question) -> None:
        """Answer a question; never tried again by itself."""
        self.answered.emit(self._questions.answer(question))

    @Slot(str)
    def fetch_pack(self, version: str) -> None:
        """Fetch a city pack, until it is here."""
        self._pack = version
        self._go_on()

    @Slot(object)
    def upload(self, blob: BlobOut) -> None:
        """Send a photo up."""
        try:
            refused = self._questions.upload(blob)
        except ServerUnreachable as error:
            self._fail(error)
        else:
            self._backoff.success()
            self.uploaded.emit(blob, refused)

    @Slot()
    def _go_on(self) -> None:
        """Go on with what could not be had: first the pack, then the photos."""
        if not self._pack:
            self.upload_wanted.emit()
            return
        try:
            pack = self._questions.pack(self._pack)
        except ServerUnreachable as error:
            self._fail(error)
        except Refused as refused:
            self._fail(ServerUnreachable("link.refused", rule=refused.rule, text=refused.text))
        else:
            self._pack = ""
            self.pack_came.emit(pack)
            self.upload_wanted.emit()
