"""Urgent cases that nobody has been reached for: they stay on top and sound every minute until fetched or told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from console.facts import ShownCase
from rules.assignment import Assignment
from rules.urgency import unreached_legs

EVERY_MS = 60_000


@dataclass(frozen=True, slots=True)
class Ringing:
    """A case that rings, its legs that nobody has been reached for, and when the first and last of them were sent."""

    shown: ShownCase
    legs: tuple[Assignment, ...]
    since: int
    latest: int


def ringing(shown: ShownCase) -> Ringing | None:
    """The case as it rings; None when it does not."""
    legs = unreached_legs(shown.case) if shown.case.urgent else ()
    sent = [leg.sent_at for leg in legs]
    return Ringing(shown, legs, min(sent), max(sent)) if sent else None


class Alarms:
    """Pure bookkeeping on the clock that is given; the window plays and shows."""

    def __init__(self) -> None:
        self._ringing: dict[str, Ringing] = {}
        self._minutes: dict[str, int] = {}

    @property
    def ringing(self) -> tuple[Ringing, ...]:
        """The cases that ring, the longest waiting first."""
        return tuple(sorted(self._ringing.values(), key=lambda each: each.since))

    def take(self, changed: Iterable[ShownCase], removed: Iterable[str]) -> bool:
        """Follow the board; True when what rings may have changed."""
        touched = False
        for case_id in removed:
            touched |= self._forget(case_id)
        for shown in changed:
            if rings := ringing(shown):
                self._ringing[shown.id] = rings
            touched |= rings is not None or self._forget(shown.id)
        return touched

    def _forget(self, case_id: str) -> bool:
        self._minutes.pop(case_id, None)
        return self._ringing.pop(case_id, None) is not None

    def due(self, now: int) -> tuple[str, ...]:
        """The cases whose next whole minute since they were sent has begun; each is told of once."""
        found = []
        for case_id, each in self._ringing.items():
            minute = (now - each.since) // EVERY_MS
            if minute > self._minutes.get(case_id, 0):
                self._minutes[case_id] = minute
                found.append(case_id)
        return tuple(found)

    def start(self, cases: Mapping[str, ShownCase], now: int) -> None:
        """At start-up: what rang before goes on with its next minute, it does not ring at once."""
        self.take(cases.values(), ())
        self.due(now)
