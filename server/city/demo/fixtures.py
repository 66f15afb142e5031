"""Components of the demo city: covers, lamps, bins, trees along its named roads, each with the unit that owns it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from rules.gazetteer import Components
from rules.gazetteer.values import Ints, listed
from rules.grid import Grids
from server.city.demo.along import Way

DISTRICT = "district"  # in the place of a unit: the district in which it stands


def demo_components(ways: Sequence[Way], told: Mapping[str, Any], grids: Grids) -> Components:
    """Every `spacing` metres of a road one or the other stands, at most; those outside every grid are left out."""
    rows = [(kind, place) for way in ways for n in range(_steps(way, told)) for kind, place in _at(way, n, told)]
    rows += _at_crossings(grids, told["crossings"])
    xy = np.array([grids.plane.degrees(*place) for _, place in rows], np.int64)
    grid = grids.locate_many(xy)
    inside = np.flatnonzero(grid >= 0)
    kinds = [rows[n][0] for n in inside.tolist()]
    districts = [grids.districts[grids.district[n]].code for n in grid[inside].tolist()]
    category, categories = listed([kind["category"] for kind in kinds])
    owner, owners = listed(_units(kinds, "owner", districts))
    keeper, keepers = listed(_units(kinds, "keeper", districts))
    codes = _codes(kinds, grid[inside], grids)
    return Components(xy[inside].astype(np.int32), codes, category, owner, keeper, categories, owners, keepers)


def _units(kinds: Sequence[Mapping[str, Any]], who: str, districts: Sequence[str]) -> list[str]:
    """Who owns or keeps each; what belongs to the district is that of its place."""
    pairs = zip((kind[who] for kind in kinds), districts, strict=True)
    return [here if unit == DISTRICT else unit for unit, here in pairs]


def _steps(way: Way, told: Mapping[str, Any]) -> int:
    return int(way.length / told["spacing"]) + 1


def _at(way: Way, n: int, told: Mapping[str, Any]) -> list[tuple[Mapping[str, Any], tuple[float, float]]]:
    along = min(n * told["spacing"] + 5.0, way.length)
    here = (kind for kind in told["kinds"] if n % kind["each"] == kind["first"] % kind["each"])
    return [(kind, way.at(along, kind["beside"])) for kind in here]


def _at_crossings(
    grids: Grids, kinds: Sequence[Mapping[str, Any]]
) -> list[tuple[Mapping[str, Any], tuple[float, float]]]:
    """So many metres east and north of every point in which two names meet."""
    names: dict[tuple[int, int], set[str]] = {}
    for road in grids.roads:
        for lon, lat in road.points.tolist() if road.name else ():
            names.setdefault((lon, lat), set()).add(road.name)
    places = [grids.plane.metres(*point) for point in sorted(names) if len(names[point]) > 1]
    return [(kind, (x + kind["east"], y + kind["north"])) for x, y in places for kind in kinds]


def _codes(kinds: Sequence[Mapping[str, Any]], grid: Ints, grids: Grids) -> tuple[str, ...]:
    """16 digits: division, major and minor class, and a running number in both."""
    numbers: Counter[str] = Counter()
    codes = []
    for kind, number in zip(kinds, grid.tolist(), strict=True):
        _, major, minor = kind["category"].split("-")
        head = grids.districts[grids.district[number]].code + major + minor
        numbers[head] += 1
        codes.append(f"{head}{numbers[head]:06d}")
    return tuple(codes)
