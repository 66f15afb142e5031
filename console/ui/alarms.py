"""Urgent cases that nobody has been reached for: they stay on top and sound every minute until fetched or told."""

from collections.abc import Iterable, Mapping

from console.facts import ShownCase
from console.ui.case_words import rings, undelivered

EVERY_MS = 60_000


class Alarms:
    """Pure bookkeeping on the clock that is given; the window plays and shows."""

    def __init__(self) -> None:
        self._ringing: dict[str, ShownCase] = {}
        self._minutes: dict[str, int] = {}

    @property
    def ringing(self) -> tuple[ShownCase, ...]:
        """The cases that ring, the longest waiting first."""
        return tuple(sorted(self._ringing.values(), key=_since))

    def take(self, changed: Iterable[ShownCase], removed: Iterable[str]) -> bool:
        """Follow the board; True when what rings has changed."""
        before = dict(self._ringing)
        for case_id in removed:
            self._forget(case_id)
        for shown in changed:
            if rings(shown):
                self._ringing[shown.id] = shown
            else:
                self._forget(shown.id)
        return before != self._ringing

    def _forget(self, case_id: str) -> None:
        self._ringing.pop(case_id, None)
        self._minutes.pop(case_id, None)

    def due(self, now: int) -> tuple[str, ...]:
        """The cases whose next whole minute since they were sent has begun; each is told of once."""
        found = []
        for case_id, shown in self._ringing.items():
            minute = (now - _since(shown)) // EVERY_MS
            if minute > self._minutes.get(case_id, 0):
                self._minutes[case_id] = minute
                found.append(case_id)
        return tuple(found)

    def start(self, cases: Mapping[str, ShownCase], now: int) -> None:
        """At start-up: what rang before goes on with its next minute, it does not ring at once."""
        self.take(cases.values(), ())
        self.due(now)


def _since(shown: ShownCase) -> int:
    return min((leg.sent_at for leg in undelivered(shown.case)), default=0)
