"""The layers of the six elements (人地事物情组织), from CSV or any file that GDAL reads; points of the city, without
anybody's personal data: a phone or identity number in a cell keeps the folder out."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import shapely

from rules.grid import Grids
from rules.organisation import ElementLayer, packed
from server.city import values
from server.city.datums import Datum, OutsideDatum, UnknownDatum
from server.city.findings import Findings, Place
from server.city.layers import read_layer
from server.city.organising import ElementSettings
from server.city.settings import LayerSettings, encoding_name
from server.city.source import find_file
from server.city.table import Columns, Row, read_rows
from server.city.values import BadValue

ROLE = "elements"
MOST = 50_000  # points a layer: what a console draws without delay
_COLUMNS = Columns(("lon", "lat", "name"), ("name_en", "note"))
_PER_DEGREE = 10_000_000
_TEXTS = ("name", "name_en", "note")
_PERSONAL = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|\d{17}[\dXx])(?!\d)", re.ASCII)  # mobile or identity number
Told = tuple[float, float, str, str, str, Place]


def read_elements(
    folders: Sequence[Path], settings: Sequence[ElementSettings], grids: Grids, findings: Findings
) -> tuple[ElementLayer, ...]:
    """Every layer that can be read; what cannot be is found with its row or feature."""
    return tuple(_layer(each, folders, grids, findings) for each in settings)


def _layer(settings: ElementSettings, folders: Sequence[Path], grids: Grids, findings: Findings) -> ElementLayer:
    is_csv = settings.file.lower().endswith(".csv")
    rows = list((_of_csv if is_csv else _of_layer)(settings, folders, findings))
    if len(rows) > MOST:
        findings.refuse("too_many_points", settings.file, count=len(rows), expected=MOST)
        rows = []
    for row in rows:
        _refuse_personal(row, findings)
    points = [(round(lon * _PER_DEGREE), round(lat * _PER_DEGREE)) for lon, lat, *_ in rows]
    _tell_outside(settings, points, grids, findings)
    lines = [(*at, name, name_en, note) for at, (_, _, name, name_en, note, _) in zip(points, rows, strict=True)]
    xy, words = packed(lines)
    return ElementLayer(
        key=settings.key,
        element=settings.element,
        name=settings.name,
        owner=settings.owner,
        as_of=settings.as_of,
        name_en=settings.name_en,
        owner_en=settings.owner_en,
        days=settings.days,
        xy=xy,
        words=words,
    )


# --- CSV


def _of_csv(settings: ElementSettings, folders: Sequence[Path], findings: Findings) -> Iterator[Told]:
    path = find_file(settings.file, folders)
    if path is None:
        findings.refuse("no_file", settings.file)
        return
    try:
        encoding = encoding_name(settings.encoding or "utf-8")
        datum = Datum(settings.datum or "cgcs2000")
        datum.crs  # noqa: B018  whether there is such a datum is asked once, not at each row
    except BadValue as bad:
        findings.refuse_at(Place(settings.file, field="encoding"), bad.key, bad.details)
        return
    except UnknownDatum:
        findings.refuse("unknown_datum", settings.file, given=settings.datum)
        return
    for row in read_rows(path, _COLUMNS, findings, encoding):
        at = _in_degrees(row, datum)
        if at is not None:
            yield *at, row.required("name"), row.text("name_en"), row.text("note"), Place(row.file, row.line)


def _in_degrees(row: Row, datum: Datum) -> tuple[float, float] | None:
    """The point in degrees CGCS2000."""
    before = len(row.findings.found)
    lon, lat = row.parse("lon", values.number, 0.0), row.parse("lat", values.number, 0.0)
    if len(row.findings.found) > before:
        return None
    try:
        [[x, y]] = datum.degrees(np.array([[lon, lat]])).tolist()
    except OutsideDatum:
        row.refuse("lon", "outside_datum", datum=datum.name, x=f"{lon:.6g}", y=f"{lat:.6g}")
        return None
    return x, y


# --- any other file


def _of_layer(settings: ElementSettings, folders: Sequence[Path], findings: Findings) -> Iterator[Told]:
    fields = settings.fields or {"name": "name"}
    if "name" not in fields:
        findings.refuse_at(Place(settings.file, field="fields.name"), "missing_key", {})
        return
    asked = LayerSettings(ROLE, settings.file, settings.layer, settings.datum, settings.encoding, fields, {})
    layer = read_layer(asked, folders, findings)
    if layer is None:
        return
    middles = shapely.get_coordinates(shapely.centroid(layer.geometries)).tolist()
    texts = zip(*(layer.field(name) for name in _TEXTS), strict=True)
    for n, ((lon, lat), (name, name_en, note)) in enumerate(zip(middles, texts, strict=True)):
        place = Place(layer.file, feature=layer.features[n])
        if not name:
            findings.refuse_at(Place(layer.file, feature=layer.features[n], field=fields["name"]), "empty", {})
        yield lon, lat, name, name_en, note, place


# --- checks


def _refuse_personal(row: Told, findings: Findings) -> None:
    """What looks like a phone or an identity number; the number itself is not repeated."""
    for field, text in zip(_TEXTS, row[2:5], strict=True):
        if _PERSONAL.search(text):
            place = row[5]
            findings.refuse_at(Place(place.file, place.row, place.feature, field), "personal_data", {})


def _tell_outside(
    settings: ElementSettings, points: Sequence[tuple[int, int]], grids: Grids, findings: Findings
) -> None:
    if not points:
        return
    outside = np.flatnonzero(grids.locate_many(np.array(points, np.int64)) < 0)
    told = {"count": len(outside), "total": len(points)}
    if 2 * len(outside) > len(points):
        findings.refuse("points_elsewhere", settings.file, **told, datum=settings.datum or "–")
    elif len(outside):
        findings.note("points_outside", settings.file, **told, first=int(outside[0]) + 1)
