"""Checks of the unit grids: codes by the city's pattern, each once, and no grid over another."""

import re

import numpy as np
import shapely

from server.city.findings import Findings, Place
from server.city.layers import Layer
from server.city.settings import CitySettings

_METRES_PER_DEGREE = 111_320.0


def checked(grids: Layer, settings: CitySettings, findings: Findings) -> Layer:
    """The layer of unit grids after its checks."""
    pattern = re.compile(settings.grid_code, re.ASCII)
    for n, code in enumerate(grids.field("code")):
        if not pattern.fullmatch(code) or not code.isascii():
            findings.refuse_at(_place(grids, n), "grid_code", {"given": code, "expected": settings.grid_code})
    refuse_repeated(grids, findings)
    _tell_overlaps(grids, settings.overlap_m2, findings)
    return grids


def refuse_repeated(layer: Layer, findings: Findings) -> None:
    """A code that is empty or stands twice names nothing."""
    first: dict[str, str] = {}
    for n, code in enumerate(layer.field("code")):
        if not code:
            findings.refuse_at(_place(layer, n), "empty", {})
        elif code in first:
            findings.refuse_at(_place(layer, n), "code_twice", {"given": code, "first": first[code]})
        first.setdefault(code, layer.features[n])


def _tell_overlaps(grids: Layer, tolerance_m2: int, findings: Findings) -> None:
    """Pairs that share more than the tolerance; a point there belongs to one of them, the same one every time."""
    geometries = grids.geometries
    if not grids.features or _share_nothing(geometries, tolerance_m2):
        return
    one, other = shapely.STRtree(geometries).query(geometries, predicate="intersects")
    one, other = one[one < other], other[one < other]
    shared = _square_metres(shapely.intersection(geometries[one], geometries[other]))
    for pair in np.flatnonzero(shared > tolerance_m2).tolist():
        details = {"other": grids.field("code")[other[pair]], "m2": round(float(shared[pair]), 1)}
        findings.note_at(_place(grids, int(one[pair])), "overlap", details)


def _share_nothing(geometries: object, tolerance_m2: int) -> bool:
    """Quick for a partition: the areas add up to the area of the union. Areas are of degrees scaled by latitude."""
    whole = shapely.union_all(geometries)
    return bool(_square_metres(geometries).sum() - _square_metres(np.array([whole])).sum() <= tolerance_m2)


def _square_metres(geometries: object) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Areas on a sphere near enough for a tolerance."""
    middle = np.radians(shapely.get_y(shapely.centroid(geometries)))
    found: np.ndarray[tuple[int], np.dtype[np.float64]] = (
        shapely.area(geometries) * _METRES_PER_DEGREE**2 * np.cos(np.nan_to_num(middle))
    )
    return found


def _place(layer: Layer, n: int) -> Place:
    return Place(layer.file, feature=f"{layer.features[n]} {layer.field('code')[n]}".strip())
