"""Push on its thread: one in flight, its answer a signal."""

from PySide6.QtCore import Signal, Slot

from console.sync import push
from console.sync.client import Client
from console.sync.errors import ServerUnreachable
from console.sync.workers.worker import Worker
from rules.protocol import Push


class PushWorker(Worker):
    """Sends what it is given, one push in flight; after a failure it asks for the work anew."""

    sent = Signal(object)  # PushAnswer
    wanted = Signal()
    forked = Signal()

    def __init__(self, client: Client) -> None:
        super().__init__("push", client)
        self.due.connect(self._go_on)

    @Slot()
    def _go_on(self) -> None:
        """Ask for the work anew: what waits may have changed."""
        self.wanted.emit()

    @Slot(object)
    def send(self, out: Push) -> None:
        """Push commands; the answer comes as `sent`."""
        self._timer.stop()
        try:
            answer = push.push(self._client, out)
        except push.Forked:
            self.forked.emit()
        except ServerUnreachable as error:
            self._fail(error)
        else:
            self._backoff.success()
            self.sent.emit(answer)
