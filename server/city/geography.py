"""The layers of a city put together as `Grids`: unit grids, what they belong to, roads and zones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from rules.city import Unit
from rules.grid import BadShape, Grids, Road, Zone, build, flatten
from server.city import lattice
from server.city.belonging import belongings
from server.city.findings import Findings, Level, Place
from server.city.layers import Layer, read_layer
from server.city.settings import FILE, POINTS, SPECIAL, CitySettings, LayerSettings

_PER_DEGREE = 10_000_000
NEEDED = {
    "unit_grids": ("code",),
    "duty_grids": ("code",),
    "districts": ("code",),
    "streets_of_city": ("code",),
    "communities": ("code",),
    "zones": ("code",),
    "exclusive_grids": ("code",),
    "micro_grids": ("code",),
    "roads": ("name", "class"),
    "addresses": ("road", "number"),
    "pois": ("name",),
    "components": ("code", "category"),
}


@dataclass(frozen=True, slots=True)
class Geography:
    """The grids, the names of every place by its code, and the codes of districts (also of those without grids).

    `special`: the layers of exclusive and micro grids by their roles.
    """

    grids: Grids
    places: Mapping[str, tuple[str, str]]
    districts: frozenset[str]
    special: Mapping[str, Layer]


def read_geography(
    folders: Sequence[Path], settings: CitySettings, units: Mapping[str, Unit], findings: Findings
) -> Geography | None:
    """Read all layers of areas and lines and build the grids; None when one is refused, whatever was found before."""
    before = len(findings.of(Level.REFUSED))
    if not _roles_fit(settings.layers, findings):
        return None
    layers = {each.role: _read(each, folders, findings) for each in settings.layers if each.role not in POINTS}
    units_layer = layers.pop("unit_grids")
    areas = {role: layer for role, layer in layers.items() if layer is not None}
    if units_layer is None or len(areas) < len(layers):
        return None
    units_layer = lattice.checked(units_layer, settings, findings)
    _refuse_elsewhere(units_layer, areas, findings)
    for role in areas.keys() - {"roads"}:
        lattice.refuse_repeated(areas[role], findings)
    if len(findings.of(Level.REFUSED)) > before:
        return None
    return _built(units_layer, areas, units, findings)


def _roles_fit(layers: Sequence[LayerSettings], findings: Findings) -> bool:
    """One layer for each role, the unit grids among them, each with the fields that its role needs."""
    roles = [layer.role for layer in layers]
    faults = [("role_twice", role) for role in sorted(set(roles)) if roles.count(role) > 1]
    faults += [] if "unit_grids" in roles else [("no_unit_grids", "unit_grids")]
    for key, role in faults:
        findings.refuse_at(Place(FILE, field="layers"), key, {"given": role})
    for n, layer in enumerate(layers, 1):
        for name in NEEDED[layer.role]:
            if name not in layer.fields:
                findings.refuse_at(Place(FILE, field=f"layers[{n}].fields.{name}"), "missing_key", {})
                faults.append((layer.role, name))
    return not faults


def _read(settings: LayerSettings, folders: Sequence[Path], findings: Findings) -> Layer | None:
    layer = read_layer(settings, folders, findings)
    if layer is not None and not layer.features:
        findings.refuse("empty_layer", layer.file)
        return None
    return layer


def _refuse_elsewhere(grids: Layer, areas: Mapping[str, Layer], findings: Findings) -> None:
    """A layer that does not touch the unit grids at all has another datum than it says."""
    box = shapely.box(*shapely.total_bounds(grids.geometries)) if grids.features else None
    for layer in areas.values():
        if box is not None and not shapely.intersects(box, shapely.box(*shapely.total_bounds(layer.geometries))):
            findings.refuse("elsewhere", layer.file, expected=grids.file)


def _built(grids: Layer, areas: Mapping[str, Layer], units: Mapping[str, Unit], findings: Findings) -> Geography | None:
    before = len(findings.of(Level.REFUSED))
    names = {code: (unit.name, unit.name_en) for code, unit in units.items()} | _names(areas)
    belongs = belongings(grids, areas, findings)
    roads = _roads(areas["roads"], findings) if "roads" in areas else ()
    zones = _zones(areas["zones"]) if "zones" in areas else ()
    try:
        shapes = flatten(grids.geometries)
    except BadShape as bad:
        place = Place(grids.file, feature=f"{grids.features[bad.index]} {grids.field('code')[bad.index]}")
        findings.refuse_at(place, "bad_shape", {"reason": bad.reason})
        return None
    if len(findings.of(Level.REFUSED)) > before:
        return None
    built = build(shapes, list(grids.field("code")), belongs, names, roads, zones)
    named = {each.code: (each.name, each.name_en) for level in _levels(built) for each in level}
    districts = {each.code for each in built.districts} | set(
        areas["districts"].field("code") if "districts" in areas else ()
    )
    special = {role: areas[role] for role in SPECIAL if role in areas}
    return Geography(built, _names(areas) | named, frozenset(districts), special)


def _levels(grids: Grids) -> tuple[Any, ...]:
    return grids.duties, grids.districts, grids.streets, grids.communities


def _names(areas: Mapping[str, Layer]) -> dict[str, tuple[str, str]]:
    """Names by code; a name that is missing is the code."""
    found = {}
    for role, layer in areas.items():
        if role != "roads":
            rows = zip(layer.field("code"), layer.field("name"), layer.field("name_en"), strict=True)
            found.update({code: (name or code, name_en) for code, name, name_en in rows})
    return found


def _integers(line: Any) -> Any:
    return np.rint(shapely.get_coordinates(line) * _PER_DEGREE).astype(np.int32)


def _roads(layer: Layer, findings: Findings) -> tuple[Road, ...]:
    """A road of several parts is several lines; one without a name is drawn, and names no crossing."""
    classes = {name: name for name in ("ring", "main", "secondary", "branch")} | dict(layer.settings.classes)
    found: list[Road] = []
    english = layer.field("name_en")
    for n, (name, klass) in enumerate(zip(layer.field("name"), layer.field("class"), strict=True)):
        if klass not in classes:
            place = Place(layer.file, feature=f"{layer.features[n]} {name}", field=layer.settings.fields["class"])
            findings.refuse_at(place, "road_class", {"given": klass, "expected": ", ".join(sorted(classes))})
        else:
            lines = shapely.get_parts(layer.geometries[n])
            found += [Road(name, english[n], classes[klass], _integers(line)) for line in lines]
    return tuple(found)


def _zones(layer: Layer) -> tuple[Zone, ...]:
    found = []
    names = _names({"zones": layer})
    for code, geometry in zip(layer.field("code"), layer.geometries, strict=True):
        rings = tuple(_integers(ring)[:-1] for ring in shapely.get_rings(shapely.get_parts(geometry)))
        found.append(Zone(code, *names[code], rings))
    return tuple(found)
