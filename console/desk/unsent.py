"""What the windows were told of the outbox: only what looks otherwise since then is told again."""

from console.desk.picture import Picture
from console.facts import OutboxDelta, Pending
from console.models.entries import UNSENT


class Unsent:
    """Makes the news of the outbox out of the entries that were touched; counts what waits and what is held."""

    def __init__(self, picture: Picture) -> None:
        self._picture = picture
        self._told: dict[str, Pending] = {}
        self._held: set[str] = set()

    def __len__(self) -> int:
        return len(self._told)

    @property
    def held(self) -> int:
        """How many are held for their recall, of those that were told."""
        return len(self._held)

    def news(self) -> OutboxDelta:
        """What changed since the last time; empty when nothing did."""
        changed: list[Pending] = []
        gone: list[str] = []
        for command_id in self._picture.take_touched():
            pending = self._pending(command_id)
            if pending == self._told.get(command_id):
                continue
            if pending is None:
                gone.append(command_id)
            else:
                changed.append(pending)
            self._keep(command_id, pending)
        return OutboxDelta(tuple(changed), tuple(gone))

    def _pending(self, command_id: str) -> Pending | None:
        entry = self._picture.entries.get(command_id)
        return self._picture.pending(entry) if entry is not None and entry.state in UNSENT else None

    def _keep(self, command_id: str, pending: Pending | None) -> None:
        self._held.discard(command_id)
        if pending is None:
            del self._told[command_id]
            return
        self._told[command_id] = pending
        if pending.held:
            self._held.add(command_id)
