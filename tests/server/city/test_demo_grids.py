"""The demo city's geometry against what the issue promises. Partition and areas are proved in exact integers."""

import hashlib
from collections import Counter
from itertools import pairwise

import numpy as np
import pyproj
import pytest
import shapely

from rules.grid import EdgeKind, Grids, Plane
from server.city.demo import geometry

# The same on every machine. A wanted change of the demo city changes it: say so in the commit.
SHA256 = "d4a364b47cee33a809c338a8427a23816fda667427ce0c4ab3ab210ff0330792"


def polygons(grids):
    ring = np.repeat(np.arange(len(grids)), np.diff(grids.ring_offsets))
    return shapely.polygons(shapely.linearrings(grids.xy.astype(float), indices=ring))


def area2(ring):
    x, y = ring.astype(object).T
    return int((x * np.roll(y, -1) - np.roll(x, -1) * y).sum())


def test_the_bytes_are_the_same_on_every_machine(demo_grids):
    assert hashlib.sha256(demo_grids.encode()).hexdigest() == SHA256


def test_the_scale_of_the_plan_is_that_of_the_ellipsoid():
    assert Plane.at(geometry.LON, geometry.LAT) == Plane(geometry.LON, geometry.LAT, geometry.NM_LON, geometry.NM_LAT)


def test_counts(demo_grids):
    assert len(demo_grids) == 38_515
    assert len(demo_grids.duties) == 707
    assert [d.code for d in demo_grids.districts] == ["410102", "410103", "410104", "410105", "410108"]
    assert min(Counter(demo_grids.duty.tolist()).values()) >= 5
    assert {demo_grids.duty.min(), demo_grids.district.min(), demo_grids.street.min(), demo_grids.community.min()} == {
        0
    }


def test_no_gap_and_no_overlap_in_exact_integers(demo_grids):
    """Every directed edge has its reverse exactly once, or lies on the outline; and the areas add up to the digit."""
    following = np.arange(1, len(demo_grids.xy) + 1)
    following[demo_grids.ring_offsets[1:] - 1] = demo_grids.ring_offsets[:-1]
    starts, ends = demo_grids.xy, demo_grids.xy[following]
    edges = Counter(zip(map(tuple, starts.tolist()), map(tuple, ends.tolist()), strict=True))
    assert max(edges.values()) == 1
    (outline,) = demo_grids.outline
    closed = [tuple(point) for point in [*outline.tolist(), outline[0].tolist()]]
    assert {edge for edge in edges if edge[::-1] not in edges} == set(pairwise(closed))
    rings = [demo_grids.xy[a:b] for a, b in pairwise(demo_grids.ring_offsets.tolist())]
    assert sum(map(area2, rings)) == area2(outline)
    assert min(map(area2, rings)) > 0
    assert shapely.is_valid(polygons(demo_grids)).all()


def test_area_of_the_city_in_the_official_projection(demo_grids):
    to_plane = pyproj.Transformer.from_crs(4490, 4547, always_xy=True)
    (outline,) = demo_grids.outline
    x, y = to_plane.transform(*(outline / 1e7).T)
    assert shapely.Polygon(np.column_stack([x, y])).area / 1e6 == pytest.approx(567, rel=0.005)


def test_shapes_of_the_blocks(demo_grids):
    vertices = np.diff(demo_grids.ring_offsets)
    assert vertices.min() >= 4
    assert vertices.max() <= 12
    low, middle, high = np.percentile(np.sqrt(demo_grids.areas_m2), [1, 50, 99])
    assert 63 <= low <= 77
    assert 99 <= middle <= 121
    assert 180 <= high <= 220


def test_streets_meet_in_t_junctions(demo_grids):
    """At a T-junction three edges meet, at a crossing four: most are the former, as in real cities."""
    edges = demo_grids.edges
    meeting = Counter(Counter([*edges.a.tolist(), *edges.b.tolist()]).values())
    assert meeting[3] > meeting[4] > 1000


def test_codes(demo_grids):
    codes = demo_grids.codes
    assert len(set(codes)) == len(codes)
    assert all(code.isdigit() and len(code) == 15 for code in codes)
    for grid in range(0, len(codes), 97):
        code = codes[grid]
        assert demo_grids.districts[demo_grids.district[grid]].code == code[:6]
        assert demo_grids.streets[demo_grids.street[grid]].code == code[:9]
        assert demo_grids.communities[demo_grids.community[grid]].code == code[:12]


