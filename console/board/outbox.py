"""What waits for the server as the windows see it, put together from what changed."""

from console.facts import OutboxDelta, Pending, Sending


class OutboxView:
    """All unsent commands in sending order."""

    def __init__(self) -> None:
        self._by_id: dict[str, Pending] = {}
        self.all: tuple[Pending, ...] = ()

    def take(self, news: OutboxDelta) -> None:
        """Some changed or came, some wait no more."""
        for command_id in news.gone:
            self._by_id.pop(command_id, None)
        self._by_id.update({pending.id: pending for pending in news.changed})
        self.all = tuple(sorted(self._by_id.values(), key=lambda pending: pending.order))

    def unsent(self, *, online: bool) -> tuple[Pending, ...]:
        """What waits for the server; what is held for its recall counts only while there is no line."""
        return tuple(pending for pending in self.all if not (pending.held and online))

    def old(self) -> tuple[Pending, ...]:
        """What lay unsent for so long that a person must say whether it still holds."""
        return tuple(pending for pending in self.all if pending.state is Sending.OLD)
