"""The layout as `Grids`: codes, names, coordinates in 1e-7 degree. Integers only: the hash is the same everywhere."""

from dataclasses import replace

import numpy as np

from rules.grid import Grids, Road, Shapes, Zone, build
from rules.grid.partition import rings_around
from rules.grid.values import Ints
from server.city.demo.layout import Layout
from server.city.demo.plan import Point

LON, LAT = 1_136_200_000, 347_500_000  # the centre of the plan, 1e-7 degree
NM_LON, NM_LAT = 9_156_495, 11_093_600  # nanometres that 1e-7 degree spans there (CGCS2000 ellipsoid)
_ROW = 150_000  # mm: grids whose middles lie this close in latitude stand in one row


def degrees(x: int, y: int) -> tuple[int, int]:
    """A point of the plan (mm) in 1e-7 degree."""
    return LON + (x * 1_000_000 + NM_LON // 2) // NM_LON, LAT + (y * 1_000_000 + NM_LAT // 2) // NM_LAT


def in_reading_order(places: dict[int, Point]) -> list[int]:
    """West to east, then north to south: the order in which grids are numbered (GB/T 30428.1, recalled)."""
    top = max(y for _, y in places.values())
    return sorted(places, key=lambda face: ((top - places[face][1]) // _ROW, places[face][0], -places[face][1]))


class Numbering:
    """The codes of duty grids and unit grids of one layout."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self.duty = self._number(layout.office, "R{:02d}")
        community = {face: layout.community[piece] for face, piece in layout.piece.items()}
        self.unit = self._number(community, "{:03d}")
        self.faces = sorted(self.unit, key=lambda face: self.unit[face])

    def _number(self, group: dict[int, str], form: str) -> dict[int, str]:
        members: dict[str, dict[int, Point]] = {}
        for face, code in group.items():
            members.setdefault(code, {})[face] = self._layout.mesh.middle(face)
        return {
            face: code + form.format(number)
            for code, places in members.items()
            for number, face in enumerate(in_reading_order(places), 1)
        }


def demo_grids(layout: Layout) -> Grids:
    """The geometry of the demo city, ready to be encoded."""
    numbering = Numbering(layout)
    faces = numbering.faces
    shapes = _shapes(layout, faces)
    duty = {face: layout.duty[layout.piece[face]] for face in faces}
    codes = [numbering.unit[face] for face in faces]
    grids = build(
        shapes,
        codes,
        {
            "duty": [numbering.duty[duty[face]] for face in faces],
            "district": [code[:6] for code in codes],
            "street": [code[:9] for code in codes],
            "community": [code[:12] for code in codes],
        },
        names(layout, numbering),
        roads(layout),
    )
    quarters = [layout.quarter[duty[face]] for face in faces]
    return _with_zones(layout, grids, quarters)


def _shapes(layout: Layout, faces: list[int]) -> Shapes:
    rings = [layout.mesh.rings[face] for face in faces]
    offsets = np.concatenate([[0], np.cumsum([len(ring) for ring in rings])]).astype(np.int32)
    numbers = np.arange(len(rings) + 1, dtype=np.int32)
    return Shapes(_places(layout)[[v for ring in rings for v in ring]], offsets, np.zeros(len(rings), bool), numbers)


def _places(layout: Layout) -> Ints:
    points = [degrees(x, y) for x, y in zip(layout.mesh.x, layout.mesh.y, strict=True)]
    return np.array(points, np.int32)


def names(layout: Layout, numbering: Numbering) -> dict[str, tuple[str, str]]:
    """Chinese and English names of districts, street offices, communities and duty grids, by code."""
    plan = layout.plan
    found = {area.code: (area.name, area.name_en) for area in plan.districts}
    found |= {office.code: (office.name, office.name_en) for office in plan.offices}
    found |= {code: (name, name_en) for rows in plan.communities.values() for code, name, name_en in rows}
    for code in numbering.duty.values():
        office, office_en = found[code[:9]]
        short, short_en = office.removesuffix("街道"), office_en.removesuffix(" Subdistrict")
        found[code] = (f"{short}责任网格{code[-2:]}", f"{short_en} duty grid {code[-2:]}")
    return found


def roads(layout: Layout) -> list[Road]:
    """Every line of every road, with all the vertices at which other roads meet it."""
    places = _places(layout)
    return [
        Road(line.name, line.name_en, line.klass, places[layout.mesh.line(path)])
        for line in layout.lines
        for path in line.paths
    ]


def _with_zones(layout: Layout, grids: Grids, quarters: list[int]) -> Grids:
    zones = []
    for area in layout.plan.zones:
        inside = np.array([area.code in layout.zones[quarter] for quarter in quarters])
        zones.append(Zone(area.code, area.name, area.name_en, rings_around(grids.shapes, grids.edges, inside)))
    return replace(grids, zones=tuple(zones))
