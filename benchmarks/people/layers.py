"""The layers of a city's folder as lists of plain values, read with GDAL alone: what addresses are made from."""

from collections import defaultdict
from dataclasses import dataclass
from math import cos, radians
from pathlib import Path
from typing import Any

import pyogrio.raw
import shapely

Degrees = tuple[float, float]
LON_M, LAT_M = 111_320.0 * cos(radians(34.75)), 110_940.0  # of a degree in this city


@dataclass(frozen=True, slots=True)
class Layers:
    """`crossings`: two names → points; `houses`: (road, lane, number) → points; `lines`: road → line in degrees."""

    crossings: dict[tuple[str, str], list[Degrees]]
    houses: dict[tuple[str, str, str], list[Degrees]]
    pois: dict[str, list[Degrees]]
    lines: dict[str, Any]
    english: dict[str, str]
    grids: list[tuple[str, Degrees, str]]  # code, centre of gravity, district
    districts: dict[str, str]


def read_layers(folder: Path) -> Layers:
    """All that an address can be made from."""
    lines, roads = _read(folder / "roads.gpkg", "name", "name_en")
    named = [(line, row["name"], row["name_en"]) for line, row in zip(lines, roads, strict=True) if row["name"]]
    points, houses = _read(folder / "addresses.gpkg", "road", "lane", "number")
    places, pois = _read(folder / "pois.gpkg", "name")
    areas, grids = _read(folder / "unit_grids.gpkg", "code", "district")
    _, districts = _read(folder / "districts.gpkg", "code", "name")
    by_house: dict[tuple[str, str, str], list[Degrees]] = defaultdict(list)
    for point, row in zip(points, houses, strict=True):
        by_house[row["road"], row["lane"], row["number"]].append((point.x, point.y))
    by_name: dict[str, list[Degrees]] = defaultdict(list)
    for point, row in zip(places, pois, strict=True):
        by_name[row["name"]].append((point.x, point.y))
    middles = [(middle.x, middle.y) for middle in shapely.centroid(areas)]
    return Layers(
        _crossings([(line, name) for line, name, _ in named]),
        dict(by_house),
        dict(by_name),
        {name: line for line, name, _ in named},
        {name: english for _, name, english in named},
        [(row["code"], middle, row["district"]) for row, middle in zip(grids, middles, strict=True)],
        {row["code"]: row["name"] for row in districts},
    )


def _read(path: Path, *fields: str) -> tuple[Any, list[dict[str, str]]]:
    meta, _, wkb, data = pyogrio.raw.read(path, columns=list(fields))
    found = dict(zip(meta["fields"].tolist(), data, strict=True))
    rows = [{name: str(found[name][n] or "") for name in fields} for n in range(len(wkb))]
    return shapely.from_wkb(wkb), rows


def _crossings(lines: list[tuple[Any, str]]) -> dict[tuple[str, str], list[Degrees]]:
    tree = shapely.STRtree([line for line, _ in lines])
    found: dict[tuple[str, str], list[Degrees]] = defaultdict(list)
    for n, (line, name) in enumerate(lines):
        for other in tree.query(line, predicate="intersects").tolist():
            if other > n and lines[other][1] != name:
                shared = shapely.get_coordinates(shapely.intersection(line, lines[other][0])).tolist()
                found[name, lines[other][1]] += [(x, y) for x, y in shared]
    return dict(found)


def moved(at: Degrees, east: float, north: float) -> Degrees:
    """A point so many metres off."""
    return at[0] + east / LON_M, at[1] + north / LAT_M


def midway(line: Any, one: Degrees, other: Degrees) -> Degrees:
    """The point halfway along a line between two points of it."""
    flat = shapely.transform(line, lambda xy: xy * (LON_M, LAT_M))
    ends = [shapely.line_locate_point(flat, shapely.Point(x * LON_M, y * LAT_M)) for x, y in (one, other)]
    middle = shapely.line_interpolate_point(flat, sum(ends) / 2)
    return float(middle.x) / LON_M, float(middle.y) / LAT_M
