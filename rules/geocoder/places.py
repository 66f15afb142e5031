"""Places with a name, lanes and areas of a city, each name once with all its points; in metres of the city's plane."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from rules.gazetteer import Gazetteer
from rules.geocoder.clean import has_number
from rules.geocoder.names import Name, Sort
from rules.grid import Grids, Level, Named

Metres = tuple[float, float]
_LEVELS: tuple[Level, ...] = ("district", "street", "community")


class NamedPoi(NamedTuple):
    """A place with a name, wherever there is one of it."""

    name: str
    name_en: str
    at: tuple[Metres, ...]


class Area(NamedTuple):
    """A district, street office or community: its middle, and metres from there to its farthest grid."""

    level: Level
    code: str
    name: str
    name_en: str
    at: Metres
    reach_m: float


class PlaceBook:
    """`pois`, `lanes` (those with a name of their own) and `areas`, by number."""

    def __init__(self, grids: Grids, gazetteer: Gazetteer) -> None:
        self.pois = _pois(gazetteer)
        self.lanes = tuple(lane for lane in gazetteer.houses.lanes if not has_number(lane))
        self.areas = tuple(_areas(grids))

    def names(self) -> Iterator[Name]:
        """All names."""
        yield from (Name(Sort.POI, n, poi.name, poi.name_en) for n, poi in enumerate(self.pois))
        yield from (Name(Sort.AREA, n, area.name, area.name_en) for n, area in enumerate(self.areas))
        yield from (Name(Sort.LANE, n, lane) for n, lane in enumerate(self.lanes))


def _pois(gazetteer: Gazetteer) -> tuple[NamedPoi, ...]:
    flat = gazetteer.plane.flat(gazetteer.pois.xy.astype(np.int64)).tolist()
    points: dict[tuple[str, str], list[Metres]] = defaultdict(list)
    for poi, (x, y) in zip(gazetteer.pois.named, flat, strict=True):
        points[poi.name, poi.name_en].append((x, y))
    return tuple(NamedPoi(name, name_en, tuple(at)) for (name, name_en), at in points.items())


def _areas(grids: Grids) -> Iterator[Area]:
    flat = grids.plane.flat(np.rint(grids.centres).astype(np.int64))
    named: dict[Level, Sequence[Named]] = {
        "district": grids.districts, "street": grids.streets, "community": grids.communities
    }  # fmt: skip
    for level in _LEVELS:
        of = getattr(grids, level)
        order = np.argsort(of, kind="stable")
        ends = np.searchsorted(of[order], np.arange(len(named[level]) + 1))
        for number, area in enumerate(named[level]):
            own = flat[order[ends[number] : ends[number + 1]]]
            x, y = own.mean(0).tolist()
            reach = float(np.sqrt(((own - own.mean(0)) ** 2).sum(1)).max())
            yield Area(level, area.code, area.name, area.name_en, (x, y), reach)
