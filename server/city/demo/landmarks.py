"""Places with a name: schools and clinics of communities, offices of streets, terminals of roads, shops of chains."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from rules.gazetteer import Houses, Poi, Pois
from rules.gazetteer.values import Ints
from rules.grid import Grids, Named
from server.city.demo.chance import Chance

_AWAY_M = 20.0  # how far from a house a place lies, at most, east and north of it
_KINDS = {"community": (("社区", "Community"), ("村", "Village")), "street": (("街道", "Subdistrict"), ("镇", "Town"))}
Placed = tuple[Poi, tuple[int, int]]


def demo_pois(houses: Houses, told: Mapping[str, Any], chance: Chance, grids: Grids) -> Pois:
    """All of them; each near a house of the area that it is named after."""
    grid = grids.locate_many(houses.xy.astype(np.int64))
    found = [
        *_of_areas(grids.communities, grids.community[grid], told["community"], "community", houses, chance, grids),
        *_of_areas(grids.streets, grids.street[grid], told["street"], "street", houses, chance, grids),
        *_of_roads(houses, told["road"], chance, grids),
        *_of_chains(houses, told["chain"], chance, grids),
    ]
    inside = grids.locate_many(np.array([at for _, at in found], np.int64)) >= 0
    kept = [row for row, is_in in zip(found, inside.tolist(), strict=True) if is_in]
    return Pois(np.array([at for _, at in kept], np.int32), tuple(poi for poi, _ in kept))


def _of_areas(
    areas: Sequence[Named], area: Ints, forms: Sequence[Mapping[str, str]], level: str, houses: Houses,
    chance: Chance, grids: Grids,
) -> Iterator[Placed]:  # fmt: skip
    """One form or two for each community, all for each street office; an area without a house has none."""
    seen: set[str] = set()
    for number, named in enumerate(areas):
        own = np.flatnonzero(area == number)
        name, name_en = _short(named, level)
        if not len(own) or name in seen:
            continue
        seen.add(name)
        for form in forms:
            if level == "street" or chance.below(2):
                yield _poi(form, name, name_en), _near(houses, int(own[chance.below(len(own))]), chance, grids)


def _short(named: Named, level: str) -> tuple[str, str]:
    name, name_en = named.name, named.name_en
    for zh, en in _KINDS[level]:
        name, name_en = name.removesuffix(zh), name_en.removesuffix(f" {en}")
    return name, name_en


def _of_roads(houses: Houses, forms: Sequence[Mapping[str, str]], chance: Chance, grids: Grids) -> Iterator[Placed]:
    english = {road.name: road.name_en for road in grids.roads}
    for number, name in enumerate(houses.streets):
        own = np.flatnonzero((houses.street == number) & (houses.lane < 0))
        form = forms[chance.below(len(forms))]
        if len(own) and chance.below(5) == 0:
            yield _poi(form, name, english[name]), _near(houses, int(own[chance.below(len(own))]), chance, grids)


def _of_chains(houses: Houses, chains: Sequence[Mapping[str, Any]], chance: Chance, grids: Grids) -> Iterator[Placed]:
    for chain in chains:
        for _ in range(chain["count"]):
            poi = Poi(chain["name"], chain["name_en"], chain["kind"])
            yield poi, _near(houses, chance.below(len(houses.number)), chance, grids)


def _poi(form: Mapping[str, str], name: str, name_en: str) -> Poi:
    return Poi(form["name"].format(name=name), form["name_en"].format(name_en=name_en), form["kind"])


def _near(houses: Houses, house: int, chance: Chance, grids: Grids) -> tuple[int, int]:
    x, y = grids.plane.metres(*houses.xy[house].tolist())
    span = 2 * int(_AWAY_M) + 1
    return grids.plane.degrees(x + chance.below(span) - _AWAY_M, y + chance.below(span) - _AWAY_M)
