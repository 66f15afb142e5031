"""When the server was not heard of, in the outbox: the hand-over list tells whoever comes next. Instants ms UTC."""

from console.facts.shift import Outage
from console.models.durably import Durably

KEPT_MS = 40 * 86_400_000  # older ones are forgotten


class Outages:
    """In an open outbox, on the thread that opened it. A file that is not `written` tells and keeps nothing."""

    def __init__(self, durably: Durably, *, written: bool) -> None:
        self._durably, self._written = durably, written

    def lasting(self) -> Outage | None:
        """The one that has no end yet: also one in which the program was killed."""
        found = self._read("WHERE ended = 0 ORDER BY began DESC LIMIT 1")
        return found[0] if found else None

    def since(self, instant: int) -> tuple[Outage, ...]:
        """Those that reached beyond this instant, oldest first."""
        return self._read("WHERE ended = 0 OR ended >= ? ORDER BY began", instant)

    def begin(self, began: int, reason: str) -> None:
        """The server was not heard of from then on. NotRecorded when the disk does not take it."""
        if not self._written:
            return
        self._durably.rows("INSERT OR REPLACE INTO outages (began, ended, reason) VALUES (?, 0, ?)", (began, reason))
        self._durably.rows("DELETE FROM outages WHERE began < ?", (began - KEPT_MS,))

    def end(self, ended: int) -> None:
        """It is heard again. NotRecorded as above."""
        if self._written:
            self._durably.rows("UPDATE outages SET ended = ? WHERE ended = 0", (ended,))

    def _read(self, which: str, *values: int) -> tuple[Outage, ...]:
        if not self._written:
            return ()
        query = f"SELECT began, ended, reason FROM outages {which}"  # noqa: S608 - our own words
        return tuple(Outage(*row) for row in self._durably.rows(query, values))
