"""Notices a server that lives and tells nothing new: rows of our own accepted commands do not come."""

from collections.abc import Callable

from rules.protocol import ChangesHead, PushAnswer, SnapshotHead

PATIENCE = 15_000  # ms: three heartbeats


class AwaitedRows:
    """What the feeds must still tell of what was accepted. `mono` counts ms monotonically."""

    def __init__(self, mono: Callable[[], int]) -> None:
        self._mono = mono
        self._epoch = ""
        self._heads: dict[str, int] = {}  # feed → its head as it was told last
        self._awaited: dict[str, tuple[int, int]] = {}  # feed → seq of a row of ours, since when it is awaited

    def accepted(self, answer: PushAnswer) -> None:
        """The server answered a push: the rows of what it accepted are in their feeds."""
        if answer.epoch != self._epoch:
            return
        for result in answer.results:
            feed, seq = result.outcome.feed, result.outcome.seq
            if feed in self._heads and seq > self._heads[feed]:
                self._awaited.setdefault(feed, (seq, self._mono()))

    def told(self, head: ChangesHead | SnapshotHead) -> None:
        """A batch, or a page, says how far its feeds have come, whether its rows are taken already or not."""
        if head.epoch_id != self._epoch:
            self._epoch, self._heads, self._awaited = head.epoch_id, {}, {}
        self._heads |= _heads(head)
        self._awaited = {feed: wait for feed, wait in self._awaited.items() if self._heads[feed] < wait[0]}

    def restart(self) -> None:
        """Give the feeds their time anew: the line was away, or another server is asked."""
        self._awaited = {feed: (seq, self._mono()) for feed, (seq, _) in self._awaited.items()}

    @property
    def are_overdue(self) -> bool:
        """Whether a feed stands still that must have moved."""
        return any(self._mono() - since >= PATIENCE for _, since in self._awaited.values())

    @property
    def are_awaited(self) -> bool:
        """Whether a row of ours has not been told yet."""
        return bool(self._awaited)


def _heads(head: ChangesHead | SnapshotHead) -> dict[str, int]:
    if isinstance(head, ChangesHead):
        return {feed: span.head for feed, span in head.feeds.items()}
    return {feed: mark.seq for feed, mark in head.as_of.items()}
