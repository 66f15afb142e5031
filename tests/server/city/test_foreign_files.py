"""The files of other tools in the data folder: every one imports right or is refused with its reason.

Where the real ones are absent, `test_layers` has an equivalent of each, made on the fly.
"""

from pathlib import Path

import pyogrio.raw
import pytest
import shapely

from server.city.findings import Finding, Findings, Level
from server.city.layers import Layer, read_layer
from server.city.settings import LayerSettings
from tests.server.city.small_folder import circular_string, put_curve, square, write_layer

NAMED = {"code": "code12", "name": "name"}


@pytest.fixture
def foreign(data: Path, tmp_path: Path) -> Path:
    """The folder of foreign files; of our own making where the real ones are absent."""
    return data / "gis_imports" if (data / "gis_imports").is_dir() else own_files(tmp_path)


@pytest.fixture
def districts(data: Path) -> dict[str, object]:
    """The districts in WGS84 by name."""
    real = data / "zhengzhou" / "districts_wgs84.geojson"
    if not real.is_file():
        return {"中原区": square(0, 0), "二七区": square(1, 0)}
    _, _, wkb, columns = pyogrio.raw.read(real, columns=["name"])
    return dict(zip(columns[0].tolist(), shapely.from_wkb(wkb), strict=True))


def own_files(folder: Path) -> Path:
    """Small equivalents under the same names."""
    import numpy as np
    from pyproj import Transformer

    from server.city.datums import wgs84_to_gcj02

    areas = [square(0, 0), square(1, 0)]
    gauss = Transformer.from_crs(4326, 4547, always_xy=True).transform
    fields = {"code12": ["410102000000", "410103000000"], "name": ["中原区", "二七区"]}
    derived, poi, json = (folder / name for name in ("derived_gdal", "gbk", "geojson"))
    for each in (derived, poi, json):
        each.mkdir()
    flat = [shapely.transform(area, lambda xy: np.column_stack(gauss(xy[:, 0], xy[:, 1]))) for area in areas]
    options = {"layer": "districts", "geometry_type": "Polygon"}
    write_layer(derived / "zz_districts_cgcs2000_3deg114.gpkg", flat, fields, crs="EPSG:4547", **options)
    shifted = [shapely.transform(area, wgs84_to_gcj02) for area in areas]
    adcodes = {"adcode": ["410102", "410103"], "name": fields["name"]}
    write_layer(derived / "zz_districts_gcj02.gpkg", shifted, adcodes, **options)
    write_layer(derived / "zz_districts_gbk.shp", areas, fields, encoding="GBK")
    (derived / "zz_districts_gbk.cpg").unlink()
    raised = [shapely.force_3d(area, 100.0) for area in areas]
    write_layer(derived / "zz_districts_z.shp", raised, fields, encoding="UTF-8", geometry_type="Polygon Z")
    write_layer(poi / "poi.shp", [shapely.Point(113.6, 34.7)], {"name": ["漠河市"]}, encoding="GBK")
    for suffix in (".cpg", ".prj"):
        (poi / "poi.shp").with_suffix(suffix).unlink()
    feet = [shapely.box(739594, 2908187, 740594, 2909187)]
    write_layer(json / "boston_precincts_2249_nocrs.geojson", feet, {"PRECINCT": ["13"], "WARD_PRECINCT": ["0113"]})
    text = (json / "boston_precincts_2249_nocrs.geojson").read_text()
    claim = '"crs": { "type": "name", "properties": { "name": "urn:ogc:def:crs:OGC:1.3:CRS84" } },'
    (json / "boston_precincts_2249_nocrs.geojson").write_text(text.replace(claim, ""))
    line = [shapely.LineString([(-123.1, 49.0), (-95.3, 49.0)])]
    write_layer(folder / "curve.gpkg", line, {"n": ["1"]}, SPATIAL_INDEX="NO")
    put_curve(folder / "curve.gpkg", circular_string([(-123.1, 49.0), (-110.0, 50.0), (-95.3, 49.0)]))
    return folder


