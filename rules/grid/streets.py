"""Crossings of named roads: a place in words ("中原路与文化宫路交叉口南 20 米"), and back from words to a point."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np

from rules.grid.plane import Plane
from rules.grid.values import Longs, Road, RoadClass

_WINDS = {  # sign east, sign north -> zh, en
    (0, 1): ("北", "N"), (1, 1): ("东北", "NE"), (1, 0): ("东", "E"), (1, -1): ("东南", "SE"),
    (0, -1): ("南", "S"), (-1, -1): ("西南", "SW"), (-1, 0): ("西", "W"), (-1, 1): ("西北", "NW"),
}  # fmt: skip
_TAN_22 = 0.41421356  # an eighth of the compass is 45° wide
_AT_CROSSING_M = 5
_DIAGONAL = 0.70710678
_KINDS_EN = re.compile(r" (Road|Street|Avenue|Boulevard|Expressway|Ring)$")


def _wind(x: float, y: float) -> tuple[int, int]:
    east = 0 if abs(x) < _TAN_22 * abs(y) else (1 if x > 0 else -1)
    north = 0 if abs(y) < _TAN_22 * abs(x) else (1 if y > 0 else -1)
    return east, north


@dataclass(frozen=True, slots=True)
class Nearby:
    """A point seen from the nearest crossing: both roads (zh, en), metres, and the wind as signs (east, north)."""

    first: tuple[str, str]
    second: tuple[str, str]
    metres: int
    wind: tuple[int, int]

    def text(self, language: str) -> str:
        """The place in words; any language but zh_CN gives the English form."""
        if language == "zh_CN":
            return self._chinese()
        names = " × ".join(_KINDS_EN.sub("", en or zh) for zh, en in (self.first, self.second))
        return names if self.metres < _AT_CROSSING_M else f"{names}, {self.metres} m {_WINDS[self.wind][1]}"

    def _chinese(self) -> str:
        place = f"{self.first[0]}与{self.second[0]}交叉口"
        return place if self.metres < _AT_CROSSING_M else f"{place}{_WINDS[self.wind][0]} {self.metres} 米"


class Crossings:
    """All points where lines of two differently named roads share a vertex."""

    def __init__(self, roads: Sequence[Road], plane: Plane) -> None:
        self._plane = plane
        self._english: dict[str, str] = {}
        rank = list(RoadClass)
        order: dict[str, int] = {}
        for road in sorted((r for r in roads if r.name), key=lambda road: rank.index(RoadClass(road.klass))):
            order.setdefault(road.name, len(order))
            self._english.setdefault(road.name, road.name_en)
        self._names = list(order)
        rows = sorted(set(_meetings(roads, order)))
        self._points: Longs = np.array([row[:2] for row in rows], np.int64).reshape(-1, 2)
        self._pairs = [row[2:] for row in rows]
        self._flat = plane.flat(self._points)

    def __len__(self) -> int:
        return len(self._pairs)

    def nearest(self, lon: int, lat: int) -> Nearby | None:
        """The nearest crossing and the way from it to the point; None in a city without named crossings."""
        if not self._pairs:
            return None
        away = np.array(self._plane.metres(lon, lat)) - self._flat
        nearest = int((away**2).sum(1).argmin())
        x, y = away[nearest].tolist()
        first, second = (self._both(n) for n in self._pairs[nearest])
        return Nearby(first, second, round(float(np.hypot(x, y))), _wind(x, y))

    def _both(self, number: int) -> tuple[str, str]:
        name = self._names[number]
        return name, self._english[name]

    def at(self, one: str, other: str) -> tuple[int, int] | None:
        """The crossing of two roads (Chinese or English names, in any order), or None."""
        numbers = self._numbers.get(one.casefold()), self._numbers.get(other.casefold())
        if None in numbers:
            return None
        for point, pair in zip(self._points.tolist(), self._pairs, strict=True):
            if set(pair) == set(numbers):
                return point[0], point[1]
        return None

    @cached_property
    def _numbers(self) -> dict[str, int]:
        numbers: dict[str, int] = {}
        for n, name in enumerate(self._names):
            english = self._english[name]
            for word in (name, english, _KINDS_EN.sub("", english)):
                if word:
                    numbers.setdefault(word.casefold(), n)
        return numbers

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        name = "|".join(re.escape(word) for word in sorted(self._numbers, key=lambda word: (-len(word), word)))
        winds = "|".join(sorted((zh for zh, _ in _WINDS.values()), key=len, reverse=True))
        english = "|".join(sorted((en for _, en in _WINDS.values()), key=len, reverse=True))
        return re.compile(
            rf"(?P<a>{name})\s*(?:与|和|、|×|/|&|and)\s*(?P<b>{name})"
            rf"(?:\s*(?:交叉口|交会处|交汇处|交叉处|交口|路口|口)?向?(?P<zh>{winds})侧?约?\s*(?P<m>\d{{1,4}})\s*米"
            rf"|,\s*(?P<n>\d{{1,4}}) m (?P<en>{english})\b)?",
            re.IGNORECASE,
        )

    def find(self, words: str) -> tuple[int, int] | None:
        """The first crossing that a text names, moved by the metres and the direction that follow it."""
        for match in self._pattern.finditer(words):
            at = self.at(match["a"], match["b"])
            if at is not None:
                return self._moved(at, match)
        return None

    def _moved(self, at: tuple[int, int], match: re.Match[str]) -> tuple[int, int]:
        metres = int(match["m"] or match["n"] or 0)
        word = (match["zh"] or match["en"] or "").upper()
        east, north = next((signs for signs, names in _WINDS.items() if word in names), (0, 0))
        step = metres * (_DIAGONAL if east and north else 1.0)
        x, y = self._plane.metres(*at)
        return self._plane.degrees(x + east * step, y + north * step)


def _meetings(roads: Sequence[Road], order: dict[str, int]) -> Iterator[tuple[int, int, int, int]]:
    """(lon, lat, road, road) of every vertex that two names share."""
    here: dict[tuple[int, int], set[int]] = {}
    for road in roads:
        if road.name:
            for lon, lat in road.points.tolist():
                here.setdefault((lon, lat), set()).add(order[road.name])
    for (lon, lat), names in here.items():
        for one, other in combinations(sorted(names), 2):
            yield lon, lat, one, other
