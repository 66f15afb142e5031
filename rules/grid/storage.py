"""`Grids` taken apart into arrays and names, and put together again: the layout of the geometry in a city pack."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from rules.grid.codec import BadGrids
from rules.grid.plane import Plane
from rules.grid.values import Edges, Ints, Named, Road, Shapes, Zone

if TYPE_CHECKING:
    from rules.grid.grids import Grids

FORMAT = 1
_SHAPES = ("xy", "ring_offsets", "ring_hole", "grid_rings")
_EDGES = ("a", "b", "left", "right", "kind")
_LEVELS = ("duty", "district", "street", "community")
_NAMED = ("duties", "districts", "streets", "communities")
AnyArray = npt.NDArray[Any]


def arrays_of(grids: "Grids") -> dict[str, AnyArray]:
    """Every array of the grids by name."""
    lines = [road.points for road in grids.roads]
    rings = [ring for zone in grids.zones for ring in zone.rings]
    return {
        **{name: getattr(grids.shapes, name) for name in _SHAPES},
        "codes": grids.code_array,
        **{name: getattr(grids, name) for name in _LEVELS},
        **{f"edge_{name}": getattr(grids.edges, name) for name in _EDGES},
        "road_xy": _stack(lines),
        "road_offsets": _offsets(len(line) for line in lines),
        "zone_xy": _stack(rings),
        "zone_offsets": _offsets(len(ring) for ring in rings),
    }


def names_of(grids: "Grids") -> dict[str, Any]:
    """Everything else: names, classes, the plane."""
    return {
        "format": FORMAT,
        **{key: [[n.code, n.name, n.name_en] for n in getattr(grids, key)] for key in _NAMED},
        "roads": [[road.name, road.name_en, road.klass] for road in grids.roads],
        "zones": [[zone.code, zone.name, zone.name_en, len(zone.rings)] for zone in grids.zones],
        "plane": [grids.plane.lon, grids.plane.lat, grids.plane.nm_lon, grids.plane.nm_lat],
    }


def parts(arrays: Mapping[str, AnyArray], names: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of `Grids` by name.

    Raises:
        BadGrids: another version, or a part is missing.
    """
    if names.get("format") != FORMAT:
        raise BadGrids(f"format {names.get('format')}, expected {FORMAT}")
    try:
        return {
            "shapes": Shapes(**{name: arrays[name] for name in _SHAPES}),
            "code_array": arrays["codes"],
            **{name: arrays[name] for name in _LEVELS},
            "edges": Edges(**{name: arrays[f"edge_{name}"] for name in _EDGES}),
            **{key: tuple(Named(*row) for row in names[key]) for key in _NAMED},
            "roads": _roads(arrays, names),
            "zones": _zones(arrays, names),
            "plane": Plane(*names["plane"]),
        }
    except KeyError as error:
        raise BadGrids(f"{error} is missing") from error


def one_shape(rings: Sequence[Ints]) -> Shapes:
    """Rings as one shape, for the even-odd rule (which needs no flag for holes)."""
    flags = np.zeros(len(rings), bool)
    return Shapes(_stack(rings), _offsets(len(ring) for ring in rings), flags, np.array([0, len(rings)], np.int32))


def _offsets(lengths: Iterable[int]) -> Ints:
    return np.concatenate([[0], np.cumsum(list(lengths), dtype=np.int64)]).astype(np.int32)


def _stack(lines: Sequence[Ints]) -> Ints:
    return np.concatenate([np.zeros((0, 2), np.int32), *lines]).astype(np.int32)


def _lines(arrays: Mapping[str, AnyArray], name: str) -> list[Ints]:
    return [arrays[f"{name}_xy"][a:b] for a, b in pairwise(arrays[f"{name}_offsets"].tolist())]


def _roads(arrays: Mapping[str, AnyArray], names: Mapping[str, Any]) -> tuple[Road, ...]:
    rows = zip(names["roads"], _lines(arrays, "road"), strict=True)
    return tuple(Road(name, name_en, klass, line) for (name, name_en, klass), line in rows)


def _zones(arrays: Mapping[str, AnyArray], names: Mapping[str, Any]) -> tuple[Zone, ...]:
    rings = iter(_lines(arrays, "zone"))
    return tuple(
        Zone(code, name, name_en, tuple(next(rings) for _ in range(count)))
        for code, name, name_en, count in names["zones"]
    )
