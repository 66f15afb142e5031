"""How far each feed would survive the loss of this database system: consoles keep what they sent until then."""

from collections import deque
from collections.abc import Mapping

from server.dialect import Replication
from server.feeds.heads import Head

NOTED = 600  # looks: ten minutes of a standby that lags


class Durable:
    """Notes the heads with the log's position at each look, and says which of them a standby has on its disk."""

    def __init__(self) -> None:
        self._noted: deque[tuple[int, dict[str, int]]] = deque(maxlen=NOTED)
        self._seqs: dict[str, int] | None = None

    def note(self, heads: Mapping[str, Head], replication: Replication) -> None:
        """Heads that were committed before the log stood at `written`."""
        if replication.kept is None:
            self.forget()
            return
        self._noted.append((replication.written, {feed: head.seq for feed, head in heads.items()}))
        while self._noted and self._noted[0][0] <= replication.kept:
            self._seqs = self._noted.popleft()[1]
        self._seqs = self._seqs or {}

    def forget(self) -> None:
        """There is no standby, or another history began."""
        self._noted.clear()
        self._seqs = None

    def seqs(self, heads: Mapping[str, Head]) -> dict[str, int]:
        """By feed, up to which row; without a standby what is committed here is all that there is: the heads."""
        if self._seqs is None:
            return {feed: head.seq for feed, head in heads.items()}
        return {feed: self._seqs.get(feed, 0) for feed in heads}