def read(path: Path, role: str = "districts", **more: object) -> tuple[Layer | None, list[Finding]]:
    findings = Findings()
    settings = LayerSettings(
        role,
        path.name,
        "",
        str(more.get("datum", "")),
        str(more.get("encoding", "")),
        more.get("fields", NAMED),  # type: ignore[arg-type]
        {},
    )
    return read_layer(settings, [path.parent], findings), findings.found


def farthest(layer: Layer | None, districts: dict[str, object]) -> float:
    """Metres by which the layer's areas are off the districts of the same name."""
    assert layer is not None
    assert len(layer.features) == len(districts)
    named = zip(layer.field("name"), layer.geometries, strict=True)
    return max(area.hausdorff_distance(districts[name]) for name, area in named) * 111_320


def test_gauss_krueger_in_metres(foreign: Path, districts: dict[str, object]) -> None:
    path = foreign / "derived_gdal" / "zz_districts_cgcs2000_3deg114.gpkg"
    layer, found = read(path)
    assert found == []
    assert farthest(layer, districts) < 2
    assert farthest(read(path, datum="epsg:4547")[0], districts) < 2
    assert [f.key for f in read(path, datum="epsg:4526")[1]] == ["datum_differs"]


def test_gcj02_that_claims_wgs84(foreign: Path, districts: dict[str, object]) -> None:
    path = foreign / "derived_gdal" / "zz_districts_gcj02.gpkg"
    fields = {"code": "adcode", "name": "name"}
    assert farthest(read(path, datum="gcj02", fields=fields)[0], districts) < 2
    assert farthest(read(path, fields=fields)[0], districts) > 300  # taken at its word, it lies elsewhere


def test_gbk_without_a_code_page(foreign: Path, districts: dict[str, object]) -> None:
    path = foreign / "derived_gdal" / "zz_districts_gbk.shp"
    layer, found = read(path)
    assert layer is None
    assert [f.key for f in found] == ["layer_encoding_undeclared"]
    assert farthest(read(path, encoding="gbk")[0], districts) < 2


def test_heights(foreign: Path, districts: dict[str, object]) -> None:
    layer, found = read(foreign / "derived_gdal" / "zz_districts_z.shp")
    assert [(f.level, f.key) for f in found] == [(Level.NOTED, "heights")]
    assert farthest(layer, districts) < 2


def test_points_without_a_crs_and_in_gbk(foreign: Path) -> None:
    path, fields = foreign / "gbk" / "poi.shp", {"code": "name"}
    assert [f.key for f in read(path, fields=fields)[1]] == ["layer_encoding_undeclared"]
    assert [f.key for f in read(path, fields=fields, encoding="gbk")[1]] == ["no_crs"]
    found = read(path, fields=fields, encoding="gbk", datum="wgs84")[1]
    assert "wrong_geometry" in [f.key for f in found]


def test_feet_without_a_crs(foreign: Path) -> None:
    path = foreign / "geojson" / "boston_precincts_2249_nocrs.geojson"
    fields = {"code": "WARD_PRECINCT"}
    assert [f.key for f in read(path, fields=fields)[1]] == ["outside_datum"]
    layer, found = read(path, fields=fields, datum="epsg:2249")
    assert layer is not None, found
    west, south, east, north = shapely.total_bounds(layer.geometries)
    assert -71.3 < west < east < -70.8
    assert 42.1 < south < north < 42.5


def test_a_curved_line(foreign: Path) -> None:
    path = foreign / "curve.gpkg"
    assert "wrong_geometry" in [f.key for f in read(path, fields={})[1]]
    layer, found = read(path, role="roads", fields={})
    assert [(f.level, f.key) for f in found] == [(Level.REPAIRED, "curve")]
    assert layer is not None
    assert layer.geometries[0].geom_type == "LineString"
