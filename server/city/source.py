"""Reads one layer file with GDAL (by pyogrio): raw geometries, the fields that are used, and the CRS it claims."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyogrio
import pyogrio.raw
import shapely
from pyogrio.errors import DataLayerError, DataSourceError

from server.city.findings import Findings, Place
from server.city.settings import LayerSettings

_CURVES = ("CIRCULARSTRING", "COMPOUNDCURVE", "CURVEPOLYGON", "MULTICURVE", "MULTISURFACE")
_NO_CODE_PAGE = "ISO-8859-1"  # what GDAL says of a .dbf that names none


@dataclass(frozen=True, slots=True)
class Source:
    """One layer as it stands in its file: `geometries` (shapely or None), texts by our names of fields, its CRS."""

    settings: LayerSettings
    file: str
    geometries: Any
    fields: Mapping[str, Sequence[str]]
    features: Sequence[str]  # the number of each feature in the file
    crs: str  # "" = the file names none
    curved: frozenset[int]  # places of geometries that were curves and came as lines


def find_file(name: str, folders: Sequence[Path]) -> Path | None:
    """The first of the folders that has the file."""
    return next((path for folder in folders if (path := folder / name).is_file()), None)


def read_source(settings: LayerSettings, folders: Sequence[Path], findings: Findings) -> Source | None:
    """Read a layer; None, with a finding, when it cannot be read."""
    path = find_file(settings.file, folders)
    if path is None:
        findings.refuse("no_layer_file", settings.file)
        return None
    try:
        return _read(settings, path, findings)
    except (DataSourceError, DataLayerError, shapely.errors.GEOSException) as error:
        findings.refuse("unreadable_layer", settings.file, reason=error)
    except UnicodeDecodeError as error:
        _refuse_encoding(settings, error, findings)
    return None


def _read(settings: LayerSettings, path: Path, findings: Findings) -> Source | None:
    place = _gdal_path(path)
    layer = _layer_name(settings, place, findings)
    encoding = settings.encoding or _undeclared(path)
    info = pyogrio.read_info(place, layer=layer, encoding=encoding) if layer else None
    if info is None or not _has_fields(settings, list(info["fields"]), findings):
        return None
    columns = sorted(set(settings.fields.values()))
    meta, numbers, wkb, data = pyogrio.raw.read(
        place, layer=layer, columns=columns, encoding=encoding, return_fids=True, force_2d=False
    )
    found = dict(zip(meta["fields"].tolist(), data, strict=True))
    return Source(
        settings=settings,
        file=settings.file,
        geometries=shapely.from_wkb(wkb),
        fields={name: [_text(value) for value in found[field]] for name, field in settings.fields.items()},
        features=[str(number) for number in numbers.tolist()],
        crs="" if _crs_is_a_default(path, settings) else (info["crs"] or ""),
        curved=_curved(place, str(layer)),
    )


def _gdal_path(path: Path) -> str:
    prefix = {".gz": "/vsigzip/", ".zip": "/vsizip/"}.get(path.suffix.lower(), "")
    return f"{prefix}{path.resolve()}"


def _layer_name(settings: LayerSettings, place: str, findings: Findings) -> str | None:
    names = [str(name) for name, _ in pyogrio.list_layers(place)]
    if settings.layer in names:
        return settings.layer
    if len(names) == 1 and not settings.layer:
        return names[0]
    findings.refuse("which_layer", settings.file, given=settings.layer or "–", expected=", ".join(names))
    return None


def _undeclared(path: Path) -> str | None:
    """UTF-8, strictly, for a .dbf whose code page nothing names: GDAL would read any bytes as Latin-1."""
    if path.suffix.lower() != ".shp" or any(path.with_suffix(s).is_file() for s in (".cpg", ".CPG")):
        return None
    claimed = pyogrio.read_info(path)["encoding"]
    return "UTF-8" if claimed in {_NO_CODE_PAGE, "UTF-8"} else None


def _has_fields(settings: LayerSettings, present: Sequence[str], findings: Findings) -> bool:
    missing = [(name, field) for name, field in settings.fields.items() if field not in present]
    for name, field in missing:
        details = {"name": name, "expected": ", ".join(present)}
        findings.refuse_at(Place(settings.file, field=field), "no_field", details)
    return not missing


def _crs_is_a_default(path: Path, settings: LayerSettings) -> bool:
    """Whether GDAL's WGS84 is only what GeoJSON means when it says nothing, and `city.toml` says more."""
    is_json = path.suffix.lower() in {".geojson", ".json"}
    return is_json and bool(settings.datum) and not re.search(rb'"crs"\s*:\s*\{', path.read_bytes())


def _curved(place: str, layer: str) -> frozenset[int]:
    """Which geometries are curves: pyogrio gives them as lines already, GDAL's OGR_GEOMETRY says what they were."""
    query = f'SELECT OGR_GEOMETRY FROM "{layer}"'  # noqa: S608  a query on a file by the name that the file gave
    kinds = pyogrio.raw.read(place, sql=query, sql_dialect="OGRSQL", read_geometry=False)[3][0]
    return frozenset(n for n, kind in enumerate(kinds) if str(kind).upper().startswith(_CURVES))


def _text(value: Any) -> str:
    """A field's value as the text of a code or name: 17.0 is "17", an empty one ""."""
    if value is None or value != value:  # noqa: PLR0124  NaN is what an empty number comes as
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _refuse_encoding(settings: LayerSettings, error: UnicodeDecodeError, findings: Findings) -> None:
    given = error.object[error.start : error.start + 8].hex(" ")
    key = "layer_encoding" if settings.encoding else "layer_encoding_undeclared"
    findings.refuse(key, settings.file, given=given, encoding=settings.encoding or "UTF-8")
