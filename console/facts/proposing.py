"""The proposed unit of a case, worked out when a window first asks for it: of thousands of cases few are looked at."""

from rules.case import Case
from rules.city import City
from rules.responsibility import Proposal, propose


class Proposing:
    """Of one case by one city at one instant (`now`, ms UTC), whenever and however often it is asked for."""

    __slots__ = ("_case", "_city", "_found", "_now")

    def __init__(self, case: Case, city: City, now: int) -> None:
        self._case, self._city, self._now = case, city, now
        self._found: Proposal | None = None

    def __call__(self) -> Proposal:
        """The proposal; the same one each time."""
        if self._found is None:
            self._found = propose(self._case, self._city, self._now)
        return self._found