def test_sequence_runs_without_holes_from_the_north_west(demo_grids):
    members = {}
    for grid, code in enumerate(demo_grids.codes):
        members.setdefault(code[:12], []).append(grid)
    for grids in members.values():
        assert [int(demo_grids.codes[grid][12:]) for grid in grids] == list(range(1, len(grids) + 1))
        latitudes = demo_grids.points[grids][:, 1]
        assert np.diff(latitudes).max(initial=0) < 19_000  # within a row of 150 m the next one may lie further north
        assert latitudes.max() - latitudes[0] < 19_000
        first_row = [g for g in grids if latitudes.max() - demo_grids.points[g][1] < 3_000]  # 33 m
        west_to_east = demo_grids.points[first_row][:, 0]
        assert (np.diff(west_to_east) > 0).all()


def test_a_duty_grid_and_a_community_lie_in_one_street_office_and_hang_together(demo_grids):
    for level, named in (("duty", demo_grids.duties), ("community", demo_grids.communities)):
        own = getattr(demo_grids, level)
        pairs = {(int(a), int(b)) for a, b in zip(own, demo_grids.street, strict=True)}
        assert len(pairs) == len(named)
    assert all(len(demo_grids.rings_of("duty", n)) == 1 for n in range(len(demo_grids.duties)))


def test_nothing_crosses_a_district(demo_grids):
    """The rings of each district, filled, hold exactly its own grids."""
    shapes = polygons(demo_grids)
    for number in range(len(demo_grids.districts)):
        own = demo_grids.district == number
        (outer,) = [ring for ring in demo_grids.rings_of("district", number) if area2(ring) > 0]
        filled = shapely.Polygon(outer)
        shapely.prepare(filled)
        inside = shapely.contains(filled, shapely.point_on_surface(shapes))
        assert (inside == own).all()
        assert area2(outer) == sum(area2(demo_grids.rings(grid)[0]) for grid in np.flatnonzero(own))


def test_20_000_points_against_shapely(demo_grids):
    low, high = demo_grids.xy.min(0), demo_grids.xy.max(0)
    points = np.random.default_rng(7).integers(low, high, (20_000, 2))
    tree = shapely.STRtree(polygons(demo_grids))
    which, grid = tree.query(shapely.points(points.astype(float)), predicate="within")
    expected = np.full(len(points), -1)
    expected[which] = grid
    found = demo_grids.locate_many(points)
    on_a_border = tree.query(shapely.points(points.astype(float)), predicate="touches")[0]
    clear = np.setdiff1d(np.arange(len(points)), on_a_border)
    assert len(clear) > 19_900
    assert (found[clear] == expected[clear]).all()
    assert (found >= 0).sum() > 18_000


def test_every_vertex_inside_the_city_belongs_to_one_grid_that_touches_it(demo_grids):
    points = demo_grids.xy[::11]
    found = demo_grids.locate_many(points)
    inside = found >= 0
    assert inside.mean() > 0.99
    touching = shapely.intersects(polygons(demo_grids)[found[inside]], shapely.points(points[inside].astype(float)))
    assert touching.all()


def test_distances_to_the_nearest_other_district(demo_grids):
    plane = demo_grids.plane
    areas = [shapely.polygons(plane.flat(demo_grids.rings_of("district", n)[0].astype(np.int64))) for n in range(5)]
    some = demo_grids.points[:: len(demo_grids) // 300]
    for lon, lat in some.tolist():
        border = demo_grids.border_m(lon, lat)
        point = shapely.Point(plane.metres(lon, lat))
        away = {n: point.distance(area) for n, area in enumerate(areas) if n != border.district}
        assert areas[border.district].contains(point)
        assert border.metres == pytest.approx(min(away.values()), abs=0.01)
        assert away[border.other] == pytest.approx(border.metres, abs=0.01)


def test_borders_are_marked_for_drawing(demo_grids):
    edges, district, duty = demo_grids.edges, demo_grids.district, demo_grids.duty
    inner = edges.right >= 0
    kinds = Counter(edges.kind.tolist())
    assert kinds[EdgeKind.OUTLINE] == (~inner).sum() == len(demo_grids.outline[0])
    assert kinds[EdgeKind.DISTRICT] == (district[edges.left[inner]] != district[edges.right[inner]]).sum()
    both = (duty[edges.left[inner]] != duty[edges.right[inner]]).sum()
    assert kinds[EdgeKind.DUTY] == both - kinds[EdgeKind.DISTRICT]


def test_it_is_read_back_equal(demo_grids):
    data = demo_grids.encode()
    assert len(data) < 7_000_000
    assert Grids.decode(data).encode() == data
