"""One look at the database: the heads of all feeds, the epochs, the lineage, and what its standbys have."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection

from server.dialect import Replication, lineage, replication
from server.feeds.heads import Epoch, Head, read_epochs, read_heads


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look found; epochs the newest first."""

    heads: Mapping[str, Head]
    epochs: tuple[Epoch, ...]
    lineage: str = ""
    replication: Replication = field(default_factory=Replication)

    @property
    def epoch(self) -> Epoch:
        """The epoch in force."""
        return self.epochs[0]

    def continued(self) -> frozenset[str]:
        """The ids of the epoch in force and of those that it goes on from: cursors of these may be continued."""
        ids = set()
        for epoch in self.epochs:
            ids.add(epoch.id)
            if not epoch.continues:
                break
        return frozenset(ids)


def look(connection: Connection) -> Seen:
    """Heads first, the log's position last: whatever the heads stand for lies before that position."""
    heads, epochs = read_heads(connection), read_epochs(connection)
    return Seen(heads, epochs, lineage(connection), replication(connection))


def has_gone_back(before: Mapping[str, Head], now: Mapping[str, Head]) -> bool:
    """Whether rows that were there are no more, or are others: the database was put back, or a stale copy took over."""
    return any(
        feed not in now or now[feed].seq < head.seq or (now[feed].seq == head.seq and now[feed].chain != head.chain)
        for feed, head in before.items()
    )
