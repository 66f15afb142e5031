"""Laying out the demo city: main roads, districts, patrol areas, street offices, communities, blocks. Integers only."""

from dataclasses import dataclass, field

from server.city.demo.blocks import Blocks
from server.city.demo.chance import Chance
from server.city.demo.cutting import Cutter, Rules
from server.city.demo.mesh import Mesh
from server.city.demo.plan import Area, Plan, Point
from server.city.demo.roads import Line, contains, draw, hangs

UNIT_GRIDS, DUTY_GRIDS = 38_515, 707
SEED = 20_150_422
_CENTRE = (3_500_000, 400_000)  # 二七广场 and its surroundings: the blocks are smallest there
_BLOCK = Rules(snap=14_000, small=2 * 100_000_000_000)  # a face below 100,000 m² may stay as a unit grid
_QUARTER = Rules(snap=80_000, small=0)
_BRANCH = 2 * 160_000_000_000  # a cut through a face above 160,000 m² is a branch road


@dataclass(slots=True)
class Layout:
    """The city on its mesh. Faces are unit grids; the lists give what each of them belongs to."""

    mesh: Mesh
    plan: Plan
    lines: list[Line] = field(default_factory=list)
    district: dict[int, str] = field(default_factory=dict)  # quarter (a face between main roads) -> district
    zones: dict[int, tuple[str, ...]] = field(default_factory=dict)
    quarter: dict[int, int] = field(default_factory=dict)  # duty grid -> quarter
    duty: dict[int, int] = field(default_factory=dict)  # piece -> duty grid
    office: dict[int, str] = field(default_factory=dict)  # duty grid -> street office
    community: dict[int, str] = field(default_factory=dict)  # piece -> community
    piece: dict[int, int] = field(default_factory=dict)  # unit grid -> piece (what is one duty grid and one community)


def lay_out(plan: Plan) -> Layout:
    """The whole city, the same on every machine."""
    layout = Layout(Mesh(list(plan.outline)), plan)
    blocks = Blocks(layout.mesh, _CENTRE, Chance(SEED))
    _draw_main_roads(layout)
    _name_quarters(layout)
    _cut_duty_grids(layout, blocks)
    _give_to_offices(layout)
    _cut_communities(layout, blocks)
    _cut_unit_grids(layout, blocks)
    return layout


def _draw_main_roads(layout: Layout) -> None:
    """Draw each road as soon as both of its ends reach another road.

    Raises:
        ValueError: roads of the plan that end nowhere.
    """
    mesh, plan = layout.mesh, layout.plan
    waiting = list(plan.roads)
    while waiting:
        ready = next((road for road in waiting if not hangs(mesh, road.points)), None)
        if ready is None:
            raise ValueError("roads that end nowhere: " + ", ".join(road.name for road in waiting))
        waiting.remove(ready)
        layout.lines.append(Line(ready.name, ready.name_en, ready.klass, draw(mesh, ready.points)))
    corners = len(plan.outline)
    for name, name_en, first, last in plan.fourth_ring:
        path = [k % corners for k in range(first, first + (last - first) % corners + 1)]
        layout.lines.append(Line(name, name_en, "ring", [path]))


def _name_quarters(layout: Layout) -> None:
    for face in range(len(layout.mesh.rings)):
        middle = layout.mesh.middle(face)
        layout.district[face] = _around(layout.plan.districts, middle)[0]
        layout.zones[face] = _around(layout.plan.zones, middle)


def _around(areas: tuple[Area, ...], point: Point) -> tuple[str, ...]:
    return tuple(area.code for area in areas if contains(area.polygon, point))


def _cut_duty_grids(layout: Layout, blocks: Blocks) -> None:
    quarters = list(layout.district)
    layout.quarter = {face: face for face in quarters}
    blocks.divide(quarters, DUTY_GRIDS, Cutter(layout.mesh, _QUARTER), layout.quarter)
    names = iter(layout.plan.street_names)
    for _, path in blocks.cuts:
        layout.lines.append(Line(*next(names), "secondary", [path]))
    blocks.cuts.clear()


def _give_to_offices(layout: Layout) -> None:
    """Each office takes the duty grid at its seat; every other one goes to the nearest seat in its district."""
    mesh, free = layout.mesh, dict(sorted(layout.quarter.items()))
    for office in layout.plan.offices:
        own = [face for face, quarter in free.items() if office.code.startswith(layout.district[quarter])]
        nearest = min(own, key=lambda face: (_far(mesh.middle(face), office.seat), face))
        layout.office[nearest] = office.code
        free.pop(nearest)
    for face, quarter in free.items():
        offices = [o for o in layout.plan.offices if o.code.startswith(layout.district[quarter])]
        middle = mesh.middle(face)
        layout.office[face] = min(offices, key=lambda office: (_far(middle, office.seat), office.code)).code


def _far(a: Point, b: Point) -> int:
    return (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2


def _cut_communities(layout: Layout, blocks: Blocks) -> None:
    """As many communities as the office has in the official list: parts of duty grids, or several of them together."""
    layout.duty = {face: face for face in layout.office}
    cutter = Cutter(layout.mesh, _QUARTER)
    for office in layout.plan.offices:
        own = [face for face, code in sorted(layout.office.items()) if code == office.code]
        communities = layout.plan.communities[office.code]
        pieces = sorted(blocks.divide(own, max(len(own), len(communities)), cutter, layout.duty)) if own else []
        _name_communities(layout, pieces, [code for code, _, _ in communities])


def _name_communities(layout: Layout, pieces: list[int], codes: list[str]) -> None:
    """The first pieces give each community its seat; the others join the nearest one."""
    middles = {piece: layout.mesh.middle(piece) for piece in pieces}
    seats = sorted(pieces, key=lambda piece: (-middles[piece][1], middles[piece][0]))
    seats = [seats[k * len(seats) // len(codes)] for k in range(len(codes))] if len(seats) > len(codes) else seats
    for piece in pieces:
        nearest = min(range(len(seats)), key=lambda k: (_far(middles[piece], middles[seats[k]]), k))
        layout.community[piece] = codes[nearest]


def _cut_unit_grids(layout: Layout, blocks: Blocks) -> None:
    blocks.cuts.clear()
    layout.piece = {piece: piece for piece in layout.duty}
    blocks.divide(list(layout.duty), UNIT_GRIDS, Cutter(layout.mesh, _BLOCK), layout.piece)
    for area, path in blocks.cuts:
        if area > _BRANCH:
            layout.lines.append(Line("", "", "branch", [path]))
