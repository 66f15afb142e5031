"""The duty list by matter and place: of thousands of rows the few are looked at that may fit a case."""

from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
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
    """Rows by pattern of matter and by place. `near` gives each with its number in the city's order."""

    def __init__(self, rows: "Iterable[Duty]") -> None:
        self._found: dict[str, dict[str, list[tuple[int, Duty]]]] = {}
        lengths: set[int] = set()
        for n, row in enumerate(rows):
            place = row.place or (ROAD + row.road if row.road else "")
            self._found.setdefault(row.category, {}).setdefault(place, []).append((n, row))
            lengths.add(len(row.place))
        self._lengths = frozenset(lengths - {0})

    def near(self, category: str, place: Place) -> "Iterator[tuple[int, Duty]]":
        """The rows whose matter and place fit."""
        names = place.names(self._lengths) | {""}
        for pattern in matters(category):
            by_place = self._found.get(pattern)
            for name in names & by_place.keys() if by_place else ():
                for n, row in by_place[name] if by_place else ():
                    if not row.place or not row.road or ROAD + row.road in place.areas:
                        yield n, row


@lru_cache(maxsize=1024)
def matters(category: str) -> frozenset[str]:
    """The patterns that fit a category "event-01-10": itself, its class, its kind, all."""
    kind, _, rest = category.partition("-")
    major = rest.partition("-")[0]
    return frozenset({category, f"{kind}-{major}-*", f"{kind}-*", "*", ""})
