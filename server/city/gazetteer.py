"""The layers of points as a `Gazetteer`: house numbers, places with a name, components; every row is checked."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import shapely

from rules.gazetteer import Components, Gazetteer, Houses, Poi, Pois
from rules.gazetteer.values import Ints, listed
from rules.grid import Grids
from server.city.findings import Findings, Place
from server.city.layers import Layer, read_layer
from server.city.records import Records
from server.city.settings import POINTS, CitySettings

NUMBER = re.compile(r"(?P<number>\d{1,5})(?:号)?(?P<tail>[^\s]{0,8})", re.ASCII)
_PER_DEGREE = 10_000_000
_SHOWN = 5


def read_gazetteer(
    folders: Sequence[Path], settings: CitySettings, records: Records, grids: Grids, findings: Findings
) -> Gazetteer | None:
    """Read the layers of points; None where the city has none of them, or all that there are were refused."""
    layers: dict[str, Layer] = {}
    for each in settings.layers:
        layer = read_layer(each, folders, findings) if each.role in POINTS else None
        if layer is not None and not layer.features:
            findings.refuse("empty_layer", layer.file)
        elif layer is not None:
            layers[each.role] = layer
            _tell_outside(layer, grids, findings)
    if not layers:
        return None
    return Gazetteer(
        grids.plane,
        _houses(layers["addresses"], grids, findings) if "addresses" in layers else Houses(),
        _pois(layers["pois"], findings) if "pois" in layers else Pois(),
        _components(layers["components"], records, findings) if "components" in layers else Components(),
    )


def _points(layer: Layer) -> Ints:
    """One point a feature: of several in one, their middle."""
    degrees = shapely.get_coordinates(shapely.centroid(layer.geometries))
    return np.asarray(np.rint(degrees * _PER_DEGREE), np.int32)


def _tell_outside(layer: Layer, grids: Grids, findings: Findings) -> None:
    """A layer of which most lies outside every grid has another datum than it says; a few are noted."""
    outside = np.flatnonzero(grids.locate_many(_points(layer)) < 0)
    told = {"count": len(outside), "total": len(layer.features)}
    if 2 * len(outside) > len(layer.features):
        findings.refuse("points_elsewhere", layer.file, **told, datum=layer.settings.datum or "–")
    elif len(outside):
        findings.note("points_outside", layer.file, **told, first=layer.features[outside[0]])


def _place(layer: Layer, n: int, field: str) -> Place:
    return Place(layer.file, feature=layer.features[n], field=layer.settings.fields.get(field, field))


def _houses(layer: Layer, grids: Grids, findings: Findings) -> Houses:
    rows = [_number(layer, n, text, findings) for n, text in enumerate(layer.field("number"))]
    for n, road in enumerate(layer.field("road")):
        if not road:
            findings.refuse_at(_place(layer, n, "road"), "empty", {})
    _tell_unknown_roads(layer, grids, findings)
    _tell_twice(layer, findings)
    street, streets = listed(layer.field("road"))
    lane, lanes = listed(layer.field("lane"))
    tail, tails = listed([tail for _, tail in rows])
    if lanes and not lanes[0]:  # on the street itself
        lane, lanes = lane - 1, lanes[1:]
    number = np.array([number for number, _ in rows], np.int32)
    return Houses(_points(layer), street, lane.astype(np.int32), number, tail, streets, lanes, tails)


def _number(layer: Layer, n: int, text: str, findings: Findings) -> tuple[int, str]:
    found = NUMBER.fullmatch(text.replace(" ", ""))
    if found is None:
        findings.refuse_at(_place(layer, n, "number"), "house_number", {"given": text})
        return 0, ""
    return int(found["number"]), found["tail"]


def _tell_unknown_roads(layer: Layer, grids: Grids, findings: Findings) -> None:
    """Streets that no road line bears are told: their numbers are found, their crossings are not."""
    unknown = Counter(layer.field("road"))
    for name in ("", *(road.name for road in grids.roads)):  # an empty one is refused already
        unknown.pop(name, None)
    if unknown:
        shown = ", ".join(sorted(unknown)[:_SHOWN]) + (" …" if len(unknown) > _SHOWN else "")
        findings.note("unknown_roads", layer.file, count=sum(unknown.values()), names=shown)


def _tell_twice(layer: Layer, findings: Findings) -> None:
    """One address at several points: whoever types it is shown them all."""
    told = Counter(zip(layer.field("road"), layer.field("lane"), layer.field("number"), strict=True))
    twice = [" ".join(filter(None, key)) for key, count in told.items() if count > 1]
    if twice:
        shown = ", ".join(twice[:_SHOWN]) + (" …" if len(twice) > _SHOWN else "")
        findings.note("address_twice", layer.file, count=len(twice), names=shown)


def _pois(layer: Layer, findings: Findings) -> Pois:
    for n, name in enumerate(layer.field("name")):
        if not name:
            findings.refuse_at(_place(layer, n, "name"), "empty", {})
    rows = zip(layer.field("name"), layer.field("name_en"), layer.field("kind"), strict=True)
    return Pois(_points(layer), tuple(Poi(*row) for row in rows))


def _components(layer: Layer, records: Records, findings: Findings) -> Components:
    """Codes once each, classes and units as the tables of the city know them."""
    first: dict[str, str] = {}
    for n, code in enumerate(layer.field("code")):
        if not code:
            findings.refuse_at(_place(layer, n, "code"), "empty", {})
        elif code in first:
            findings.refuse_at(_place(layer, n, "code"), "code_twice", {"given": code, "first": first[code]})
        first.setdefault(code, layer.features[n])
    _refuse_unknown(layer, "category", records.categories, "categories.csv", findings)
    _refuse_unknown(layer, "owner", records.units, "units.csv", findings)
    _refuse_unknown(layer, "keeper", records.units, "units.csv", findings)
    category, categories = listed(layer.field("category"))
    owner, owners = listed(layer.field("owner"))
    keeper, keepers = listed(layer.field("keeper"))
    codes = tuple(layer.field("code"))
    return Components(_points(layer), codes, category, owner, keeper, categories, owners, keepers)


def _refuse_unknown(layer: Layer, field: str, known: Mapping[str, object], where: str, findings: Findings) -> None:
    """Each unknown code once, at its first feature; an owner or keeper may be left empty, a class may not."""
    seen: set[str] = set() if field == "category" else {""}
    for n, code in enumerate(layer.field(field)):
        if code not in known and code not in seen:
            findings.refuse_at(_place(layer, n, field), "unknown_code", {"given": code or "–", "where": where})
        seen.add(code)
