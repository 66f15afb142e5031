"""A town of six grids, drawn by hand: four squares of 0.01°, one with a hole and a grid in it, and one in two pieces.

C D      D has the hole E      F lies apart, in two pieces
A B
"""

import random
import subprocess
import sys

import numpy as np
import pytest
import shapely

from rules.grid import BadGrids, BadShape, EdgeKind, Grids, Plane, Road, Zone, build, flatten

LON, LAT, SIDE = 1_130_000_000, 340_000_000, 100_000


def box(x0, y0, x1, y1):
    """A rectangle in hundredths of a degree from the town's corner."""
    return shapely.box(113 + x0 / 100, 34 + y0 / 100, 113 + x1 / 100, 34 + y1 / 100)


def at(x, y):
    return LON + round(x * SIDE), LAT + round(y * SIDE)


E_SQUARE = box(1.4, 1.4, 1.6, 1.6)
SHAPES = [
    box(0, 0, 1, 1),
    box(1, 0, 2, 1),
    box(0, 1, 1, 2),
    box(1, 1, 2, 2) - E_SQUARE,
    E_SQUARE,
    shapely.union_all([box(3, 0, 3.5, 0.5), box(3, 1, 3.5, 1.5)]),
]
CODES = ["A1", "B1", "C1", "D1", "E1", "F1"]


def ring(*points):
    return np.array([at(x, y) for x, y in points], np.int32)


@pytest.fixture
def town() -> Grids:
    return a_town()


def a_town() -> Grids:
    frame = Zone("Z", "框", "Frame", (
        ring((0.5, 0.5), (1.5, 0.5), (1.5, 1.5), (0.5, 1.5)),
        ring((0.9, 0.9), (0.9, 1.1), (1.1, 1.1), (1.1, 0.9)),
    ))  # fmt: skip
    strip = Zone("S", "带", "Strip", (ring((0, 0.5), (2, 0.5), (2, 0.7), (0, 0.7)),))
    return build(
        flatten(SHAPES),
        CODES,
        {"duty": ["p", "q", "p", "q", "q", ""], "district": ["x", "x", "x", "y", "y", ""]},
        {"p": ("甲", "First"), "q": ("乙", "Second"), "x": ("东区", "East"), "y": ("西区", "West")},
        roads=[Road("一路", "First Road", "main", ring((0, 1), (2, 1)))],
        zones=[frame, strip],
    )


@pytest.mark.parametrize(
    ("x", "y", "code"),
    [
        (0.5, 0.5, "A1"),
        (1.5, 0.5, "B1"),
        (0.5, 1.5, "C1"),
        (1.2, 1.5, "D1"),
        (1.5, 1.5, "E1"),
        (3.2, 0.2, "F1"),
        (3.2, 1.2, "F1"),
        (3.2, 0.7, None),
        (2.5, 0.5, None),
        (1, 0.5, "B1"),  # on the border of A and B: the eastern one
        (0.5, 1, "C1"),  # on the border of A and C: the northern one
        (1, 1, "D1"),  # where four meet: north-east
        (1.4, 1.5, "E1"),  # the western border of the hole
        (1.6, 1.5, "D1"),  # its eastern border
        (0, 0.5, "A1"),  # the western edge of the town is in it
        (2, 0.5, None),  # the eastern edge is not
        (0.5, 2, None),
    ],
)
def test_a_point_lies_in_exactly_one_grid(town, x, y, code):
    found = town.locate(*at(x, y))
    assert (found if found is None else town.codes[found]) == code
    among_many = int(town.locate_many(np.array([at(x, y)] * 3))[1])
    assert (None if among_many < 0 else town.codes[among_many]) == code


def test_many_points_at_once(town):
    points = np.array([at(0.5, 0.5), at(9, 9), at(1.5, 1.5)])
    assert town.locate_many(points).tolist() == [0, -1, 4]
    assert town.locate_many(np.zeros((0, 2), np.int64)).tolist() == []


def test_where_grids_overlap_the_first_one_counts():
    grids = build(flatten([box(0, 0, 2, 2), box(1, 1, 3, 3)]), ["1", "2"], {}, {})
    assert grids.locate(*at(1.5, 1.5)) == 0
    assert grids.locate_many(np.array([at(1.5, 1.5), at(2.5, 2.5)])).tolist() == [0, 1]


def test_a_single_point_and_what_lies_over_it_are_found_without_the_geometry_library():
    told = (
        "import sys; from rules.grid import Grids; grids = Grids.decode(sys.stdin.buffer.read());"
        f"print(grids.locate(*{at(1.2, 1.5)}), grids.zones_at(*{at(0.6, 0.6)}), 'shapely' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", told], input=a_town().encode(), capture_output=True, check=True)
    assert done.stdout.decode().strip() == "3 ('Z', 'S') False"


def edge_between(town, one, other):
    a, b = town.index(one), town.index(other) if other else -1
    edges = town.edges
    pairs = zip(edges.left.tolist(), edges.right.tolist(), edges.kind.tolist(), strict=True)
    return [EdgeKind(kind) for left, right, kind in pairs if {left, right} == {a, b}]


