"""The means of the generator, on a square of 1,000 m: chance, mesh, cuts, roads."""

import pytest

from server.city.demo.blocks import Blocks
from server.city.demo.chance import Chance
from server.city.demo.cutting import Cutter, Rules
from server.city.demo.geometry import degrees, in_reading_order
from server.city.demo.mesh import Mesh
from server.city.demo.roads import contains, draw, hangs

KM = 1_000_000  # mm
SQUARE = [(0, 0), (KM, 0), (KM, KM), (0, KM)]


@pytest.fixture
def mesh() -> Mesh:
    return Mesh(SQUARE)


def places(mesh, path):
    return [(mesh.x[v], mesh.y[v]) for v in path]


def test_chance_is_knuths_generator():
    chance = Chance(1)
    # (1 × a + c) mod 2⁶⁴ = 7806831264735756412; its upper 31 bits 908835774 of 2³¹ fall in the tenth of 24 parts + 1.
    assert chance.below(24) == 10
    assert {chance.between(-1, 1) for _ in range(99)} == {-1, 0, 1}


def test_a_vertex_on_an_edge_stands_in_both_rings(mesh):
    new = mesh.split(0, [0, 2])
    vertex = mesh.divide(0, 2, KM // 2, KM // 2)
    assert vertex in mesh.rings[0]
    assert vertex in mesh.rings[new]
    assert mesh.line([0, 2]) == [0, vertex, 2]
    assert mesh.area2(mesh.rings[0]) == mesh.area2(mesh.rings[new]) == KM * KM


def test_neighbours(mesh):
    new = mesh.split(0, [0, 2])
    assert mesh.neighbour(0, 1) == -1
    assert {mesh.neighbour(0, 2), mesh.neighbour(2, 0)} == {0, new}


def test_a_road_cuts_what_it_crosses_and_bends_where_it_is_drawn(mesh):
    (path,) = draw(mesh, [(-100, KM // 2), (KM // 2, 600_000), (2 * KM, 600_000)])
    assert places(mesh, path) == [(0, 500_019), (KM // 2, 600_000), (KM, 600_000)]
    assert sum(mesh.area2(ring) for ring in mesh.rings) == 2 * KM * KM


def test_a_road_ends_at_a_road(mesh):
    draw(mesh, [(-100, 500_000), (2 * KM, 500_000)])
    (path,) = draw(mesh, [(300_000, 400_000), (300_000, 2 * KM)])
    assert places(mesh, path) == [(300_000, 500_000), (300_000, KM)]
    assert len(mesh.rings) == 3


def test_a_road_that_hangs_in_the_air(mesh):
    assert hangs(mesh, [(500_000, 500_000), (2 * KM, 500_000)])
    assert not hangs(mesh, [(700_000, 500_000), (2 * KM, 500_000)])  # 300 m beyond the edge at which it ends
    assert not hangs(mesh, [(-100, 500_000), (2 * KM, 500_000)])


def test_crossings_that_nearly_meet_are_made_one(mesh):
    draw(mesh, [(-100, 500_000), (500_000, 500_000), (2 * KM, 500_000)])
    draw(mesh, [(520_000, -100), (520_000, KM * 2)])
    draw(mesh, [(540_000, -100), (540_000, 500_100)])
    assert len(mesh.rings) == 4


def test_a_road_through_a_bay_is_drawn_in_two_pieces():
    bay = [(0, 0), (KM, 0), (KM, KM), (700_000, KM), (700_000, 300_000), (300_000, 300_000), (300_000, KM), (0, KM)]
    mesh = Mesh(bay)
    paths = draw(mesh, [(-100, 600_000), (2 * KM, 600_000)])
    assert [places(mesh, path) for path in paths] == [
        [(0, 600_000), (300_000, 600_000)],
        [(700_000, 600_000), (KM, 600_000)],
    ]
    assert len(mesh.rings) == 3


def test_a_cut_in_the_middle(mesh):
    new, path = Cutter(mesh, Rules(snap=10_000, small=0)).cut(0, (4096, 0), 500, 0)
    assert sorted(places(mesh, path)) == [(500_000, 0), (500_000, KM)]
    assert mesh.area2(mesh.rings[new]) == mesh.area2(mesh.rings[0]) == KM * KM


def test_a_bent_cut_has_a_vertex_in_its_middle(mesh):
    _, path = Cutter(mesh, Rules(snap=10_000, small=0)).cut(0, (4096, 0), 500, 50)
    (middle,) = [point for point in places(mesh, path) if point[1] not in {0, KM}]
    assert middle in {(450_000, 500_000), (550_000, 500_000)}


@pytest.mark.parametrize("per_mille", [100, 900])
def test_a_cut_that_leaves_too_little_is_refused(mesh, per_mille):
    assert Cutter(mesh, Rules(snap=10_000, small=0)).cut(0, (4096, 0), per_mille, 0) is None
    assert mesh.rings == [[0, 1, 2, 3]]


def test_no_triangles(mesh):
    cutter = Cutter(mesh, Rules(snap=200_000, small=0))
    assert cutter.cut(0, (4096, 4096), 500, 0) is None  # corner to corner, by snapping


def test_a_small_neighbour_with_twelve_vertices_takes_no_more(mesh):
    left = mesh.split(0, [mesh.divide(0, 1, 500_000, 0), mesh.divide(2, 3, 500_000, KM)])
    border = [v for v in mesh.rings[left] if mesh.x[v] == 500_000]
    low, high = sorted(border, key=lambda v: mesh.y[v])
    before = high
    for step in range(8):
        before = mesh.divide(before, low, 500_000, KM - 20_000 * (step + 1))
    assert len(mesh.rings[left]) == len(mesh.rings[0]) == 12
    full = Cutter(mesh, Rules(snap=10_000, small=4 * KM * KM))
    face = 0 if mesh.middle(0)[0] > mesh.middle(left)[0] else left
    assert full.cut(face, (0, 4096), 500, 0) is None
    assert Cutter(mesh, Rules(snap=10_000, small=0)).cut(face, (0, 4096), 500, 0) is not None


def test_blocks_as_many_as_asked_and_by_the_rules(mesh):
    blocks = Blocks(mesh, (0, 0), Chance(3))
    parent = {0: 0}
    faces = blocks.divide([0], 64, Cutter(mesh, Rules(snap=8_000, small=2 * KM * KM)), parent)
    assert len(faces) == len(set(faces)) == len(mesh.rings) == 64
    assert all(4 <= len(ring) <= 12 for ring in mesh.rings)
    assert all(mesh.area2(ring) > 0 for ring in mesh.rings)
    assert sum(mesh.area2(ring) for ring in mesh.rings) == 2 * KM * KM
    assert set(parent.values()) == {0}
    assert len(blocks.cuts) == 63


def test_too_many_blocks_are_refused():
    """Forty vertices around a small face: one part of any cut would have more than twelve."""
    sides = [[(t, 0), (KM, t), (KM - t, KM), (0, KM - t)] for t in range(0, KM, KM // 10)]
    mesh = Mesh([side[k] for k in range(4) for side in sides])
    with pytest.raises(ValueError, match="1 faces, asked for 2"):
        Blocks(mesh, (0, 0), Chance(3)).divide([0], 2, Cutter(mesh, Rules(snap=10_000, small=4 * KM * KM)))


def test_the_even_odd_rule():
    assert contains(SQUARE, (1, 1))
    assert not contains(SQUARE, (-1, 1))
    assert not contains(SQUARE, (KM + 1, 1))


def test_numbers_run_west_to_east_then_north_to_south():
    around = {1: (500_000, 0), 2: (0, 400_000), 3: (400_000, 500_000), 4: (0, 20_000)}
    assert in_reading_order(around) == [2, 3, 4, 1]


def test_millimetres_to_degrees():
    assert degrees(0, 0) == (1_136_200_000, 347_500_000)
    # 1 km east / 0.009156495 m per 1e-7 degree = 109,212.1; 1 km south / 0.011093600 = 90,142.0
    assert degrees(1_000_000, -1_000_000) == (1_136_309_212, 347_409_858)
