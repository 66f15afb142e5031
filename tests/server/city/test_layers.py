"""Layers as other tools write them: each is read right, mended and listed, or refused with its reason."""

import struct
from pathlib import Path

import numpy as np
import pytest
import shapely
from pyproj import Transformer

from server.city.datums import gcj02_to_bd09, wgs84_to_gcj02
from server.city.findings import Finding, Findings, Level
from server.city.layers import Layer, read_layer
from server.city.settings import LayerSettings
from tests.server.city.small_folder import SOUTH, STEP, WEST, circular_string, put_curve, square, write_layer

NAMES = ["中原区", "二七区"]
AREAS = [square(0, 0), square(1, 0)]


def read(path: Path, role: str = "districts", **more: object) -> tuple[Layer | None, list[Finding]]:
    """Read a file as a layer with the fields `code` and `name`."""
    fields = more.get("fields", {"code": "code", "name": "name"})
    layer, datum, encoding = (str(more.get(name, "")) for name in ("layer", "datum", "encoding"))
    settings = LayerSettings(role, path.name, layer, datum, encoding, fields, {})  # type: ignore[arg-type]
    findings = Findings()
    return read_layer(settings, [path.parent], findings), findings.found


def keys(found: list[Finding], level: Level = Level.REFUSED) -> list[str]:
    return [finding.key for finding in found if finding.level is level]


def written(path: Path, geometries: object = AREAS, **options: object) -> Path:
    return write_layer(path, geometries, {"code": ["410102", "410103"], "name": NAMES}, **options)


def off_by_metres(layer: Layer, expected: list[object]) -> float:
    pairs = zip(layer.geometries, expected, strict=True)
    return max(one.hausdorff_distance(other) for one, other in pairs) * 111_320


@pytest.mark.parametrize(
    ("name", "crs"),
    [
        ("a.gpkg", "EPSG:4490"),
        ("a.gpkg", "EPSG:4326"),
        ("a.shp", "EPSG:4490"),
        ("a.geojson", "EPSG:4326"),
        ("a.gpkg", "EPSG:4547"),
        ("a.shp", "EPSG:4547"),
        ("a.gpkg", "EPSG:4526"),
    ],
)
def test_what_a_file_says_of_its_datum_is_enough(tmp_path: Path, name: str, crs: str) -> None:
    into = Transformer.from_crs(4326, crs, always_xy=True).transform
    moved = [shapely.transform(area, lambda xy: np.column_stack(into(xy[:, 0], xy[:, 1]))) for area in AREAS]
    layer, found = read(written(tmp_path / name, moved, crs=crs, **({"encoding": "utf-8"} if "shp" in name else {})))
    assert layer is not None, found
    assert found == []
    assert off_by_metres(layer, AREAS) < 0.02
    assert list(layer.field("name")) == NAMES


@pytest.mark.parametrize("datum", ["gcj02", "bd09"])
def test_shifted_coordinates_that_claim_wgs84_are_declared_and_moved_back(tmp_path: Path, datum: str) -> None:
    def shift(xy):
        return wgs84_to_gcj02(xy) if datum == "gcj02" else gcj02_to_bd09(wgs84_to_gcj02(xy))

    layer, found = read(written(tmp_path / "a.gpkg", [shapely.transform(area, shift) for area in AREAS]), datum=datum)
    assert layer is not None, found
    assert off_by_metres(layer, AREAS) < 0.001


@pytest.mark.parametrize(
    ("crs", "datum", "key"),
    [
        (None, "", "no_crs"),
        (None, "cgcs2000", ""),
        ("EPSG:4490", "epsg:4547", "datum_differs"),
        ("EPSG:4547", "gcj02", "datum_differs"),
        ("EPSG:4326", "cgcs2000", ""),
        ("EPSG:4326", "beijing54", "unknown_datum"),
        (None, "epsg:4547", "outside_datum"),
        ("EPSG:4547", "", "outside_datum"),
    ],
)
def test_a_datum_is_checked_against_the_file_and_the_coordinates(
    tmp_path: Path, crs: str | None, datum: str, key: str
) -> None:
    with_crs = {"crs": crs} if crs else {"crs": None}
    path = tmp_path / "a.gpkg"
    if crs is None:
        with pytest.warns(UserWarning, match="crs"):
            written(path, **with_crs)
    else:
        written(path, **with_crs)
    layer, found = read(path, datum=datum)
    assert keys(found) == ([key] if key else [])
    assert (layer is None) == bool(key)


