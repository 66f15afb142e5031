"""What each unit grid belongs to: by a field of its layer, else by the area in which a point of it lies."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
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
_FEW = 0.1  # up to this share of strays is somebody's drawing; a wrong datum shifts most grids out of small areas


def belongings(grids: Layer, areas: Mapping[str, Layer], findings: Findings) -> dict[str, Sequence[str]]:
    """Level → one code a grid, "" = none; a level with neither field nor layer is left out."""
    found: dict[str, Sequence[str]] = {}
    for level, (field, role) in LEVELS.items():
        if field in grids.fields:
            found[level] = grids.field(field)
            _refuse_unknown(grids, field, areas.get(role), findings)
            if level == "duty" and role in areas:
                _tell_outside(grids, found[level], areas[role], findings)
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


def _tell_outside(grids: Layer, codes: Sequence[str], area: Layer, findings: Findings) -> None:
    """Grids that lie outside the area that they name: a few are noted; many say that a datum is declared wrongly."""
    place = {code: n for n, code in enumerate(area.field("code"))}
    named = np.array([n for n, code in enumerate(codes) if code in place], int)
    areas = area.geometries[[place[codes[n]] for n in named]]
    outside = named[~shapely.intersects(shapely.point_on_surface(grids.geometries[named]), areas)]
    if not outside.size:
        return
    told = {
        "count": outside.size,
        "total": named.size,
        "where": area.file,
        "first": grids.field("code")[outside[0]],
        "datum": grids.settings.datum or "–",
        "other": area.settings.datum or "–",
    }
    if outside.size > _FEW * named.size:
        findings.refuse("datum_doubted", grids.file, **told)
    else:
        findings.note("outside_duty_grid", grids.file, **told)


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
