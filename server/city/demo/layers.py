"""The layers of the demo city's folder: GeoPackages in CGCS2000 (EPSG:4490), written as any surveyor's office would."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio.raw
import shapely

from rules.grid import Grids, Level, Named
from rules.grid.partition import rings_by_label
from rules.grid.values import Ints

_CRS = "EPSG:4490"
_PER_DEGREE = 10_000_000


def write_layers(folder: Path, grids: Grids) -> None:
    """unit_grids, duty_grids, districts, streets, communities, zones and roads, one file each."""
    _write_unit_grids(folder, grids)
    levels: dict[str, tuple[Level, tuple[Named, ...]]] = {
        "duty_grids": ("duty", grids.duties),
        "districts": ("district", grids.districts),
        "streets": ("street", grids.streets),
        "communities": ("community", grids.communities),
    }
    for name, (level, named) in levels.items():
        rings = rings_by_label(grids.shapes, grids.edges, getattr(grids, level), len(named))
        _write_areas(folder / f"{name}.gpkg", named, rings)
    zones = [Named(zone.code, zone.name, zone.name_en) for zone in grids.zones]
    _write_areas(folder / "zones.gpkg", zones, [zone.rings for zone in grids.zones])
    _write_roads(folder, grids)


def write_layer(path: Path, geometry: Any, kind: str, fields: Mapping[str, Sequence[str]]) -> None:
    """One layer in a file of its own, replaced when there is one."""
    path.unlink(missing_ok=True)
    pyogrio.raw.write(
        path,
        shapely.to_wkb(geometry),
        [np.array(column, object) for column in fields.values()],
        list(fields),
        layer=path.stem,
        driver="GPKG",
        geometry_type=kind,
        crs=_CRS,
    )


def _write_unit_grids(folder: Path, grids: Grids) -> None:
    lengths = np.diff(grids.ring_offsets)
    ring = np.repeat(np.arange(len(lengths)), lengths)
    polygons = shapely.polygons(shapely.linearrings(grids.xy / _PER_DEGREE, indices=ring))
    fields = {
        "code": grids.codes,
        "duty_grid": _codes(grids.duties, grids.duty),
        "district": _codes(grids.districts, grids.district),
        "street": _codes(grids.streets, grids.street),
        "community": _codes(grids.communities, grids.community),
    }
    write_layer(folder / "unit_grids.gpkg", polygons, "Polygon", fields)


def _codes(named: Sequence[Named], numbers: Ints) -> list[str]:
    return [named[number].code for number in numbers.tolist()]


def _write_areas(path: Path, named: Sequence[Named], rings: Sequence[tuple[Ints, ...]]) -> None:
    fields = {
        "code": [area.code for area in named],
        "name": [area.name for area in named],
        "name_en": [area.name_en for area in named],
    }
    write_layer(path, np.array([_area(each) for each in rings], object), "MultiPolygon", fields)


def _area(rings: tuple[Ints, ...]) -> Any:
    """Rings as a multipolygon: those that run clockwise are holes of the ring around them."""
    closed = [shapely.linearrings(ring / _PER_DEGREE) for ring in rings]
    outer = [shapely.polygons(ring) for ring in closed if ring.is_ccw]
    holes = [shapely.polygons(ring) for ring in closed if not ring.is_ccw]
    parts = [shapely.Polygon(part.exterior, [hole.exterior for hole in holes if part.covers(hole)]) for part in outer]
    return shapely.multipolygons(parts)


def _write_roads(folder: Path, grids: Grids) -> None:
    lines = np.array([shapely.linestrings(road.points / _PER_DEGREE) for road in grids.roads], object)
    fields = {
        "name": [road.name for road in grids.roads],
        "name_en": [road.name_en for road in grids.roads],
        "class": [str(road.klass) for road in grids.roads],
    }
    write_layer(folder / "roads.gpkg", lines, "LineString", fields)
