"""The duty list by matter and place: of thousands of rows the few are looked at that may fit a case."""

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from rules.duties import ROAD

if TYPE_CHECKING:
    from rules.city import Duty


class Place(NamedTuple):
    """Where something is: codes from the widest to the narrowest, zones and drawn areas over the point."""

    codes: tuple[str, ...]
    zones: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()

    def names(self, lengths: Collection[int]) -> set[str]:
        """Every place that a row may name and that lies here; of the beginnings of codes, those so long."""
        found = {code[:length] for code in self.codes for length in lengths if length <= len(code)}
        found.update(self.zones, self.areas)
        return found


class DutyIndex:
    """Rows by category and place. `near` gives each with its number in the city's order."""

    def __init__(self, rows: "Iterable[Duty]") -> None:
        self._rows = tuple(rows)
        self._lengths = frozenset(len(row.place) for row in self._rows if row.place)
        self._found: dict[str, dict[str, list[tuple[int, Duty]]]] = {}

    def near(self, category: str, place: Place) -> "Iterator[tuple[int, Duty]]":
        """The rows whose matter and place fit."""
        by_place = self._of(category)
        if not by_place:
            return
        names = place.names(self._lengths)
        yield from by_place.get("", ())
        for name in names & by_place.keys():
            for n, row in by_place[name]:
                if not row.place or not row.road or ROAD + row.road in place.areas:
                    yield n, row

    def _of(self, category: str) -> "dict[str, list[tuple[int, Duty]]]":
        """The rows of one matter by what they name as their place; looked for once."""
        found = self._found.get(category)
        if found is None:
            wanted, found = matters(category), {}
            for n, row in enumerate(self._rows):
                if row.category in wanted:
                    found.setdefault(row.place or (ROAD + row.road if row.road else ""), []).append((n, row))
            self._found[category] = found
        return found


def matters(category: str) -> frozenset[str]:
    """The patterns that fit a category "event-01-10": itself, its class, its kind, all."""
    kind, _, rest = category.partition("-")
    major = rest.partition("-")[0]
    return frozenset({category, f"{kind}-{major}-*", f"{kind}-*", "*", ""})
