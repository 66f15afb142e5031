"""The cases as they are shown, and how many of them stand on each list."""

from collections.abc import Mapping
from types import MappingProxyType

from console.facts import Delta, ListCount, ShownCase


class Cases:
    """All shown cases by their ids; counted as they come and go."""

    def __init__(self) -> None:
        self._cases: dict[str, ShownCase] = {}
        self._counts: dict[str, list[int]] = {}

    def of(self, case_id: str) -> ShownCase | None:
        """A case, None when it is not shown."""
        return self._cases.get(case_id)

    def all(self) -> Mapping[str, ShownCase]:
        """All of them; a live view."""
        return MappingProxyType(self._cases)

    def counts(self) -> dict[str, ListCount]:
        """Per list that holds something: how many, how many near their limit, how many over it."""
        return {name: ListCount(*count) for name, count in self._counts.items() if count[0]}

    def take(self, delta: Delta) -> None:
        """Some changed or came, some are gone."""
        for case_id in delta.removed:
            self._count(self._cases.pop(case_id, None), -1)
        for shown in delta.changed:
            self._count(self._cases.get(shown.id), -1)
            self._cases[shown.id] = shown
            self._count(shown, +1)

    def _count(self, shown: ShownCase | None, step: int) -> None:
        if shown is None:
            return
        near, over = ("near" in shown.lists, "over" in shown.lists)
        for name in shown.lists:
            count = self._counts.setdefault(name, [0, 0, 0])
            count[0] += step
            count[1] += step * near
            count[2] += step * over
