"""Whose turn it is to write, within this process: who came first goes first, and those who do not meet go together."""

import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager


class _Turn:
    """One who writes or waits; `feeds` None = the whole house."""

    def __init__(self, feeds: Collection[str] | None) -> None:
        self.feeds = None if feeds is None else frozenset(feeds)

    def meets(self, other: "_Turn") -> bool:
        return self.feeds is None or other.feeds is None or not self.feeds.isdisjoint(other.feeds)


class Turns:
    """A turn is all of its feeds at once or none of them: nobody waits for one feed while holding another.

    Held over the commit and what follows it, so that the rows of a feed are told in the order of their numbers.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._line: list[_Turn] = []  # in the order in which they came, those who write among them

    @contextmanager
    def take(self, feeds: Collection[str] | None) -> Iterator[None]:
        """Wait until nobody who came earlier writes or wants to write what is asked for; None = the whole house."""
        mine = _Turn(feeds)
        with self._changed:
            self._line.append(mine)
            try:
                self._changed.wait_for(lambda: self._may_go(mine))
            except BaseException:  # Ctrl+C while waiting
                self._leave(mine)
                raise
        try:
            yield
        finally:
            with self._changed:
                self._leave(mine)

    def __len__(self) -> int:
        """How many write or wait."""
        return len(self._line)

    def _may_go(self, mine: _Turn) -> bool:
        earlier = self._line[: self._line.index(mine)]
        return not any(mine.meets(other) for other in earlier)

    def _leave(self, mine: _Turn) -> None:
        self._line.remove(mine)
        self._changed.notify_all()
