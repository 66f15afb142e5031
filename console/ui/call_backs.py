"""Calls that were promised for a time: when it has come, they are due until the next call is noted."""

from collections.abc import Iterable

from console.facts import ShownCase
from rules.assignment import LIVE, Assignment

Due = tuple[ShownCase, Assignment]


class CallBacks:
    """Pure bookkeeping on the clock that is given; the window plays and shows."""

    def __init__(self) -> None:
        self._promised: dict[str, tuple[Due, ...]] = {}
        self._told: set[tuple[str, int]] = set()  # leg and instant: each sounds once

    def take(self, changed: Iterable[ShownCase], removed: Iterable[str]) -> bool:
        """Follow the board; True when something promised may have changed."""
        touched = False
        for case_id in removed:
            touched |= self._promised.pop(case_id, None) is not None
        for shown in changed:
            touched |= self._promised.pop(shown.id, None) is not None
            if legs := promised(shown):
                self._promised[shown.id] = tuple((shown, leg) for leg in legs)
                touched = True
        return touched

    def due(self, now: int) -> tuple[Due, ...]:
        """The calls that are due, the one promised first on top."""
        found = [due for all_of_it in self._promised.values() for due in all_of_it if due[1].call_back_at <= now]
        return tuple(sorted(found, key=lambda pair: pair[1].call_back_at))

    def new(self, due: Iterable[Due]) -> int:
        """How many of these have become due since this was asked last."""
        found = {(leg.id, leg.call_back_at) for _, leg in due} - self._told
        self._told |= found
        return len(found)


def promised(shown: ShownCase) -> tuple[Assignment, ...]:
    """The legs in hand whose unit is to be called again."""
    return tuple(leg for leg in shown.case.legs if leg.call_back_at and leg.stage in LIVE)
