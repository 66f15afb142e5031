"""Urgent cases that nobody has been reached for: they stay on top and sound every minute until fetched or told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from console.facts import ShownCase
from rules.assignment import Assignment
from rules.urgency import unreached_legs

EVERY_MS = 60_000


@dataclass(frozen=True, slots=True)
class Ringing:
    """A case that rings, and its legs that nobody has been reached for; at least one."""

    shown: ShownCase
    legs: tuple[Assignment, ...]

    @property
    def since(self) -> int:
        """When the first of them was sent, ms UTC."""
        return min(leg.sent_at for leg in self.legs)

    @property
    def latest(self) -> int:
        """When the last of them was sent, ms UTC."""
        return max(leg.sent_at for leg in self.legs)


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
            legs = unreached_legs(shown.case) if shown.case.urgent else ()
            if legs:
                self._ringing[shown.id] = Ringing(shown, legs)
            touched |= bool(legs) or self._forget(shown.id)
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
