"""Push on its thread: one on the line, its answer a signal."""

from PySide6.QtCore import Signal, Slot

from console.sync.client import Client
from console.sync.push import Forked
from console.sync.rounds import PushRounds
from console.sync.waits import Wait
from console.sync.workers.worker import Worker
from rules.protocol import Push


class PushWorker(Worker):
    """Sends what it is given, one push after the other; after a failure it asks for the work anew."""

    sent = Signal(object)  # PushAnswer
    wanted = Signal()
    forked = Signal(str)  # the one-time token of a renewal, "" without one

    def __init__(self, client: Client) -> None:
        rounds = PushRounds(client)
        super().__init__(client, rounds.waits)
        self._rounds = rounds
        self.due.connect(self._go_on)

    @Slot()
    def _go_on(self) -> None:
        """Ask for the work anew: what waits may have changed."""
        self.wanted.emit()

    @Slot(object, bool)
    def send(self, out: Push, follows: bool) -> None:
        """Push commands; the answer comes as `sent`. Those that follow go only when those before were all answered."""
        with self._guarded():
            told = self._rounds.run(out, follows=follows)
            if told is None:
                return
            self._timer.stop()
            if isinstance(told, Wait):
                self._wait(told)
            elif isinstance(told, Forked):
                self.forked.emit(told.renewal)
            else:
                self.sent.emit(told)
