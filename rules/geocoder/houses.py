"""House numbers by street and lane: the one that is asked for, or the place between its neighbours."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from rules.gazetteer import Houses
from rules.geocoder.answer import How
from rules.geocoder.clean import lane_en, lane_key
from rules.grid import Plane

Metres = tuple[float, float]
_GAP_M = 400.0  # between numbers farther apart nothing is guessed
_TAIL, _BETWEEN = 0.8, 0.6


class House(NamedTuple):
    """A place on a street: how exactly it is known, and what is not as asked."""

    at: Metres
    reach_m: float
    weight: float = 1.0
    how: tuple[How, ...] = ()


class HouseBook:
    """Rows of the gazetteer, sorted by street, lane and number."""

    def __init__(self, houses: Houses, plane: Plane) -> None:
        self._houses = houses
        self.flat = plane.flat(houses.xy.astype(np.int64))
        self._lane_keys = [lane_key(lane) for lane in houses.lanes]
        order = np.lexsort((houses.tail, houses.number, houses.lane, houses.street))
        self._rows: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._streets: dict[str, list[str]] = defaultdict(list)
        for n, street, lane in zip(
            order.tolist(), houses.street[order].tolist(), houses.lane[order].tolist(), strict=True
        ):
            key = houses.streets[street], self._lane_keys[lane] if lane >= 0 else ""
            if key not in self._rows and lane >= 0:
                self._streets[key[1]].append(key[0])
            self._rows[key].append(n)

    def streets_of(self, lane: str) -> list[str]:
        """The streets that have a lane of this name."""
        return self._streets.get(lane_key(lane), [])

    def has(self, street: str, lane: str = "") -> bool:
        """Whether any number is known there."""
        return (street, lane_key(lane)) in self._rows

    def find(self, street: str, lane: str, number: int, tail: str) -> list[House]:
        """The houses of a number; else the place between the neighbours on its side of the street; else none."""
        rows = self._rows.get((street, lane_key(lane)), [])
        numbers = self._houses.number
        same = [n for n in rows if numbers[n] == number]
        exact = [n for n in same if self._houses.tails[self._houses.tail[n]] == tail]
        if exact:
            return [House(self._at(n), 10) for n in exact]
        if same:
            return [House(self._at(same[0]), 25, _TAIL, (How.NO_TAIL,))]
        return self._between([n for n in rows if numbers[n] % 2 == number % 2], number)

    def _between(self, rows: Sequence[int], number: int) -> list[House]:
        for low, high in pairwise(rows):
            first, last = int(self._houses.number[low]), int(self._houses.number[high])
            if first < number < last:
                (x, y), (u, v) = self._at(low), self._at(high)
                gap, share = float(np.hypot(u - x, v - y)), (number - first) / (last - first)
                at = x + (u - x) * share, y + (v - y) * share
                return [House(at, gap / 2, _BETWEEN, (How.BETWEEN,))] if gap < _GAP_M else []
        return []

    def middle(self, street: str, lane: str) -> House | None:
        """A lane as a whole."""
        rows = self._rows.get((street, lane_key(lane)), [])
        if not rows:
            return None
        points = self.flat[rows]
        x, y = points.mean(0).tolist()
        reach = float(np.sqrt(((points - points.mean(0)) ** 2).sum(1)).max())
        return House((x, y), max(reach, 10.0), 1.0, (How.NO_NUMBER,))

    def _at(self, row: int) -> Metres:
        x, y = self.flat[row].tolist()
        return x, y

    def nearest(self, at: Metres) -> tuple[float, int] | None:
        """Metres to the nearest house, and its row."""
        if not len(self.flat):
            return None
        far = ((self.flat - np.array(at)) ** 2).sum(1)
        row = int(far.argmin())
        return float(np.sqrt(far[row])), row

    def address(self, row: int) -> str:
        """Street, lane and number of a house: 健康路三巷5号."""
        houses = self._houses
        lane = houses.lanes[houses.lane[row]] if houses.lane[row] >= 0 else ""
        return f"{houses.streets[houses.street[row]]}{lane}{houses.number[row]}号{houses.tails[houses.tail[row]]}"

    def street_of(self, row: int) -> str:
        """The street of a house."""
        return self._houses.streets[int(self._houses.street[row])]

    def address_en(self, row: int, street_en: str) -> str:
        """The same in English order: 5 Lane 3, Jiankang Road."""
        houses = self._houses
        lane = houses.lanes[houses.lane[row]] if houses.lane[row] >= 0 else ""
        return in_english(int(houses.number[row]), houses.tails[houses.tail[row]], lane, street_en)


def in_english(number: int, tail: str, lane: str, street_en: str) -> str:
    """88附2 is 88-2 in English."""
    between = f"{lane_en(lane)}, " if lane else ""
    return f"{number}{tail.replace('附', '-')} {between}{street_en}"
