"""The layers of points of the demo city's folder, in CGCS2000."""

from pathlib import Path

import shapely

from rules.gazetteer import Gazetteer
from rules.gazetteer.values import Ints
from server.city.demo.layers import write_layer

_PER_DEGREE = 10_000_000


def write_points(folder: Path, gazetteer: Gazetteer) -> None:
    """addresses, pois and components, one file each."""
    houses, pois, components = gazetteer.houses, gazetteer.pois, gazetteer.components
    lanes = (*houses.lanes, "")
    numbers = zip(houses.number.tolist(), houses.tail.tolist(), strict=True)
    addresses = {
        "road": _words(houses.streets, houses.street),
        "lane": _words(lanes, houses.lane),  # -1 is the last one: none
        "number": [f"{number}{houses.tails[tail]}" for number, tail in numbers],
    }
    _write(folder / "addresses.gpkg", houses.xy, addresses)
    names = {"name": [poi.name for poi in pois.named], "name_en": [poi.name_en for poi in pois.named]}
    _write(folder / "pois.gpkg", pois.xy, names | {"kind": [poi.kind for poi in pois.named]})
    fields = {
        "code": list(components.codes),
        "category": _words(components.categories, components.category),
        "owner": _words(components.owners, components.owner),
        "keeper": _words(components.keepers, components.keeper),
    }
    _write(folder / "components.gpkg", components.xy, fields)


def _words(names: tuple[str, ...], numbers: Ints) -> list[str]:
    return [names[number] for number in numbers.tolist()]


def _write(path: Path, xy: Ints, fields: dict[str, list[str]]) -> None:
    write_layer(path, shapely.points(xy / _PER_DEGREE), "Point", fields)
