"""What the windows have been shown of the cases, and when a case must be looked at again because time passed."""

import heapq
from collections.abc import Iterable
from dataclasses import replace

from console.desk.claims import Claims
from console.desk.faces import Face
from console.desk.picture import Picture
from console.desk.times import Clock
from console.facts import Delta, ShownCase

CLAIMED = frozenset({"claimed"})  # the list of what was claimed at this desk
_AT_ONCE = 500  # cases in one tick


class Showing:
    """Makes deltas; keeps the face of each case that is shown, and an alarm for when it changes by itself."""

    def __init__(self, picture: Picture, clock: Clock, claims: Claims) -> None:
        self._picture, self._clock, self._claims = picture, clock, claims
        self._faces: dict[str, Face] = {}
        self._alarms: list[tuple[int, str]] = []  # when, case

    @property
    def alarms(self) -> int:
        """How many instants are waited for; no more than there are cases, but for those whose instant has changed."""
        return len(self._alarms)

    def delta(self, ids: Iterable[str], only_if_changed: bool = False) -> Delta:
        """These cases as they are shown now; those that are gone are removed."""
        changed: list[ShownCase] = []
        removed: list[str] = []
        for case_id in ids:
            before = self._faces.get(case_id)
            shown = self._shown(case_id)
            if shown is None:
                removed += [case_id] if before else []
                self._faces.pop(case_id, None)
            elif not (only_if_changed and before and _looks_same(before, self._faces[case_id])):
                changed.append(shown)
        return Delta(tuple(changed), tuple(removed))

    def _shown(self, case_id: str) -> ShownCase | None:
        found = self._picture.shown(case_id, self._clock.now())
        if found is None:
            return None
        shown, face = found
        before = self._faces.get(case_id)
        self._faces[case_id] = face
        if face.until and (before is None or before.until != face.until):  # else its alarm is set
            heapq.heappush(self._alarms, (face.until, case_id))
        claim = self._claims.of(case_id)
        if claim is None:
            return shown
        return replace(shown, claim=claim, lists=shown.lists | CLAIMED if claim.here else shown.lists)

    def tick(self) -> Delta:
        """The cases whose lamp or list changed by the time that passed, at most 500 of them."""
        now = self._clock.now()
        ids: dict[str, None] = {}
        while self._alarms and self._alarms[0][0] <= now and len(ids) < _AT_ONCE:
            at, case_id = heapq.heappop(self._alarms)
            if case_id in self._faces and self._faces[case_id].until == at:
                ids[case_id] = None
        return self.delta(ids, only_if_changed=True)

    def gone(self, known: Iterable[str]) -> tuple[str, ...]:
        """Cases that were shown and are not among these."""
        here = set(known)
        return tuple(case_id for case_id in self._faces if case_id not in here)


def _looks_same(before: Face, now: Face) -> bool:
    return (before.lists, before.order, before.deadline) == (now.lists, now.order, now.deadline)
