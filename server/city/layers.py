"""One layer made fit for the geometry: flat, in degrees CGCS2000, valid; what was mended is told by feature."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from server.city.datums import GEOGRAPHIC, SHIFTED, Datum, OutsideDatum, UnknownDatum
from server.city.findings import Findings, Place
from server.city.settings import POINTS, LayerSettings
from server.city.source import Source, read_source

_AREAS, _LINES = ("Polygon", "MultiPolygon"), ("LineString", "MultiLineString", "LinearRing")
_POINTS = ("Point", "MultiPoint")
# all other roles: areas; of an element's area or line the middle is meant
_WANTED = {"roads": _LINES, "elements": (*_POINTS, *_AREAS, *_LINES)} | dict.fromkeys(POINTS, _POINTS)


@dataclass(frozen=True, slots=True)
class Layer:
    """The usable features of a layer; every list has one entry a feature. Geometries are in degrees CGCS2000."""

    settings: LayerSettings
    file: str
    geometries: Any
    fields: Mapping[str, Sequence[str]]
    features: Sequence[str]

    def field(self, name: str) -> Sequence[str]:
        """A field's texts; all "" when the layer has none of that name."""
        return self.fields.get(name) or [""] * len(self.features)


def read_layer(settings: LayerSettings, folders: Sequence[Path], findings: Findings) -> Layer | None:
    """Read and mend one layer; None, with a finding, when it is refused."""
    source = read_source(settings, folders, findings)
    datum = _datum(source, findings) if source else None
    if source is None or datum is None:
        return None
    kept = _with_shape(source, findings)
    geometries = _in_degrees(source, datum, shapely.force_2d(source.geometries[kept]), findings)
    if geometries is None:
        return None
    layer = _picked(source, kept, geometries)
    return layer if settings.role in _WANTED else _mended(layer, findings)


def _datum(source: Source, findings: Findings) -> Datum | None:
    """The datum as declared, checked against what the file says of itself; else the file's own."""
    declared = source.settings.datum
    if not declared:
        return _own_datum(source, findings)
    datum = Datum(declared)
    try:
        agrees = not source.crs or _agrees(datum, source.crs)
    except UnknownDatum:
        findings.refuse("unknown_datum", source.file, given=declared)
        return None
    if not agrees:
        findings.refuse("datum_differs", source.file, given=source.crs[:60], declared=declared)
    return datum if agrees else None


def _own_datum(source: Source, findings: Findings) -> Datum | None:
    from pyproj import CRS

    if not source.crs:
        findings.refuse("no_crs", source.file)
        return None
    code = CRS.from_user_input(source.crs).to_epsg(min_confidence=60)
    if code is None:
        findings.refuse("unknown_crs", source.file, given=source.crs[:60])
        return None
    return Datum(f"epsg:{code}")


def _agrees(datum: Datum, crs: str) -> bool:
    """Whether a declared datum and a file's CRS can both be true: shifted coordinates always claim another one."""
    from pyproj import CRS

    found = CRS.from_user_input(crs)
    if datum.name in SHIFTED or datum.name in GEOGRAPHIC:
        return bool(found.is_geographic) and found.to_epsg(min_confidence=60) in {4326, 4490}
    declared = datum.crs
    return declared.equals(found, ignore_axis_order=True) or found.to_epsg(min_confidence=60) == declared.to_epsg()


def _with_shape(source: Source, findings: Findings) -> Any:
    """Places of the features that have a geometry of the right kind; tells of the others, of heights and of curves."""
    geometries = source.geometries
    wanted = _WANTED.get(source.settings.role, _AREAS)
    absent = shapely.is_missing(geometries) | shapely.is_empty(geometries)
    for n in np.flatnonzero(absent).tolist():
        findings.repair_at(_place(source, n), "no_geometry", {})
    kinds = np.array([g.geom_type if g is not None else "" for g in geometries], object)
    strange = ~absent & ~np.isin(kinds.astype(str), wanted)
    for n in np.flatnonzero(strange).tolist()[:1]:
        details = {"given": kinds[n], "expected": ", ".join(wanted[:2]), "count": int(strange.sum())}
        findings.refuse_at(_place(source, n), "wrong_geometry", details)
    if heights := int(shapely.has_z(geometries).sum()):
        findings.note("heights", source.file, count=heights)
    for n in sorted(source.curved):
        findings.repair_at(_place(source, n), "curve", {})
    return np.flatnonzero(~absent & ~strange)


def _in_degrees(source: Source, datum: Datum, geometries: Any, findings: Findings) -> Any:
    try:
        return shapely.transform(geometries, datum.degrees)
    except OutsideDatum as error:
        findings.refuse("outside_datum", source.file, datum=datum.name, x=f"{error.x:.6g}", y=f"{error.y:.6g}")
    except UnknownDatum:
        findings.refuse("unknown_datum", source.file, given=datum.name)
    return None


def _mended(layer: Layer, findings: Findings) -> Layer:
    """Broken rings repaired; what has no area left is left out."""
    geometries = layer.geometries.copy()
    for n in np.flatnonzero(~shapely.is_valid(geometries)).tolist():
        reason = shapely.is_valid_reason(geometries[n])
        geometries[n] = _areas(shapely.make_valid(geometries[n], method="structure", keep_collapsed=False))
        key = "no_area" if shapely.is_empty(geometries[n]) else "broken_ring"
        findings.repair_at(_place(layer, n), key, {"reason": reason})
    return _picked(layer, np.flatnonzero(~shapely.is_empty(geometries)), geometries, chosen=True)


def _areas(geometry: Any) -> Any:
    """The polygons of a geometry."""
    parts = shapely.get_parts(shapely.get_parts(geometry))
    return shapely.union_all(parts[shapely.get_type_id(parts) == 3])


def _picked(source: Source | Layer, places: Any, geometries: Any, *, chosen: bool = False) -> Layer:
    numbers = places.tolist()
    return Layer(
        source.settings,
        source.file,
        geometries[places] if chosen else geometries,
        {name: [texts[n] for n in numbers] for name, texts in source.fields.items()},
        [source.features[n] for n in numbers],
    )


def _place(source: Source | Layer, n: int) -> Place:
    """A feature by its number in the file, with its code or name where it has one."""
    named = [source.fields[name][n] for name in ("code", "name") if name in source.fields][:1]
    return Place(source.file, feature=" ".join([source.features[n], *named]).strip())
