"""All shown cases in the order of the queue, kept sorted as they change: a list is then a walk, never a sort."""

from bisect import bisect_left, insort
from collections.abc import Iterator

from console.facts import Delta, ShownCase

BULK = 64  # more changes than this at once are laid in together: the many that stay are copied in runs, not looked at

Key = tuple[tuple[object, ...], str]


class Order:
    """Ids of cases by `ShownCase.order`, smallest first, the id deciding between equals."""

    def __init__(self) -> None:
        self._keys: list[Key] = []
        self._key_of: dict[str, Key] = {}

    def __iter__(self) -> Iterator[str]:
        return (case_id for _, case_id in self._keys)

    def __len__(self) -> int:
        return len(self._keys)

    def __contains__(self, case_id: object) -> bool:
        return case_id in self._key_of

    def key(self, case_id: str) -> Key:
        """Where a case stands. KeyError when it is not here."""
        return self._key_of[case_id]

    def take(self, delta: Delta) -> None:
        """Follow a delta."""
        moved = [shown for shown in delta.changed if self._key_of.get(shown.id) != (shown.order, shown.id)]
        gone = [case_id for case_id in (*delta.removed, *(shown.id for shown in moved)) if case_id in self._key_of]
        if len(moved) + len(gone) > BULK:
            self._take_many(moved, gone)
            return
        for case_id in gone:
            del self._keys[bisect_left(self._keys, self._key_of.pop(case_id))]
        for shown in moved:
            insort(self._keys, self._put(shown))

    def _take_many(self, moved: list[ShownCase], gone: list[str]) -> None:
        without = sorted(bisect_left(self._keys, self._key_of.pop(case_id)) for case_id in gone)
        stay: list[Key] = []
        since = 0
        for place in without:
            stay += self._keys[since:place]
            since = place + 1
        stay += self._keys[since:]
        self._keys = _merged(stay, sorted(self._put(shown) for shown in moved))

    def _put(self, shown: ShownCase) -> Key:
        self._key_of[shown.id] = (shown.order, shown.id)
        return self._key_of[shown.id]


def _merged(keys: list[Key], come: list[Key]) -> list[Key]:
    """Both, sorted as each of them is."""
    merged: list[Key] = []
    since = 0
    for key in come:
        place = bisect_left(keys, key, since)
        merged += keys[since:place]
        merged.append(key)
        since = place
    return merged + keys[since:]
