"""Figures of shapes that can be worked out by hand, and the table that the command prints."""

import json

import numpy as np
import pytest
import shapely

from rules.grid import Plane, flatten
from server.city.demo import statistics


def rectangle(plane, width, height, hole=False):
    corners = [(0, 0), (width, 0), (width, height), (0, height)]
    inner = [(x / 2 + width / 4, y / 2 + height / 4) for x, y in corners]
    to = lambda ring: [tuple(v / 1e7 for v in plane.degrees(x, y)) for x, y in ring]  # noqa: E731
    return shapely.Polygon(to(corners), [to(inner)] if hole else [])


@pytest.fixture
def plane() -> Plane:
    return Plane.at(1_136_200_000, 347_500_000)


def test_a_square_and_a_long_rectangle(plane):
    figures = statistics.figures(flatten([rectangle(plane, 100, 100), rectangle(plane, 400, 100)]), plane)
    assert figures.count == 2
    assert figures.root_area[1] == pytest.approx(150, abs=0.1)  # halfway between 100 and 200
    assert figures.elongation[1] == pytest.approx(2.5, abs=0.01)
    assert figures.compactness[1] == pytest.approx((np.pi / 4 + np.pi * 4 / 25) / 2, abs=0.001)
    assert figures.vertices == (4, 4, 4)


def test_holes_and_pieces_count(plane):
    apart = shapely.transform(rectangle(plane, 100, 100), lambda points: points + 1)
    shapes = flatten([rectangle(plane, 100, 100, hole=True), shapely.union_all([rectangle(plane, 100, 100), apart])])
    figures = statistics.figures(shapes, plane)
    assert figures.vertices == (8, 8, 8)
    assert figures.root_area[0] == pytest.approx(75**0.5 * 10, rel=0.01)


def test_the_table_names_every_measure(demo_grids):
    lines = statistics.report(demo_grids, None).splitlines()
    assert lines[0] == "演示城市 demo city: 38,515"
    assert [line.split()[-4:][0] for line in lines[2:]] == ["(m)", "vertices", "elongation", "compactness"]


def test_the_blocks_are_shaped_like_blocks(demo_grids):
    figures = statistics.figures(demo_grids.shapes, demo_grids.plane)
    assert figures.vertices[0] >= 4
    assert 1.2 < figures.elongation[1] < 1.7
    assert figures.elongation[2] < 3
    assert 0.65 < figures.compactness[1] < 0.8


def test_real_parcels_stand_beside_them(demo_grids, tmp_path):
    folder = tmp_path / "zhengzhou"
    folder.mkdir()
    inside, outside = shapely.box(113.62, 34.75, 113.63, 34.76), shapely.box(112, 34.75, 112.1, 34.8)
    features = [
        {"type": "Feature", "properties": {}, "geometry": json.loads(shapely.to_geojson(shape))}
        for shape in (inside, outside)
    ]
    collection = json.dumps({"type": "FeatureCollection", "features": features})
    (folder / "parcels_euluc2018_wgs84.geojson").write_text(collection, encoding="utf-8")
    report = statistics.report(demo_grids, tmp_path)
    assert "真实地块 real parcels: 1\n" in report


def test_missing_parcels_are_said(demo_grids, tmp_path):
    with pytest.raises(statistics.NoParcels, match="real parcels not found"):
        statistics.report(demo_grids, tmp_path)