def test_gbk_without_a_code_page_is_refused_until_declared(tmp_path: Path) -> None:
    path = written(tmp_path / "a.shp", encoding="GBK")
    path.with_suffix(".cpg").unlink()
    layer, found = read(path)
    assert layer is None
    assert keys(found) == ["layer_encoding_undeclared"]
    assert found[0].details["given"].startswith("d6 d0")  # 中 in GBK
    layer, found = read(path, encoding="gbk")
    assert layer is not None
    assert list(layer.field("name")) == NAMES
    assert keys(read(path, encoding="utf-8")[1]) == ["layer_encoding"]


def test_heights_are_dropped_and_said(tmp_path: Path) -> None:
    raised = [shapely.force_3d(area, 88.0) for area in AREAS]
    layer, found = read(written(tmp_path / "a.gpkg", raised, geometry_type="Polygon Z"))
    assert layer is not None
    assert not shapely.has_z(layer.geometries).any()
    assert [(f.level, f.key, f.details["count"]) for f in found] == [(Level.NOTED, "heights", "2")]


def test_curves_become_lines_and_are_listed(tmp_path: Path) -> None:
    path = written(tmp_path / "a.gpkg", SPATIAL_INDEX="NO")
    round_area(path)
    layer, found = read(path)
    assert layer is not None
    assert shapely.get_num_coordinates(layer.geometries[0]) > 50
    assert [(f.level, f.key, f.place.feature) for f in found] == [(Level.REPAIRED, "curve", "1 410102")]


def round_area(path: Path) -> None:
    """Make the first area a CURVEPOLYGON of two arcs."""
    middle, south = WEST + STEP / 2, SOUTH + STEP / 2
    points = [(WEST, south), (middle, SOUTH + STEP), (WEST + STEP, south), (middle, SOUTH), (WEST, south)]
    put_curve(path, struct.pack("<BII", 1, 10, 1) + circular_string(points))


def test_broken_rings_are_repaired_and_listed(tmp_path: Path) -> None:
    bow = shapely.Polygon([(WEST, SOUTH), (WEST + STEP, SOUTH + STEP), (WEST + STEP, SOUTH), (WEST, SOUTH + STEP)])
    layer, found = read(written(tmp_path / "a.gpkg", [bow, AREAS[1]]))
    assert layer is not None
    assert shapely.is_valid(layer.geometries).all()
    assert layer.geometries[0].area == pytest.approx(STEP * STEP / 2)
    assert [(f.level, f.key, f.place.feature) for f in found] == [(Level.REPAIRED, "broken_ring", "1 410102")]
    assert "Self-intersection" in found[0].details["reason"]


def test_what_has_no_area_is_left_out_and_listed(tmp_path: Path) -> None:
    flat = shapely.Polygon([(WEST, SOUTH), (WEST + STEP, SOUTH), (WEST, SOUTH)])
    layer, found = read(written(tmp_path / "a.gpkg", [flat, AREAS[1]]))
    assert layer is not None
    assert list(layer.field("code")) == ["410103"]
    assert keys(found, Level.REPAIRED) == ["no_area"]


def test_features_without_geometry_are_left_out_and_listed(tmp_path: Path) -> None:
    layer, found = read(written(tmp_path / "a.gpkg", [shapely.Polygon(), AREAS[1]]))
    assert layer is not None
    assert list(layer.features) == ["2"]
    assert [(f.key, f.place.feature) for f in found] == [("no_geometry", "1 410102")]


def test_parts_and_holes_stay(tmp_path: Path) -> None:
    ring = square(0, 0, 3, 3).difference(square(1, 1))
    two = shapely.MultiPolygon([square(5, 0), square(7, 0)])
    layer, found = read(written(tmp_path / "a.gpkg", [ring, two]))
    assert layer is not None
    assert found == []
    assert len(layer.geometries[0].interiors) == 1
    assert len(layer.geometries[1].geoms) == 2


def test_points_are_no_areas_and_areas_no_roads(tmp_path: Path) -> None:
    points = [shapely.Point(WEST, SOUTH), AREAS[1]]
    found = read(written(tmp_path / "a.gpkg", points))[1]
    assert [(f.key, f.place.feature, f.details["given"]) for f in found] == [("wrong_geometry", "1 410102", "Point")]
    assert keys(read(written(tmp_path / "b.gpkg"), role="roads")[1]) == ["wrong_geometry"]


def test_files_and_fields_that_are_not_there(tmp_path: Path) -> None:
    path = written(tmp_path / "a.gpkg")
    assert keys(read(tmp_path / "none.gpkg")[1]) == ["no_layer_file"]
    assert keys(read(path, layer="b")[1]) == ["which_layer"]
    found = read(path, fields={"code": "CODE", "name": "name"})[1]
    assert [(f.key, f.place.field, f.details["expected"]) for f in found] == [("no_field", "CODE", "code, name")]
    (tmp_path / "broken.gpkg").write_bytes(b"this is no GeoPackage")
    assert keys(read(tmp_path / "broken.gpkg")[1]) == ["unreadable_layer"]