def test_every_edge_stands_once_with_what_it_parts(town):
    assert edge_between(town, "A1", "C1") == [EdgeKind.UNIT]
    assert edge_between(town, "A1", "B1") == [EdgeKind.DUTY]
    assert edge_between(town, "B1", "D1") == [EdgeKind.DISTRICT]
    assert edge_between(town, "D1", "E1") == [EdgeKind.UNIT] * 4
    assert edge_between(town, "A1", None) == [EdgeKind.OUTLINE] * 2
    assert len(town.edges.a) == 4 + 4 + 8 + 8


def test_the_left_side_of_an_edge_is_a_grid(town):
    xy, edges = town.xy.astype(np.int64), town.edges
    assert (edges.left >= 0).all()
    for a, b, left in zip(edges.a, edges.b, edges.left, strict=True):
        step = xy[b] - xy[a]
        aside = (xy[a] + xy[b]) // 2 + np.sign([-step[1], step[0]]) * 100
        assert town.locate(*aside.tolist()) == left


def test_rings_around_the_city_and_its_parts(town):
    assert sorted(len(each) for each in town.outline) == [4, 4, 8]
    first = town.rings_of("duty", 0)
    assert [len(each) for each in first] == [6]  # A and C: four corners and the two ends of their border
    assert {tuple(p) for p in first[0].tolist()} == {at(0, 0), at(1, 0), at(1, 1), at(1, 2), at(0, 2), at(0, 1)}
    assert [len(each) for each in town.rings_of("district", 1)] == [4]  # D and E: the hole is filled


def test_areas_that_touch_in_a_point_stay_apart():
    diagonal = build(flatten([box(0, 0, 1, 1), box(1, 1, 2, 2)]), ["1", "2"], {}, {})
    assert sorted(len(each) for each in diagonal.outline) == [4, 4]


def test_neighbours_that_share_no_vertices_still_part_each_other():
    """The eastern square touches two western ones along their whole side, but has no vertex where they meet."""
    west, east = [box(0, 0, 1, 1), box(0, 1, 1, 2)], box(1, 0, 2, 2)
    grids = build(flatten([*west, east]), ["1", "2", "3"], {"duty": ["p", "p", "q"], "district": ["x", "x", "y"]}, {})
    kinds = sorted(grids.edges.kind.tolist())
    assert kinds == [EdgeKind.UNIT] + [EdgeKind.DISTRICT] * 3 + [EdgeKind.OUTLINE] * 7
    border = grids.border_m(*at(0.9, 0.5))  # 0.001° of longitude at 34.01° N
    assert border.metres == pytest.approx(92.37, abs=0.1)
    assert (border.district, border.other) == (0, 1)


def test_the_nearest_other_district(town):
    border = town.border_m(*at(1.5, 0.9))  # 0.001° south of D: 0.001 × 110,920 m
    assert border is not None
    assert border.metres == pytest.approx(110.92, abs=0.1)
    assert (town.districts[border.district].code, town.districts[border.other].code) == ("x", "y")
    assert town.border_m(*at(1.5, 1.5)).other == 0
    assert town.border_m(*at(3.2, 0.2)) is None
    assert town.border_m(*at(9, 9)) is None


def test_zones_overlap_and_have_holes(town):
    assert town.zones_at(*at(0.6, 0.6)) == ("Z", "S")
    assert town.zones_at(*at(0.2, 0.6)) == ("S",)
    assert town.zones_at(*at(1, 1)) == ()
    assert town.zones_at(*at(0.6, 1.4)) == ("Z",)


def test_names_and_codes(town):
    assert town.index("E1") == 4
    assert [d.name for d in town.districts] == ["东区", "西区"]
    assert town.district.tolist() == [0, 0, 0, 1, 1, -1]
    assert town.street.tolist() == [-1] * 6
    assert town.streets == ()
    with pytest.raises(KeyError):
        town.index("G1")


def test_holes_and_pieces(town):
    assert np.diff(town.grid_rings).tolist() == [1, 1, 1, 2, 1, 2]
    assert town.ring_hole.tolist() == [False, False, False, False, True, False, False, False]
    assert [len(each) for each in town.rings(3)] == [4, 4]


def test_areas(town):
    square = 1109.2 * 923.7  # 0.01° of latitude and of longitude at 34.01° N, in metres
    expected = [square, square, square, square * 0.96, square * 0.04, square * 0.5]
    assert town.areas_m2 == pytest.approx(expected, rel=0.002)


def test_a_point_inside_each_grid(town):
    assert town.locate_many(town.points).tolist() == [0, 1, 2, 3, 4, 5]
    bent = box(0, 0, 3, 3) - box(0.5, 0.5, 3, 2.5)  # like a C: its middle lies outside
    grids = build(flatten([bent]), ["1"], {}, {})
    assert grids.locate(*grids.points[0].tolist()) == 0


