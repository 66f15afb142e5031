"""How the generated blocks are shaped, beside real parcels: printed, so that everybody can judge how real they are.

Sizes are measured in the local plane. Elongation: long by short side of the smallest rectangle around a shape.
Compactness: 4π · area / perimeter², 1 for a circle, 0.785 for a square.
"""

from dataclasses import dataclass
from math import pi
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyogrio.raw
import shapely

from rules.grid import Grids, Plane, Shapes, flatten

PARCELS = Path("zhengzhou") / "parcels_euluc2018_wgs84.geojson"
_PERCENTILES = (1, 50, 99)
_LABELS = (
    ("root_area", "面积的平方根 √area (m)", "{:10.0f}"),
    ("vertices", "顶点数 vertices", "{:10.0f}"),
    ("elongation", "长宽比 elongation", "{:10.2f}"),
    ("compactness", "紧凑度 compactness", "{:10.2f}"),
)


class NoParcels(FileNotFoundError):
    """The real parcels are not in the data folder that was named."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Shape figures of many polygons: percentiles 1, 50, 99 of each measure."""

    count: int
    root_area: tuple[float, float, float]
    vertices: tuple[float, float, float]
    elongation: tuple[float, float, float]
    compactness: tuple[float, float, float]


def figures(shapes: Shapes, plane: Plane) -> Figures:
    """Measure shapes of one ring or several; holes count in area and outline."""
    polygons = _polygons(shapes, plane)
    area = shapely.area(polygons)
    return Figures(
        len(polygons),
        _spread(np.sqrt(area)),
        _spread(shapely.get_num_coordinates(polygons) - _rings(polygons)),
        _spread(_elongation(polygons)),
        _spread(4 * pi * area / shapely.length(polygons) ** 2),
    )


def report(grids: Grids, data: Path | None) -> str:
    """The figures of the demo city, and beside them those of the real parcels within its bounds.

    Raises:
        NoParcels: `data` holds no parcels.
    """
    columns = [("演示城市 demo city", figures(grids.shapes, grids.plane))]
    if data is not None:
        columns.append(("真实地块 real parcels", figures(real_parcels(grids, data), grids.plane)))
    return _table(columns)


def real_parcels(grids: Grids, data: Path) -> Shapes:
    """Parcels whose middle lies within the bounds of the city.

    Raises:
        NoParcels: the file is not there.
    """
    path = data / PARCELS
    if not path.is_file():
        raise NoParcels(f"{path}: 找不到真实地块 / real parcels not found")
    geometries = shapely.from_wkb(pyogrio.raw.read(path)[2])
    low, high = grids.xy.min(0) / 1e7, grids.xy.max(0) / 1e7
    middle = shapely.get_coordinates(shapely.centroid(geometries))
    return flatten(geometries[((middle >= low) & (middle <= high)).all(1)])


def _polygons(shapes: Shapes, plane: Plane) -> npt.NDArray[np.object_]:
    ring = np.repeat(np.arange(len(shapes.ring_offsets) - 1), np.diff(shapes.ring_offsets))
    rings = shapely.linearrings(plane.flat(shapes.xy.astype(np.int64)), indices=ring)
    part = np.cumsum(~shapes.ring_hole) - 1
    parts = shapely.polygons(rings, indices=part)
    owner = np.repeat(np.arange(len(shapes.grid_rings) - 1), np.diff(shapes.grid_rings))[~shapes.ring_hole]
    if len(owner) == owner[-1] + 1:
        return np.asarray(parts)
    return np.asarray(shapely.multipolygons(parts, indices=owner))


def _rings(polygons: npt.NDArray[np.object_]) -> npt.NDArray[np.integer[Any]]:
    """Rings per shape: each repeats its first point once."""
    parts, owner = shapely.get_parts(polygons, return_index=True)
    return np.bincount(owner, shapely.get_num_interior_rings(parts) + 1, len(polygons)).astype(np.int64)


def _elongation(polygons: npt.NDArray[np.object_]) -> npt.NDArray[np.float64]:
    boxes = shapely.get_coordinates(shapely.minimum_rotated_rectangle(polygons)).reshape(-1, 5, 2)
    sides = np.hypot(*np.moveaxis(np.diff(boxes[:, :3], axis=1), 2, 0))
    return np.asarray(sides.max(1) / sides.min(1))


def _spread(values: npt.NDArray[Any]) -> tuple[float, float, float]:
    low, middle, high = np.percentile(values, _PERCENTILES).tolist()
    return low, middle, high


def _table(columns: list[tuple[str, Figures]]) -> str:
    lines = []
    for title, measured in columns:
        lines.append(f"{title}: {measured.count:,}")
        lines.append(" " * 34 + "".join(f"{f'p{p}':>10}" for p in _PERCENTILES))
        for name, label, form in _LABELS:
            wide = sum(ord(letter) > 0x2E7F for letter in label)  # a Chinese letter takes two columns
            lines.append(
                f"  {label}{' ' * (32 - len(label) - wide)}" + "".join(map(form.format, getattr(measured, name)))
            )
    return "\n".join(lines)
