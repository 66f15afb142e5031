"""What each unit grid belongs to: by a field of its layer, else by the area in which a point of it lies."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import shapely

from server.city.findings import Findings, Place
from server.city.layers import Layer

# level of rules.grid → field of the unit grids, role of the layer with the areas
LEVELS = {
    "duty": ("duty_grid", "duty_grids"),
    "district": ("district", "districts"),
    "street": ("street", "streets_of_city"),
    "community": ("community", "communities"),
}
_SHOWN = 5


def belongings(grids: Layer, areas: Mapping[str, Layer], findings: Findings) -> dict[str, Sequence[str]]:
    """Level → one code a grid, "" = none; a level with neither field nor layer is left out."""
    found: dict[str, Sequence[str]] = {}
    for level, (field, role) in LEVELS.items():
        if field in grids.fields:
            found[level] = grids.field(field)
            _refuse_unknown(grids, field, areas.get(role), findings)
        elif role in areas:
            found[level] = _by_point(grids, areas[role])
        if level in found:
            _tell_strays(grids, level, found[level], findings)
    return found


def _refuse_unknown(grids: Layer, field: str, area: Layer | None, findings: Findings) -> None:
    """Codes that the layer of the areas does not have, each once."""
    if area is None:
        return
    known = set(area.field("code")) | {""}
    strays: dict[str, list[int]] = defaultdict(list)
    for n, code in enumerate(grids.field(field)):
        if code not in known:
            strays[code].append(n)
    for code, places in strays.items():
        place = Place(grids.file, feature=grids.features[places[0]], field=grids.settings.fields[field])
        findings.refuse_at(place, "unknown_area", {"given": code, "where": area.file, "count": len(places)})


def _by_point(grids: Layer, area: Layer) -> list[str]:
    """The first area, in the order of its file, that holds a point of the grid."""
    points = shapely.point_on_surface(grids.geometries)
    number, holder = shapely.STRtree(area.geometries).query(points, predicate="intersects")
    first: dict[int, int] = {}
    for n, a in zip(number.tolist(), holder.tolist(), strict=True):
        first[n] = min(a, first.get(n, a))
    codes = area.field("code")
    return [codes[first[n]] if n in first else "" for n in range(len(grids.features))]


def _tell_strays(grids: Layer, level: str, codes: Sequence[str], findings: Findings) -> None:
    strays = [grids.field("code")[n] for n, code in enumerate(codes) if not code]
    if strays:
        shown = ", ".join(strays[:_SHOWN]) + (" …" if len(strays) > _SHOWN else "")
        findings.note(f"no_{level}", grids.file, count=len(strays), codes=shown)
