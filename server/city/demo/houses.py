"""House numbers: odd ones on the left of a road, even ones on its right; lanes between them; some have an annex."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import Any, NamedTuple

import numpy as np

from rules.gazetteer import Houses
from rules.gazetteer.values import listed
from rules.grid import Grids
from server.city.demo.along import Metres, Way
from server.city.demo.chance import Chance

_ANNEX_M = 9.0


class _House(NamedTuple):
    street: str
    lane: str
    number: int
    tail: str
    at: Metres


def demo_houses(ways: Sequence[Way], told: Mapping[str, Any], chance: Chance, grids: Grids) -> Houses:
    """The houses that lie in some grid: along the city's rim they stand on one side only."""
    names = iter(told["named_lanes"])
    rows = [house for way in ways for house in _street(way, told, chance, names)]
    xy = np.array([grids.plane.degrees(*house.at) for house in rows], np.int32)
    inside = np.flatnonzero(grids.locate_many(xy.astype(np.int64)) >= 0).tolist()
    kept = [rows[n] for n in inside]
    street, streets = listed([house.street for house in kept])
    lane, lanes = listed([house.lane for house in kept])
    tail, tails = listed([house.tail for house in kept])
    number = np.array([house.number for house in kept], np.int32)
    return Houses(xy[inside], street, (lane - 1).astype(np.int32), number, tail, streets, lanes[1:], tails)


def _street(way: Way, told: Mapping[str, Any], chance: Chance, names: Iterator[str]) -> Iterator[_House]:
    spacing = told["spacing"].get(way.klass)
    if spacing is None:
        return
    counted, lanes = count(1), iter(told["lanes"])
    for side, first in ((told["beside"], 1), (-told["beside"], 2)):
        number = first
        along = 40.0 + chance.below(30)
        while along < way.length - 25:
            yield _House(way.name, "", number, "", way.at(along, side))
            n = next(counted)
            if n % told["annex_each"] == 0:
                yield _House(way.name, "", number, "附2", way.at(along + _ANNEX_M, side))
            if way.klass == "secondary" and n % told["lane_each"] == 0:
                yield from _lane(way, along + spacing / 2, side, told, chance, (names, lanes))
            along += spacing - 15 + chance.below(31)
            number += 4 if chance.below(6) == 0 else 2


def _lane(
    way: Way, along: float, side: float, told: Mapping[str, Any], chance: Chance, names: tuple[Iterator[str], ...]
) -> Iterator[_House]:
    """Off the road at a right angle. One lane in seven of the first roads bears a name of its own."""
    own, numbered = names
    lane = next(own, "") if chance.below(7) == 0 else ""
    lane = lane or next(numbered, "")
    if not lane or along > way.length - 25:
        return
    for number in range(1, chance.between(*told["lane_houses"]) + 1):
        off = abs(side) + 10 + number * told["lane_spacing"]
        yield _House(way.name, lane, number, "", way.at(along, off if side > 0 else -off))