def test_metres_from_the_origin(town):
    assert town.origin == at(1.75, 1)
    x, y = town.metres(*at(1.75, 2))
    assert (x, y) == (0, pytest.approx(1109.2, abs=0.3))
    assert town.metres(*at(2.75, 1))[0] == pytest.approx(923.74, abs=0.1)
    assert town.degrees(*town.metres(*at(0.123, 0.456))) == at(0.123, 0.456)


def test_the_plane_at_the_equator_and_at_the_pole():
    # Half axes of CGCS2000: 6,378,137 m and 6,356,752.3 m; radii of curvature b²/a and a²/b.
    equator, pole = Plane.at(0, 0), Plane.at(0, 900_000_000)
    assert equator.nm_lon == pytest.approx(np.pi / 180 * 6378137 * 100, abs=1)
    assert equator.nm_lat == pytest.approx(np.pi / 180 * 6356752.314**2 / 6378137 * 100, abs=1)
    assert pole.nm_lat == pytest.approx(np.pi / 180 * 6378137**2 / 6356752.314 * 100, abs=1)


def test_bytes_and_back(town):
    data = town.encode()
    again = Grids.decode(data)
    assert again.encode() == data
    assert again.codes == town.codes
    assert (again.xy == town.xy).all()
    assert again.districts == town.districts
    assert again.plane == town.plane
    assert again.zones_at(*at(0.6, 0.6)) == ("Z", "S")
    assert again.locate(*at(1.5, 1.5)) == 4
    assert (again.roads[0].name_en, again.roads[0].points.tolist()) == ("First Road", [list(at(0, 1)), list(at(2, 1))])


def test_what_is_decoded_cannot_be_changed(town):
    with pytest.raises(ValueError, match="read-only"):
        Grids.decode(town.encode()).xy[0] = 0


@pytest.mark.parametrize(
    "damage", [lambda _: b"", lambda b: b[: len(b) // 2], lambda b: b.replace(b'"format":1', b'"format":9')]
)
def test_damaged_bytes_are_refused(town, damage):
    with pytest.raises(BadGrids):
        Grids.decode(damage(town.encode()))


@pytest.mark.parametrize(
    ("codes", "duty"),
    [(["1"], ["p", "p"]), (["1", "2"], ["p"]), (["1", "1"], ["p", "p"])],
    ids=["codes", "duty", "twice"],
)
def test_lists_that_do_not_fit_are_refused(codes, duty):
    with pytest.raises(ValueError, match="grid"):
        build(flatten(SHAPES[:2]), codes, {"duty": duty}, {})


@pytest.mark.parametrize(
    ("shape", "reason"),
    [
        (shapely.Point(113, 34), "not a polygon"),
        (shapely.Polygon(), "empty"),
        (shapely.box(113, 34, 113.000000001, 34.1), "three points"),
    ],
)
def test_shapes_that_cannot_be_grids_are_named(shape, reason):
    with pytest.raises(BadShape, match=reason) as refused:
        flatten([SHAPES[0], shape])
    assert refused.value.index == 1


def test_a_ring_may_run_either_way_and_carry_heights():
    clockwise = shapely.Polygon([(113, 34, 90), (113, 34.01, 90), (113.01, 34.01, 90), (113.01, 34, 90)])
    shapes = flatten([clockwise])
    x, y = shapes.xy.astype(np.int64).T
    assert (x * np.roll(y, -1) - np.roll(x, -1) * y).sum() > 0
    assert shapes.xy.shape == (4, 2)


def test_only_a_border_within_the_limit_is_told(town: Grids) -> None:
    near_x = at(0.999, 1.5)  # C beside D: 0.00001° of longitude at 34.015° N is 0.92 m
    assert round(town.border_within(*near_x, 30).metres, 1) == 0.9
    assert town.border_within(*at(0.9, 1.5), 30) is None  # 92 m
    assert round(town.border_within(*at(0.9, 1.5), 100).metres) == 92
    assert town.border_within(*at(3.2, 0.2), 30) is None


def test_a_point_far_from_all_borders_is_told_as_by_measuring(town: Grids) -> None:
    chance = random.Random(7)
    for _ in range(500):
        point = at(chance.uniform(-0.5, 4), chance.uniform(-0.5, 2.5))
        border = town.border_m(*point)
        expected = border if border and border.metres < 300 else None
        assert town.border_within(*point, 300) == expected


def test_zones_of_points_beside_their_borders(town: Grids) -> None:
    chance = random.Random(8)
    for _ in range(500):
        x, y = chance.uniform(0, 2), chance.uniform(0, 2)
        in_hole = 0.9 <= x < 1.1 and 0.9 <= y < 1.1
        frame = 0.5 <= x < 1.5 and 0.5 <= y < 1.5 and not in_hole
        strip = 0.5 <= y < 0.7
        assert town.zones_at(*at(x, y)) == ("Z",) * frame + ("S",) * strip
